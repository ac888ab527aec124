/** What can bound a size, in the order in which a tie is named: codes of the words catalogue. */
export const SIZE_BOUNDS = [
  'position-max-bot',
  'position-fraction',
  'risk-per-trade',
  'bot-cash',
  'buying-power',
  'invested-max',
  'horizon-split',
  'forecast',
  'first-trades',
] as const;
export type SizeBound = (typeof SIZE_BOUNDS)[number];
