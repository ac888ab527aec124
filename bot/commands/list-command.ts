import { z } from 'zod';
import { atDesk } from './asking.ts';
import { command, type Command, type CommandContext, type Desk } from './command.ts';
import type { Card } from '../cards/card.ts';

const REMOVE = 'remove';
/** Buttons for so many names of a list; more are reached by name. */
export const NAMES_SHOWN = 6;

type Answer = Promise<readonly Card[]>;
type Named = Pick<Command, 'name' | 'korean' | 'purpose'>;

/**
 * A list of stocks that is shown, and edited by a stock: its own name puts one on, the other word takes one off. None of
 * them stands in the menu.
 */
export function listCommand(
  { name, korean, purpose }: Named,
  { off, also }: { readonly off: readonly string[]; readonly also: readonly string[] },
  run: {
    readonly show: (context: CommandContext, desk: Desk) => Answer;
    readonly add: (context: CommandContext, desk: Desk, query: string) => Answer;
    readonly remove: (context: CommandContext, desk: Desk, query: string) => Answer;
  },
) {
  return command({
    ...{ name, korean, purpose, role: 'read', inMenu: false, inGroups: false },
    aliases: [
      ...off.map((word) => ({ word, args: (given: readonly string[]) => [...given.slice(0, 1), REMOVE] })),
      ...also.map((word) => ({ word })),
    ],
    args: z.object({ symbol: z.string().optional(), how: z.string().optional() }),
    positional: ['symbol', 'how'],
    run: (context, { symbol, how }) =>
      atDesk(context, (desk) => {
        if (symbol === undefined || symbol === REMOVE) return run.show(context, desk);
        return how === REMOVE ? run.remove(context, desk, symbol) : run.add(context, desk, symbol);
      }),
  });
}
