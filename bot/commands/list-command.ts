import { z } from 'zod';
import type { Need } from '#shared/domain/caller.ts';
import { atDesk } from './asking.ts';
import { command, type Command, type CommandContext, type Desk } from './command.ts';
import type { Card } from '../cards/card.ts';

const REMOVE = 'remove';
/** Buttons for so many names of a list; more are reached by name. */
export const NAMES_SHOWN = 6;

type Answer = Promise<readonly Card[]>;
type Named = Pick<Command, 'name' | 'korean' | 'purpose'> & {
  /** What changing the list needs; to look at it is reading. */
  readonly toChange: Need;
};

/**
 * A list of stocks that is shown, and edited by a stock: its own name puts one on, the other word takes one off. None of
 * them stands in the menu.
 */
export function listCommand(
  { name, korean, purpose, toChange }: Named,
  { off, also }: { readonly off: readonly string[]; readonly also: readonly string[] },
  run: {
    readonly show: (context: CommandContext, desk: Desk) => Answer;
    /** `how`: what was said behind the name. */
    readonly add: (context: CommandContext, desk: Desk, said: { query: string; how: string | undefined }) => Answer;
    readonly remove: (context: CommandContext, desk: Desk, query: string) => Answer;
  },
) {
  return command({
    ...{ name, korean, purpose, inMenu: false, inGroups: false },
    role: ({ symbol }) => (isShown(symbol) ? 'read' : toChange),
    aliases: [
      ...off.map((word) => ({ word, args: (given: readonly string[]) => [...given.slice(0, 1), REMOVE] })),
      ...also.map((word) => ({ word })),
    ],
    args: z.object({ symbol: z.string().optional(), how: z.string().optional() }),
    positional: ['symbol', 'how'],
    run: (context, { symbol, how }) =>
      atDesk(context, (desk) => {
        if (isShown(symbol)) return run.show(context, desk);
        return how === REMOVE ? run.remove(context, desk, symbol) : run.add(context, desk, { query: symbol, how });
      }),
  });
}

function isShown(symbol: string | undefined): symbol is undefined {
  return symbol === undefined || symbol === REMOVE;
}
