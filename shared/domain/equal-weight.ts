/** In the place of a symbol: what is compared with is every stock of the market, each with the same amount. */
export const EQUAL_WEIGHT = 'equal-weight';
