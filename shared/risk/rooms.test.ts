import { describe, expect, it } from 'vitest';
import type { Holder, InstrumentId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import { decimal } from '../lib/decimal.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { pastOfCloses } from '../testing/some-past.ts';
import type { BookLine } from './check.ts';
import { lotsWithin } from './cost.ts';
import { asksPast, DEFAULT_LIMITS, type AccountLimits } from './limits.ts';
import { roomsOf } from './rooms.ts';

const nothing: AccountLimits = {
  ...DEFAULT_LIMITS,
  exposureGrossMax: null,
  exposureNetMax: null,
  heatFractionMax: null,
};
const energy = anInstrument({ sector: 'energy', multiplier: '10' });
const line = (value: string | null, instrument: Partial<Instrument> = {}): BookLine => ({
  instrument: anInstrument({ id: 'instrument-2' as InstrumentId, sector: 'energy', ...instrument }),
  holder: 'bot-2' as Holder,
  value,
  hasStop: true,
  lossAtStop: '30',
});
const now = {
  instrument: energy,
  rate: 0.5,
  equity: 20_000,
  positionValue: 700,
  buyingPower: 9_000,
  unsettled: 400,
  book: [
    line('2000'),
    line('-500', { sector: 'health' }),
    line('300', { sector: null }),
    line('1000', { kind: 'etf' }),
  ],
  past: { ...pastOfCloses([]), tradedValue: new Array<number>(20).fill(6_000) },
};
type Now = Parameters<typeof roomsOf>[1];
const rooms = (limits: Partial<AccountLimits>, changes: Partial<Now> = {}) =>
  roomsOf({ ...nothing, ...limits }, { ...now, ...changes });

describe('what limits over the whole account leave for one purchase', () => {
  it('is nothing to speak of where nothing is asked', () => {
    expect(rooms({})).toEqual({});
  });

  it.each([
    ['position-amount', { positionAmountMax: '1000' }, 300],
    // 2,000 + 500 + 300 + 1,000 of 20,000, and 2,000 − 500 + 300 + 1,000.
    ['exposure-gross', { exposureGrossMax: 0.5 }, 6_200],
    ['exposure-net', { exposureNetMax: 0.5 }, 7_200],
    // Its own sector, and what may be of it.
    ['sector-exposure', { sectorFractionMax: 0.25 }, 2_700],
    ['portfolio-heat', { heatFractionMax: 0.01 }, 80],
    ['settled-cash', { settledCashOnly: true }, 8_600],
    // A tenth of 6,000 × 10 at half a unit each.
    ['liquidity', { tradedValueShareMax: 0.1 }, 3_000],
  ] as const)('of %s', (bound, limits, amount) => {
    expect(rooms(limits)).toEqual({ [bound]: amount });
  });

  it('of a fund is that of funds', () => {
    const fund = anInstrument({ kind: 'etf' });
    expect(rooms({ sectorFractionMax: 0.25, fundFractionMax: 0.5 }, { instrument: fund })).toEqual({
      'sector-exposure': 9_000,
    });
    expect(rooms({ sectorFractionMax: 0.25 }, { instrument: fund })).toEqual({});
  });

  it('cuts nothing where something is unknown: the check of that name denies it', () => {
    const book = [line(null), { ...line('5'), lossAtStop: null }];
    expect(
      rooms({ exposureGrossMax: 1, exposureNetMax: 1, heatFractionMax: 1, sectorFractionMax: 1 }, { book }),
    ).toEqual({});
    expect(rooms({ settledCashOnly: true }, { unsettled: null })).toEqual({});
    expect(rooms({ settledCashOnly: true }, { buyingPower: Infinity })).toEqual({});
    for (const unknown of [{ past: null }, { rate: null }, { past: { ...now.past, tradedValue: [1] } }])
      expect(rooms({ tradedValueShareMax: 0.1 }, unknown)).toEqual({});
  });
});

describe('whole lots within an amount', () => {
  const within = (room: string, unit: string, lotSize = '1') =>
    lotsWithin(decimal(room), decimal(unit), anInstrument({ lotSize }));

  it('are the most that fit, and none where nothing does', () => {
    expect(within('30', '10')).toBe('3');
    expect(within('29.99', '10')).toBe('2');
    expect(within('30', '10', '2')).toBe('2');
    for (const [room, unit] of [
      ['0', '10'],
      ['-5', '10'],
      ['5', '0'],
      ['5', '-1'],
    ] as const)
      expect(within(room, unit)).toBe('0');
  });

  it('are never rounded up, not by the last place of a quotient either', () => {
    expect(within('2.9999999999999999999999', '1.5')).toBe('1');
    expect(within('2.9999999999999999999999', '1.5', '0.5')).toBe('1.5');
  });
});

it('past prices are asked for where any limit is measured over them, and only there', () => {
  expect(asksPast(DEFAULT_LIMITS)).toBe(false);
  const asking = [
    { correlationMax: 0.9 },
    { portfolioCorrelationMax: 0.9 },
    { tradedValueMin: '1' },
    { tradedValueShareMax: 0.1 },
  ];
  for (const one of asking) expect(asksPast({ ...DEFAULT_LIMITS, ...one }), JSON.stringify(one)).toBe(true);
});
