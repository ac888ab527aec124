import { deny, PASS, type Check } from '../check.ts';

/** Instruments nobody may buy, by id or symbol. */
export const blockList: Check = {
  appliesTo: 'entry',
  run: ({ instrument, limits }) =>
    limits.blockList.includes(instrument.id) || limits.blockList.includes(instrument.symbol)
      ? deny('blocked-instrument', { symbol: instrument.symbol })
      : PASS,
};
