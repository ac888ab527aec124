import { z } from 'zod';
import type { AccountView } from '#shared/contract/account.ts';
import { may } from '#shared/domain/caller.ts';
import { roleMay } from '#shared/domain/role.ts';
import { botModeCard } from '../cards/bots.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { modeCard } from '../cards/today.ts';
import { ALL, meansAll, namedAccount, openAccounts, stopAll } from './all-accounts.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findBot } from './find-bot.ts';

/** Stops buying at once, of the account, of all accounts or of one bot. It asks nothing: what is held stays protected. */
export const pause = command({
  name: 'pause',
  korean: ['멈춤'],
  aliases: ['stopbuy', 'stopentry', 'disable'].map((word) => ({ word })),
  purpose: 'protect',
  role: 'stop',
  subject: 'bot',
  inMenu: true,
  inGroups: false,
  args: z.object({ bot: z.string().optional() }),
  positional: ['bot'],
  run: (context, { bot: reference }) => {
    if (meansAll(reference)) return stopAll(context);
    return atDesk(context, async (desk) => {
      const { useCases, caller } = context;
      if (reference === undefined)
        return drawn(context, useCases.pauseAccount(caller, desk.account.id), (after) => paused(context, desk, after));
      const found = await findBot(context, desk, { reference, verb: 'pause' });
      if ('cards' in found) return found.cards;
      return drawn(context, useCases.pauseBot(caller, found.bot.id), (bot) => [botModeCard(bot, found.desk.cards)]);
    });
  },
});

/** Where others still buy it says that this was one of several, and offers them all. */
async function paused(context: CommandContext, { cards }: Desk, after: AccountView): Promise<readonly Card[]> {
  const { words, caller } = context;
  const card = modeCard(after, cards);
  const others = (await openAccounts(context)).filter(({ id }) => id !== after.id);
  if (others.length === 0) return [card];
  const { chatAccounts: said } = words;
  const buying = others.filter(({ mode, role }) => mode === 'active' && roleMay(role, 'stop') && may(caller, 'stop'));
  const names = buying.map((one) => namedAccount(one, context)).join(', ');
  return [
    {
      ...card,
      lines: [
        said.only({ account: namedAccount(after, context) }),
        ...card.lines,
        ...(buying.length === 0 ? [] : [said.stillBuys({ accounts: names })]),
      ],
      buttons: rows(
        ...card.buttons.map((row) => [...row]).slice(0, 1),
        buying.length === 0 ? [] : [button(said.buttons.stopAll, `stop ${ALL}`, 'primary')],
      ),
    },
  ];
}
