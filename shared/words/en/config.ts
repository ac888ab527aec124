/** Labels of the numbers that can be set, keyed as the schemas describe them. */
export const config: Record<string, string> = {
  'config.ma-cross.fast': 'Fast average, in bars',
  'config.ma-cross.slow': 'Slow average, in bars',
  'config.ma-cross.fresh-bars': 'How many bars old the crossing may be',
  'config.ma-cross.volume-times': 'Volume, as times the usual',
  'config.ma-cross.fast-below-slow': 'The fast average has to be shorter than the slow one.',
  'config.mean-reversion.period': 'Usual range, in bars',
  'config.mean-reversion.deviations': 'Width of the range, in standard deviations',
  'config.mean-reversion.rsi-period': 'RSI, in bars',
  'config.mean-reversion.rsi-buy': 'Buys at an RSI of at most',
  'config.mean-reversion.rsi-sell': 'Sells at an RSI of at least',
  'config.mean-reversion.slow': 'Slow average, in bars',
};
