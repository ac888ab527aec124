import { MINUTE_MS } from '#shared/lib/time.ts';
import type { Command, CommandName } from './command.ts';
import { meansAll } from './all-accounts.ts';
import { needOf } from './rights.ts';

/** Nobody means a button of a card that was shown longer ago than this, unless it only makes things safer. */
export const PRESS_TTL_MS = 10 * MINUTE_MS;

/**
 * Why somebody may not mean it any more: the card is old; it was cut off in the middle and is taken up again; or it was
 * pressed at a time nobody knows, while nobody was here to take it.
 */
export type Doubt = 'late' | 'again' | 'away';

type Args = Readonly<Record<string, unknown>>;

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const whenever = (): null => null;
/** A nod is of its moment: who saw nothing come of it may have thought again since. */
const nod = ({ proposal }: Args, doubt: Doubt): string | null =>
  doubt === 'away' && proposal !== undefined ? `pending ${word(proposal)}` : null;

/**
 * What shows how things stand instead of acting, by command: a command with fresh buttons, or null where it may act
 * however late. Exits and whatever stops buying may; so may what has a window of its own (a question) or only asks (a
 * dialog).
 */
const INSTEAD: Readonly<Partial<Record<CommandName, (args: Args, doubt: Doubt) => string | null>>> = {
  approve: nod,
  reject: whenever,
  change: whenever,
  sell: whenever,
  close: whenever,
  cancel: whenever,
  buy: whenever,
  newbot: whenever,
  stop: ({ what }) => (what === 'take-back' ? 'today' : null),
  resume: ({ bot }) => (bot === undefined || meansAll(word(bot)) ? 'today' : `bots ${word(bot)}`),
  remove: ({ bot, choice }) => (choice === undefined ? null : `remove ${word(bot)}`),
  ending: ({ bot, choice }) => (choice === undefined || choice === 'sell' ? null : `ending ${word(bot)}`),
  // So many days only ever add.
  block: ({ how }) => (how === undefined || /^\d+$/.test(word(how)) ? null : 'block'),
  risk: ({ short }) => (['', 'half', '절반'].includes(word(short)) ? null : 'risk'),
  jobs: ({ job }) => (job === undefined ? null : 'jobs'),
  // It would be a second test of the same.
  backtest: ({ strategy }, doubt) =>
    doubt !== 'again' || strategy === undefined || word(strategy).startsWith('t_') ? null : 'backtest',
  alert: ({ what }, doubt) => (doubt !== 'again' || what === undefined ? null : 'alert'),
};

/** The command line that shows how things stand; null: it may act. What is not in the table and does more than look may not. */
export function shownInstead(command: Pick<Command, 'name' | 'role'>, args: Args, doubt: Doubt): string | null {
  const rule = INSTEAD[command.name];
  if (rule !== undefined) return rule(args, doubt);
  const need = needOf(command, args);
  return need === 'read' || need === 'stop' ? null : 'today';
}
