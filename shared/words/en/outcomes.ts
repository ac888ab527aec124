import type { Phrase } from '../fill.ts';
import { usualOutcomes } from './reasons-on-home.ts';

const table = {
  ...usualOutcomes,
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
  'handed-over': () => 'what it is about is yours now',
  'account-closed': () => 'you closed this account',
  // Why nothing could be sized.
  'rate-unknown': () => 'the exchange rate is not known',
  'volatility-unknown': () => 'how much it usually moves is not known, and this bot sizes by that',
  'record-too-few': (v) =>
    `this setup stood ${v.count('has')} times before, too few to judge; this bot sizes by its record from ${v.count('needs')} on`,
  'record-without-edge': (v) =>
    `this setup won ${v.count('wins')} of ${v.count('total')} times, which leaves nothing to put in by its record`,
  // Why an order ended.
  split: () => 'the stock was split',
  'broker-refused': (v) => {
    const said = Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : null;
    if (said === null)
      return v.has('message') ? `it says “${v.text('message')}”` : 'the broker named no reason we know';
    return v.has('has') && v.has('needs') ? `${said}, ${v.money('has')} of ${v.money('needs')}` : said;
  },
  'insufficient-shares': () => 'fewer shares were free than were to be sold',
  // How the way to a broker is. `age` in ms; `atBroker` and `atNod` are counts of stops; `since` an instant.
  'connection-needs-you': () => 'the connection to the broker needs you first',
  'clock-skew': () => 'the clock of this computer is off',
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
  'grant-gone': () => 'whoever approved it may no longer do so',
  'never-reached-broker': () => 'it never reached the broker',
  restored: () => 'Nod was restored from a backup or a copy since',
  // Why something is not sold yet.
  'sale-not-confirmed': () => 'an earlier sale of it is not confirmed yet',
  'sale-tried-again': () => 'its sale did not go through; we keep trying',
  'foreign-writer': () => 'an order that carries our mark was found, and this Nod never sent it',
  'position-mismatch': () => 'the broker’s book and ours are not the same',
  'unconfirmed-order': () => 'an order stayed unconfirmed too long',
  'reject-rate': () => 'the broker refused several orders in a row',
  'order-rate': () => 'more orders were about to leave than ever should',
  'audit-break': () => 'the record of what happened no longer fits together',
  'may-not-trade': () => 'trading is switched off for this account',
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
