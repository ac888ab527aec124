import { deny, PASS, type Check } from '../check.ts';

/** Selling what is not held is an entry of its own kind: only where it was asked for. */
export const shortSale: Check = {
  appliesTo: 'entry',
  run: ({ side, instrument, limits }) =>
    side === 'sell' && !limits.shortAllowed ? deny('short-not-allowed', { symbol: instrument.symbol }) : PASS,
};
