/* What Home says of the topics of other rooms, as `en/on-home.ts` for the app’s own words. */

export const botBrief = {
  ended: 'has ended',
  empty:
    'A bot has its own amount, its own limits and one way of looking. It asks before it buys, and its stop-loss never waits for you.',
  make: 'New bot',
  lookedAt: (time: string) => `looked ${time}`,
  notLooked: 'has not looked yet',
};

export const connectionBrief = {
  mend: { 'try-now': 'Try now', 'new-keys': 'Enter new keys', 'open-broker': 'Open Alpaca' },
  trying: 'Trying…',
  tried: (sentence: string) => `${sentence}.`,
  mayTradeIsOff: 'Switched off: buys nothing. Stops and your own sells go on.',
};

export const decideBrief = {
  stack: (place: number, total: number) => `${place} of ${total}`,
  asksBuy: (bot: string) => `${bot} asks: buy`,
  asksSell: (bot: string) => `${bot} asks: sell`,
  shares: (quantity: string) => `${quantity} shares`,
  waits: 'market waits',
  answerBy: (time: string) => `Answer by ${time}`,
  left: (duration: string) => `${duration} left`,
};

/** A portfolio, and what is said of a position in one line. */
export const portfolioBrief = {
  value: 'Value',
  curve: 'Value over time',
  toStop: (percent: string) => `${percent} above its stop-loss`,
  pastStop: 'at or below its stop-loss',
  noStop: 'no stop-loss',
  stopBy: { broker: 'stop at the broker', nod: 'stop by Nod', none: 'stop held by nobody' },
  sold: 'The order is on its way. The outcome appears here and on Home.',
  moved: 'The stop-loss has moved.',
};

/** The prices an order or a position stands on. */
export const markBrief = {
  entry: 'entry',
  stop: 'stop-loss',
  target: 'target',
};

/** How an account stands that is stopped, and how that ends. */
export const stopBrief = {
  stoppedNow: 'Buying is stopped. What you hold stays protected.',
  haltedNow: 'Selling everything. News follows on Home.',
  resumed: 'Bots may buy and ask again.',
  lifts: {
    reducing: 'Anybody who may trade here can lift it.',
    halted: 'Lifting it needs you: it asks you to confirm that it is you.',
  },
  liftsByItself: {
    'clock-skew': 'It lifts by itself when the clock is right again.',
    'stale-data': 'It lifts by itself when new prices come in.',
    'account-closed': 'It stays to be read; nothing is bought here again.',
  } as Readonly<Record<string, string>>,
  afterLoss: {
    'daily-loss': 'Nothing more is bought today, whoever lifts it.',
    drawdown: 'Lifted, bots buy half their usual size until you allow more.',
  } as Readonly<Record<string, string>>,
  botSize: (size: string) => `Bots buy at most ${size} of their usual size.`,
  botSizeLook: 'Limits',
};

/** What was booked. */
export const ledgerBrief = {
  title: 'Ledger',
  types: {
    deposit: 'Deposit',
    withdrawal: 'Withdrawal',
    buy: 'Buy',
    sell: 'Sell',
    dividend: 'Dividend',
    fee: 'Fee',
    tax: 'Tax',
    split: 'Split',
    conversion: 'Conversion',
    interest: 'Interest',
  },
  booked: 'Booked.',
};
