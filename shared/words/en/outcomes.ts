import type { Fill, Phrase } from '../fill.ts';
import { states } from './states.ts';

const { skipReasons } = states;

/** The broker’s name inside a sentence; `broker` is its code or its name. */
const brokerIn = (v: Fill): string => {
  if (!v.has('broker')) return 'the broker';
  const code = v.text('broker').toLowerCase();
  return Object.hasOwn(states.brokers, code) ? states.brokers[code as keyof typeof states.brokers] : v.text('broker');
};
const stops = (v: Fill, key: string): string => (v.raw(key) === 1 ? '1 stop' : `${v.count(key)} stops`);

const table = {
  // Why a proposal asks.
  'asks-always': () => 'this bot asks before every purchase',
  'above-amount': (v) => `the cost is above the ${v.money('amount')} it may spend alone`,
  'two-people': (v) => `above ${v.money('amount')} two people have to nod`,
  'first-live-trades': (v) =>
    v.raw('left') === 1
      ? 'one of your first trades with real money'
      : `of your first trades with real money, ${v.count('left')} are left`,
  'first-trade': () => 'it is its first trade in this stock',
  'acts-alone': () => 'this bot acts alone',
  'only-tells': () => 'this bot only tells what it sees',
  'sells-asked': () => 'this bot asks before it sells',
  'sells-unless-told': () => 'this bot asks before it sells; without an answer it sells',
  // Why a proposal ended.
  skipped: (v) =>
    Object.hasOwn(skipReasons, v.text('reason'))
      ? skipReasons[v.text('reason') as keyof typeof skipReasons]
      : v.has('reason')
        ? v.text('reason')
        : 'none given',
  'done-by-hand': () => 'you did it yourself',
  'buying-stopped': () => 'buying was stopped',
  'handed-over': () => 'what it is about is yours now',
  'account-closed': () => 'you closed this account',
  'bots-smaller': () => 'bots buy smaller now',
  'skipped-lately': () => 'you skipped it lately',
  'unanswered-lately': () => 'its last question was not answered',
  'stopped-asking': () => 'it stopped asking',
  'questions-per-day': (v) => `it already asked ${v.count('limit')} times today`,
  'questions-per-day-in-all': (v) =>
    `you were already asked ${v.count('limit')} times today; the better ones came first`,
  // Why nothing could be sized.
  'too-small': (v) => `${v.money('has')} is left for it, the smallest order needs ${v.money('needs')}`,
  'rate-unknown': () => 'the exchange rate is not known',
  'volatility-unknown': () => 'how much it usually moves is not known, and this bot sizes by that',
  'record-too-few': (v) =>
    `this setup stood ${v.count('has')} times before, too few to judge; this bot sizes by its record from ${v.count('needs')} on`,
  'record-without-edge': (v) =>
    `this setup won ${v.count('wins')} of ${v.count('total')} times, which leaves nothing to put in by its record`,
  'price-unknown': () => 'the price is not known',
  // Why an order ended.
  'opened-above-ceiling': (v) =>
    v.has('opened')
      ? `it opened at ${v.price('opened')}, above what you allowed`
      : 'the price was above what you allowed',
  'opened-below-stop': (v) => `it opened at ${v.price('opened')}, at or below its stop-loss`,
  split: () => 'the stock was split',
  'cancelled-by-person': () => 'you took it back',
  'broker-refused': (v) => {
    const said = Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : null;
    if (said === null)
      return v.has('message') ? `it says “${v.text('message')}”` : 'the broker named no reason we know';
    return v.has('has') && v.has('needs') ? `${said}, ${v.money('has')} of ${v.money('needs')}` : said;
  },
  'insufficient-shares': () => 'fewer shares were free than were to be sold',
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
  'connection-needs-you': () => 'the connection to the broker needs you first',
  'clock-skew': () => 'the clock of this computer is off',
  'stale-data': (v) => (v.has('ageMs') ? `no new price for ${v.duration('ageMs')}` : 'no price can be had right now'),
  'health-not-checked': (v) => `not checked yet: asking ${brokerIn(v)}`,
  'unsettled-order': () => 'another order for it needs your check first',
  'too-late': () => 'the order it should change had ended already',
  'needs-human': () => 'nobody could find out what became of it',
  'not-placed': () => 'the broker never had it',
  'not-a-question': () => 'it needs no answer any more',
  'not-a-candidate': () => 'the broker’s list has changed; look again',
  'never-placed-by-person': () => 'you said that it was never placed',
  'not-replaced': () => 'the order could not be changed',
  'cannot-replace': () => 'orders cannot be changed there; cancel it and place another',
  'not-working': () => 'it is no longer open',
  'being-replaced': () => 'a change of it is already under way',
  'below-filled': () => 'more than that has filled already',
  'filled-meanwhile': () => 'it filled while it was being changed',
  'protection-moved': () => 'its stop-loss or target was moved',
  'open-missed': () => 'the open it waited for went by',
  'sold-already': () => 'it is sold or on its way out already',
  'exit-first': () => 'a sale of the same shares had to go first',
  'protection-first': () => 'its stop-loss or target needed the shares',
  'grant-gone': () => 'whoever approved it may no longer do so',
  'never-reached-broker': () => 'it never reached the broker',
  restored: () => 'Nod was restored from a backup or a copy since',
  // Why a mode changed.
  'sell-everything': () => 'you chose to sell everything',
  'selling-taken-back': () => 'selling was taken back',
  // Why something is not sold yet.
  'waits-for-market': () => 'its market is closed',
  'sale-not-confirmed': () => 'an earlier sale of it is not confirmed yet',
  'sale-tried-again': () => 'its sale did not go through; we keep trying',
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
  'foreign-writer': () => 'an order that carries our mark was found, and this Nod never sent it',
  'position-mismatch': () => 'the broker’s book and ours are not the same',
  'unconfirmed-order': () => 'an order stayed unconfirmed too long',
  'reject-rate': () => 'the broker refused several orders in a row',
  'order-rate': () => 'more orders were about to leave than ever should',
  'audit-break': () => 'the record of what happened no longer fits together',
  'may-not-trade': () => 'trading is switched off for this account',
  'bot-drawdown': () => 'the bot fell too far below the peak of its own money',
  ended: () => 'its time is over',
  deleted: () => 'you deleted it',
  damaged: () => 'its settings cannot be read',
} satisfies Record<string, Phrase>;

/** What a broker itself says, in our words. */
const brokerWords = {
  'insufficient-shares': 'fewer shares were free than were to be sold',
  'insufficient-cash': 'not enough buying power',
  'buying-power': 'not enough buying power',
  'not-authorised': 'these keys may not do that',
  'not-tradable': 'it cannot be traded there',
  'invalid-order': 'it does not take an order of this kind',
  'market-closed': 'the market is closed',
  'wash-trade': 'an order of the other side is open for the same stock',
  'account-blocked': 'it has blocked trading in this account',
  split: 'the stock was split',
} as const;

/**
 * Why something ended, changed or did not happen: reasons of proposals, orders, modes, jobs and sizes. Parts of a
 * sentence without a full stop.
 */
export const outcomes: Record<keyof typeof table, Phrase> = table;
