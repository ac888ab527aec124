import { z } from 'zod';
import { parseAmount } from '#shared/words/typed-amount.ts';
import { saidRiskLevel } from '../dialogs/answers.ts';
import { saidStrategy } from '../dialogs/bot-strategy.ts';
import { atDesk } from './asking.ts';
import { command } from './command.ts';
import { parseWeeks } from './numbers.ts';

/** `/newbot`, or with what is known already: `/newbot 5000 low 4 breakout`. What was not understood is asked. */
export const newbot = command({
  name: 'newbot',
  korean: ['새봇'],
  aliases: [{ word: 'new_bot' }, { word: 'createbot' }],
  purpose: 'setup',
  role: 'propose',
  inMenu: true,
  inGroups: false,
  args: z.object({
    amount: z.string().optional(),
    risk: z.string().optional(),
    weeks: z.string().optional(),
    strategy: z.string().optional(),
  }),
  positional: ['amount', 'risk', 'weeks', 'strategy'],
  run: (context, { amount = '', risk = '', weeks = '', strategy }) =>
    atDesk(context, ({ cards }) => {
      const known = {
        amount: parseAmount(amount, cards.currency) ?? undefined,
        riskLevel: saidRiskLevel(risk, context.words) ?? undefined,
        weeks: parseWeeks(weeks) ?? undefined,
        strategy: strategy === undefined ? undefined : (saidStrategy(strategy, context.words) ?? undefined),
      };
      const given = Object.entries(known).filter(([, value]) => value !== undefined);
      return context.open('newbot', Object.fromEntries(given));
    }),
});
