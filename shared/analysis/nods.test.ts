import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
import { nodGroups, nodOffers, NODS_TO_JUDGE, type JudgedNod } from './nods.ts';

function nod(changes: Partial<JudgedNod> = {}): JudgedNod {
  const entry = { at: 0, price: 100 };
  return {
    answer: 'skipped',
    instrumentId: 'i_1' as InstrumentId,
    symbol: 'HRBM',
    askedAt: 0,
    sector: 'health',
    skipReason: null,
    outcome: { state: 'ended', entry, exit: { ...entry, kind: 'target' }, pnl: 10, returnFraction: 0.1 },
    result: 10,
    ...changes,
  };
}

const NOTHING = { blockedSectors: [], blockList: [], blockedUntil: {} };

describe('the record in figures', () => {
  it('counts each answer with what ended, and averages over that alone', () => {
    const open = nod({ outcome: { state: 'open', entry: { at: 0, price: 1 }, pnl: 5, returnFraction: 0 }, result: 5 });
    const missed = nod({ outcome: { state: 'not-bought', why: 'opened-above-ceiling' }, result: null });
    const [yes, skipped] = nodGroups([nod(), nod({ result: -30 }), open, missed]);
    expect(yes).toMatchObject({ count: 0, ended: 0, total: null, average: null });
    expect(skipped).toMatchObject({
      count: 4,
      ended: 2,
      gained: 1,
      total: -20,
      average: -10,
      open: 1,
      openTotal: 5,
      notBought: 1,
    });
  });

  it.each([
    [NODS_TO_JUDGE - 1, true],
    [NODS_TO_JUDGE, false],
  ])('%i that ended are too few to judge: %s', (count, isTooFew) => {
    const groups = nodGroups(Array.from({ length: count }, () => nod()));
    expect(groups[1]?.isTooFew).toBe(isTooFew);
  });
});

describe('what could follow', () => {
  const skips = (count: number, changes: Partial<JudgedNod> = {}): JudgedNod[] =>
    Array.from({ length: count }, (_, index) => nod({ symbol: `S${index}`, askedAt: index, ...changes }));

  it('is to block a sector of which four were skipped, and not three', () => {
    expect(nodOffers(skips(3), NOTHING)).toEqual([]);
    expect(nodOffers(skips(4), NOTHING)).toEqual([{ code: 'block-sector', sector: 'health', skipped: 4, of: 4 }]);
  });

  it('is nothing where as many of the sector were bought, or it is blocked already', () => {
    expect(nodOffers([...skips(4), ...skips(3, { answer: 'yes' })], NOTHING)).toEqual([]);
    expect(nodOffers(skips(4), { ...NOTHING, blockedSectors: ['health'] })).toEqual([]);
  });

  it('is to block one name that was skipped three times', () => {
    expect(nodOffers(skips(3, { symbol: 'HRBM', sector: null }), NOTHING)).toEqual([
      { code: 'block-symbol', symbol: 'HRBM', skipped: 3, of: 3 },
    ]);
  });

  it('is a smaller position where most skips were too big', () => {
    const big = skips(4, { skipReason: 'too-big', sector: null });
    expect(nodOffers(big, NOTHING)).toEqual([{ code: 'smaller-positions', skipped: 4, of: 4 }]);
  });

  it('counts several bots that asked about one stock at one close once, and one yes among them as a yes', () => {
    expect(nodOffers(skips(9, { askedAt: 7, symbol: 'HRBM' }), NOTHING)).toEqual([]);
    const once = nod({ askedAt: 0, symbol: 'HRBM', answer: 'yes' });
    expect(nodOffers([...skips(3, { symbol: 'HRBM', sector: null }), once], NOTHING)).toEqual([]);
  });

  it('never counts silence as a no', () => {
    expect(nodOffers(skips(9, { answer: 'unanswered', symbol: 'HRBM' }), NOTHING)).toEqual([]);
  });
});
