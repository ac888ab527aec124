import type { Phrase } from '../fill.ts';
import { states } from './states.ts';

const { skipReasons } = states;

const table = {
  // Why a proposal asks.
  'asks-always': () => 'this bot asks before every purchase',
  'above-amount': (v) => `the cost is above the ${v.money('amount')} it may spend alone`,
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
  'skipped-lately': () => 'you skipped it lately',
  'unanswered-lately': () => 'its last question was not answered',
  'questions-per-day': (v) => `it already asked ${v.count('limit')} times today`,
  // Why nothing could be sized.
  'too-small': (v) => `${v.money('has')} is left for it, the smallest order needs ${v.money('needs')}`,
  'rate-unknown': () => 'the exchange rate is not known',
  'price-unknown': () => 'the price is not known',
  // Why an order ended.
  'opened-above-ceiling': (v) =>
    v.has('opened')
      ? `it opened at ${v.price('opened')}, above what you allowed`
      : 'the price was above what you allowed',
  'opened-below-stop': (v) => `it opened at ${v.price('opened')}, at or below its stop-loss`,
  split: () => 'the stock was split',
  'cancelled-by-person': () => 'you took it back',
  'broker-refused': (v) =>
    Object.hasOwn(brokerWords, v.text('words'))
      ? brokerWords[v.text('words') as keyof typeof brokerWords]
      : 'the broker named no reason we know',
  'insufficient-shares': () => 'fewer shares were free than were to be sold',
  'no-answer': () => 'the broker has not answered',
  'paper-health': () => 'Nod’s own paper broker, always there',
  'sold-already': () => 'it is sold or on its way out already',
  'protection-first': () => 'its stop-loss or target needed the shares',
  'grant-gone': () => 'whoever approved it may no longer do so',
  'never-reached-broker': () => 'it never reached the broker',
  restored: () => 'Nod was restored from a backup or a copy since',
  // Why a mode changed.
  'sell-everything': () => 'you chose to sell everything',
  person: () => 'you asked for it',
  drawdown: () => 'the account fell too far below its peak',
  'bot-drawdown': () => 'the bot fell too far below the peak of its own money',
  ended: () => 'its time is over',
} satisfies Record<string, Phrase>;

/** What a broker itself says, in our words. */
const brokerWords = {
  'insufficient-shares': 'fewer shares were free than were to be sold',
  'insufficient-cash': 'not enough buying power',
} as const;

/**
 * Why something ended, changed or did not happen: reasons of proposals, orders, modes, jobs and sizes. Parts of a
 * sentence without a full stop.
 */
export const outcomes: Record<keyof typeof table, Phrase> = table;
