import { z } from 'zod';
import { todayCard, todayGroupCard } from '../cards/today.ts';
import { atDesk } from './asking.ts';
import { command } from './command.ts';
import { silentCard } from './group.ts';

export const today = command({
  name: 'today',
  korean: ['오늘', '홈'],
  aliases: ['start', 'status', 'pnl', 'funds'].map((word) => ({ word })),
  purpose: 'look',
  role: 'read',
  inMenu: true,
  inGroups: true,
  args: z.object({}),
  positional: [],
  run: (context) => {
    const silent = silentCard(context);
    if (silent !== null) return Promise.resolve([silent]);
    return atDesk(context, async ({ account, cards }) => {
      if (context.chat.kind === 'group') return [todayGroupCard(account, cards)];
      const bots = await context.useCases.bots(context.caller, { accountId: account.id });
      return [todayCard(account, bots.ok ? bots.value.items : [], cards)];
    });
  },
});
