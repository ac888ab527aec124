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
