import type { Phrase } from '../fill.ts';

const table = {
  // Why a proposal asks, ended or was skipped.
  autonomy: () => 'this bot asks before every purchase',
  'asks-always': () => 'this bot asks before every purchase',
  'above-amount': (v) =>
    v.has('limit') ? `the cost is above ${v.money('limit')}` : 'the cost is above what it may spend alone',
  'first-trade': () => 'it is the first trade in this stock',
  'asks-to-sell': () => 'this bot asks before it sells',
  'too-big': () => 'too big',
  'not-this-company': () => 'not this company',
  'bad-moment': () => 'bad moment',
  'own-enough': () => 'own enough of it',
  'do-not-believe-it': () => 'not believed',
  skipped: (v) => (v.has('text') ? v.text('text') : 'no reason given'),
  'no-longer-passes': () => 'it no longer passes your limits',
  'new-price': () => 'the price has moved',
  'window-over': () => 'the time to answer was over',
  // Why nothing could be sized.
  'too-small': (v) => `${v.money('has')} is left for it, the smallest order costs ${v.money('needs')}`,
  'rate-unknown': () => 'the exchange rate is not known',
  'price-unknown': () => 'the price is not known',
  // Why an order ended.
  'above-ceiling': (v) =>
    v.has('price') && v.has('limit')
      ? `it opened at ${v.price('price')}, above your ${v.price('limit')}`
      : 'the price was above what you allowed',
  'open-missed': () => 'Nod was off when the market opened',
  'taken-back': () => 'you took it back',
  'not-filled-within-limit': () => 'nobody sold at your price',
  refused: () => 'the broker gave no reason',
  'insufficient-cash': (v) =>
    v.has('has') && v.has('needs') ? `buying power ${v.money('has')} of ${v.money('needs')}` : 'not enough cash',
  'insufficient-position': () => 'fewer shares were there than were to be sold',
  'not-placed': () => 'the broker never had it',
  // Why a mode changed.
  person: () => 'you asked for it',
  panic: () => 'you chose to sell everything',
  drawdown: (v) =>
    v.has('drawdown') && v.has('limit')
      ? `${v.percent('drawdown')} below the peak, your limit is ${v.percent('limit')}`
      : 'it fell too far below the peak',
  ended: () => 'its time is over',
} satisfies Record<string, Phrase>;

/**
 * Why something ended, changed or did not happen: reasons of proposals, orders, modes, jobs and sizes. Parts of a
 * sentence without a full stop.
 */
export const outcomes: Record<keyof typeof table, Phrase> = table;
