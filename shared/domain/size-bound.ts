/** What can bound a size, in the order in which a tie is named: codes of the words catalogue. */
export const SIZE_BOUNDS = [
  'position-max-bot',
  'position-fraction',
  'risk-per-trade',
  'bot-cash',
  'buying-power',
  'invested-max',
  'horizon-split',
  'position-amount',
  'exposure-gross',
  'exposure-net',
  'sector-exposure',
  'portfolio-heat',
  'settled-cash',
  'liquidity',
  'fixed-fraction',
  'volatility-target',
  'equal-weight',
  'capped-kelly',
  'forecast',
  'bot-size-fraction',
  'first-trades',
] as const;
export type SizeBound = (typeof SIZE_BOUNDS)[number];

/** Those that a bot's own way of sizing sets (`domain/bot-sizing.ts`). */
export type SizeMethodBound = Extract<
  SizeBound,
  'fixed-fraction' | 'volatility-target' | 'equal-weight' | 'capped-kelly'
>;
