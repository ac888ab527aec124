import { calendarOf } from '../../domain/calendar/market-calendar.ts';
import { blockedUntil } from '../../domain/dated-blocks.ts';
import { deny, PASS, type Check } from '../check.ts';
import { isFund, sectorOf } from '../exposure.ts';

/** Instruments nobody may buy, by id or symbol, for good or until a day of their exchange, and those of a sector; while a sector is blocked, what has none known too. */
export const blockList: Check = {
  appliesTo: 'entry',
  run: ({ instrument, limits, marketAt }) => {
    const { id, symbol } = instrument;
    if (limits.blockList.includes(id) || limits.blockList.includes(symbol))
      return deny('blocked-instrument', { symbol });
    const until = blockedUntil(instrument, limits.blockedUntil, calendarOf(instrument.exchange).tradingDayOf(marketAt));
    if (until !== null) return deny('blocked-until', { symbol, until });
    if (limits.blockedSectors.length === 0 || isFund(instrument)) return PASS;
    const sector = sectorOf(instrument, limits);
    if (sector === null) return deny('sector-unknown', { symbol });
    return limits.blockedSectors.includes(sector) ? deny('blocked-sector', { symbol, sector }) : PASS;
  },
};
