import type { DenyCode } from '../../risk/check.ts';
import type { Fill, Phrase } from '../fill.ts';
import { brokerNames, skipReasons } from './on-home.ts';

/*
 * Why a limit blocks and why something ended, as far as Home says it on an ordinary day. What only certain limits, orders
 * or failures bring about stands in `checks.ts` and `outcomes.ts`, which hold these too.
 */

/** When a rest is over. */
export const again = (v: Fill): string =>
  !v.has('again')
    ? ''
    : v.raw('again') === 1
      ? '; again from the next session'
      : `; again in ${v.count('again')} sessions`;
/** The size that would have passed. */
export const passes = (v: Fill): string =>
  v.has('passes') && v.raw('passes') > 0 ? `; ${v.count('passes')} would pass` : '';

/** Why a limit blocks. */
export const usualDenies = {
  unknown: () => 'something needed to decide is not known yet',
  'mode-reducing': () => 'buying is stopped; what is held stays protected',
  'mode-halted': () => 'everything is stopped until you start it again',
  recovering: () => 'Nod is catching up with the broker',
  'market-closed': (v) =>
    v.has('opensAt') ? `the market is closed until ${v.dayTime('opensAt')}` : 'the market is closed',
  'quote-too-old': (v) => `the last price is ${v.duration('has')} old; at most ${v.duration('limit')} is allowed`,
  'spread-too-wide': (v) => `bid and ask are ${v.percent('has')} apart, your limit is ${v.percent('limit')}`,
  'duplicate-order': (v) =>
    v.has('limit')
      ? `an equal order went out ${v.duration('has')} ago`
      : `an equal order for ${v.count('quantity')} is already under way`,
  'already-held': (v) => `this bot already holds ${v.count('quantity')}`,
  'position-too-large': (v) => `the position would be ${v.money('has')}, your limit is ${v.money('limit')}${passes(v)}`,
  'gross-exposure-too-large': (v) =>
    `${v.money('has')} would be invested in all, your limit is ${v.money('limit')}${passes(v)}`,
  'sector-too-large': (v) =>
    `${v.money('has')} would be invested in one sector, your limit is ${v.money('limit')}${passes(v)}`,
  'too-correlated': (v) =>
    `it moves like ${v.text('symbol')}, which is held: correlation ${v.figure('has', 2)}, your limit is ${v.figure('limit', 2)}`,
  'risk-too-large': (v) => `the stop-loss would cost ${v.money('has')}, your limit is ${v.money('limit')}${passes(v)}`,
  'heat-too-large': (v) =>
    `if every stop-loss is hit, ${v.money('has')} would go; your limit is ${v.money('limit')}, and what has no stop-loss counts whole${passes(v)}`,
  'no-buying-power': (v) => `it costs ${v.money('has')}, ${v.money('limit')} is free${passes(v)}`,
  'bot-cash-short': (v) => `it costs ${v.money('has')}, the bot has ${v.money('limit')} left${passes(v)}`,
  'bot-position-too-large': (v) =>
    `the bot’s position would be ${v.money('has')}, its own limit is ${v.money('limit')}${passes(v)}`,
  'bot-ended': (v) => (v.has('endedAt') ? `the bot ended ${v.dayTime('endedAt')}` : 'the bot has ended'),
  'too-many-positions': (v) => `it would be position ${v.count('has')}, your limit is ${v.count('limit')}`,
  'too-many-orders': (v) => `it would be order ${v.count('has')} today, your limit is ${v.count('limit')}`,
  'stopped-out-lately': (v) => `it was sold at its stop-loss lately, and rests${again(v)}`,
  'too-many-stop-outs': (v) =>
    `${v.count('has')} stop-losses were hit lately, your limit is ${v.count('limit')}: nothing is bought${again(v)}`,
  'losses-in-a-row': (v) => `the last ${v.count('has')} trades lost: nothing more is bought in this session`,
  'daily-loss-reached': (v) =>
    `the account has ${v.money('has')}; below ${v.money('limit')} it buys nothing more today`,
  'drawdown-reached': (v) => `the account has ${v.money('has')}; below ${v.money('limit')} buying stops`,
} satisfies Partial<Record<DenyCode | 'unknown', Phrase>>;

/** The broker’s name inside a sentence; `broker` is its code or its name. */
const brokerIn = (v: Fill): string => {
  if (!v.has('broker')) return 'the broker';
  const code = v.text('broker').toLowerCase();
  return Object.hasOwn(brokerNames, code) ? brokerNames[code as keyof typeof brokerNames] : v.text('broker');
};
const stops = (v: Fill, key: string): string => (v.raw(key) === 1 ? '1 stop' : `${v.count(key)} stops`);

/** Why something ended, changed or did not happen. */
export const usualOutcomes = {
  // Why a proposal ended.
  skipped: (v) =>
    Object.hasOwn(skipReasons, v.text('reason'))
      ? skipReasons[v.text('reason') as keyof typeof skipReasons]
      : v.has('reason')
        ? v.text('reason')
        : 'none given',
  'done-by-hand': () => 'you did it yourself',
  'buying-stopped': () => 'buying was stopped',
  'bots-smaller': () => 'bots buy smaller now',
  'bot-tightened': () => 'its bot risks less now',
  'skipped-lately': () => 'you skipped it lately',
  'unanswered-lately': () => 'its last question was not answered',
  'stopped-asking': () => 'it stopped asking',
  'questions-per-day': (v) => `it already asked ${v.count('limit')} times today`,
  'questions-per-day-in-all': (v) =>
    `you were already asked ${v.count('limit')} times today; the better ones came first`,
  // Why nothing could be sized.
  'too-small': (v) => `${v.money('has')} is left for it, the smallest order needs ${v.money('needs')}`,
  'price-unknown': () => 'the price is not known',
  // Why an order ended.
  'opened-above-ceiling': (v) =>
    v.has('opened')
      ? `it opened at ${v.price('opened')}, above what you allowed`
      : 'the price was above what you allowed',
  'opened-below-stop': (v) => `it opened at ${v.price('opened')}, at or below its stop-loss`,
  'cancelled-by-person': () => 'you took it back',
  'no-answer': () => 'the broker has not answered',
  // How the way to a broker is. `age` in ms; `atBroker` and `atNod` are counts of stops; `since` an instant.
  'paper-health': () => 'Nod’s own paper broker, always there',
  'health-connected': (v) => (v.has('age') ? `connected · checked ${v.duration('age')} ago` : 'connected'),
  'health-slow': (v) => `slow: ${brokerIn(v)} limits us, orders go first`,
  'health-silent': (v) => `slow: ${brokerIn(v)} tells nothing by itself, fills and prices are asked for`,
  'health-lost': (v) => {
    const parts: string[] = [];
    if (v.raw('atBroker') > 0)
      parts.push(`${stops(v, 'atBroker')} still ${v.raw('atBroker') === 1 ? 'works' : 'work'} at ${brokerIn(v)}`);
    if (v.raw('atNod') > 0)
      parts.push(
        `${parts.length === 0 ? stops(v, 'atNod') : v.count('atNod')} ${v.raw('atNod') === 1 ? 'waits' : 'wait'} for us`,
      );
    return `lost${v.has('since') ? ` since ${v.time('since')}` : ''}: ${[...parts, 'no new buys'].join(', ')}`;
  },
  'health-needs-you': (v) => `needs you: sign in to ${brokerIn(v)} again`,
  'health-keys-refused': (v) => `needs you: ${brokerIn(v)} no longer accepts these keys`,
  'health-account-blocked': (v) => `needs you: ${brokerIn(v)} has blocked trading in this account`,
  'health-clock-off': (v) => `needs you: the clock of this computer is ${v.duration('skew')} off`,
  'connection-lost': () => 'the broker can’t be reached right now',
  'stale-data': (v) => (v.has('ageMs') ? `no new price for ${v.duration('ageMs')}` : 'no price can be had right now'),
  'health-not-checked': (v) => `not checked yet: asking ${brokerIn(v)}`,
  'protection-moved': () => 'its stop-loss or target was moved',
  'open-missed': () => 'the open it waited for went by',
  'sold-already': () => 'it is sold or on its way out already',
  'exit-first': () => 'a sale of the same shares had to go first',
  'protection-first': () => 'its stop-loss or target needed the shares',
  // Why a mode changed.
  'sell-everything': () => 'you chose to sell everything',
  'selling-taken-back': () => 'selling was taken back',
  // Why something is not sold yet.
  'waits-for-market': () => 'its market is closed',
  'global-stop': () => 'you stopped buying on all accounts',
  person: () => 'you asked for it',
  drawdown: (v) =>
    v.has('has')
      ? `the account has ${v.money('has')}, ${v.percent('fraction')} below its peak; your limit is ${v.percent('limit')}`
      : 'the account fell too far below its peak',
  'daily-loss': (v) =>
    v.has('lost')
      ? `the account lost ${v.money('lost')} today (${v.percent('fraction')}); your limit is ${v.percent('limit')}, ${v.money('allowed')}`
      : 'the account lost as much as you allow in a day',
  'stop-outs': (v) =>
    v.has('lost')
      ? `${v.count('has')} stop-losses were hit lately, ${v.money('lost')} lost in all; your limit is ${v.count('limit')}`
      : 'too many stop-losses were hit lately',
  'bot-drawdown': () => 'the bot fell too far below the peak of its own money',
  ended: () => 'its time is over',
} satisfies Record<string, Phrase>;
