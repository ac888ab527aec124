import { deny, PASS, type Check } from '../check.ts';

/** Instruments nobody may buy, by id or symbol, and those of a sector. */
export const blockList: Check = {
  appliesTo: 'entry',
  run: ({ instrument: { id, symbol, sector }, limits }) => {
    if (limits.blockList.includes(id) || limits.blockList.includes(symbol))
      return deny('blocked-instrument', { symbol });
    if (sector !== null && limits.blockedSectors.includes(sector)) return deny('blocked-sector', { symbol, sector });
    return PASS;
  },
};
