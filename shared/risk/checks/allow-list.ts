import { deny, PASS, type Check } from '../check.ts';

/** Where there is a list of what may be bought, nothing else is, by id or symbol; an empty one allows nothing. */
export const allowList: Check = {
  appliesTo: 'entry',
  run: ({ instrument, limits }) => {
    const { allowList: list } = limits;
    if (list === null || list.includes(instrument.id) || list.includes(instrument.symbol)) return PASS;
    return deny('not-on-allow-list', { symbol: instrument.symbol });
  },
};
