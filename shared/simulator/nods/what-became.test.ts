import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../../domain/bar.ts';
import { barTimes } from '../../domain/bar-times.ts';
import type { InstrumentId } from '../../domain/ids.ts';
import { NOD_ENDS, type SealedQuestion } from '../../domain/nod.ts';
import { anInstrument } from '../../testing/an-instrument.ts';
import { firstBars, someBars } from '../../testing/some-bars.ts';
import { whatBecame } from './what-became.ts';

const INSTRUMENT = anInstrument({ exchange: 'demo-us' });
const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 5);

/** Bars of days, each as open, high, low, close. */
function days(...rows: readonly (readonly [number, number, number, number])[]): BarColumns {
  const column = (place: number): Float64Array => Float64Array.from(rows, (row) => row[place]!);
  return {
    t: Float64Array.from(rows, (_, index) => FIRST + index * DAY),
    o: column(0),
    h: column(1),
    l: column(2),
    c: column(3),
    v: Float64Array.from(rows, () => 1_000_000),
  };
}

/** Ten shares at most 101, stop 95, target 110, on the close of the first day. */
function asked(changes: Partial<SealedQuestion> = {}): SealedQuestion {
  const askedAt = barTimes('demo-us', '1d', FIRST).closeAt;
  return {
    proposalId: 'p_1',
    revision: 1,
    botId: null,
    instrumentId: 'instrument-1' as InstrumentId,
    symbol: 'HRBM',
    sector: null,
    side: 'buy',
    session: 'next-open',
    askedAt,
    madeAt: askedAt,
    timeframe: '1d',
    close: 100,
    quantity: '10',
    ceiling: '101',
    stop: '95',
    target: '110',
    holdingBars: 30,
    botEndsAt: null,
    currency: 'USD',
    rate: '1',
    costs: { commission: 'market', slippage: 0 },
    horizon: 'mid',
    reasonsFor: [],
    reasonsAgainst: [],
    ...changes,
  };
}

const CLOSE: readonly [number, number, number, number] = [100, 101, 99, 100];
const FLAT = CLOSE;

describe('what became of a question', () => {
  it('is not known before a bar has followed it', () => {
    expect(whatBecame(asked(), INSTRUMENT, days(CLOSE))).toEqual({ state: 'waiting' });
  });

  it('is a target that was reached, at the target', () => {
    const outcome = whatBecame(asked(), INSTRUMENT, days(CLOSE, FLAT, [101, 112, 100, 111]));
    expect(outcome).toMatchObject({ state: 'ended', entry: { price: 100 }, exit: { kind: 'target', price: 110 } });
    expect('pnl' in outcome && outcome.pnl).toBeGreaterThan(95);
  });

  it('counts a bar that holds both stop and target as stopped out, and sells a gap at its open', () => {
    const both = whatBecame(asked(), INSTRUMENT, days(CLOSE, FLAT, [100, 112, 94, 100]));
    expect(both).toMatchObject({ exit: { kind: 'stop', price: 95 } });
    const gap = whatBecame(asked(), INSTRUMENT, days(CLOSE, FLAT, [90, 91, 89, 90]));
    expect(gap).toMatchObject({ exit: { kind: 'stop', price: 90 } });
  });

  it('ends with the usual holding, at the next open', () => {
    const outcome = whatBecame(
      asked({ holdingBars: 2 }),
      INSTRUMENT,
      days(CLOSE, FLAT, FLAT, FLAT, [103, 104, 102, 103]),
    );
    expect(outcome).toMatchObject({ state: 'ended', exit: { kind: 'time', price: 103, at: FIRST + 4 * DAY } });
  });

  it('ends with its bot', () => {
    const botEndsAt = barTimes('demo-us', '1d', FIRST + 2 * DAY).closeAt;
    const outcome = whatBecame(asked({ botEndsAt }), INSTRUMENT, days(CLOSE, FLAT, FLAT, [98, 99, 97, 98]));
    expect(outcome).toMatchObject({ exit: { kind: 'end', price: 98 } });
  });

  it('buys nothing above the ceiling, and nothing below the stop', () => {
    expect(whatBecame(asked(), INSTRUMENT, days(CLOSE, [101.5, 120, 101, 119]))).toEqual({
      state: 'not-bought',
      why: 'opened-above-ceiling',
    });
    expect(whatBecame(asked(), INSTRUMENT, days(CLOSE, [94, 120, 93, 119]))).toEqual({
      state: 'not-bought',
      why: 'opened-below-stop',
    });
  });

  it('pays fees and is worse at opens and stops by the assumed costs', () => {
    const bars = days(CLOSE, FLAT, [96, 97, 94, 95]);
    const free = whatBecame(asked(), INSTRUMENT, bars);
    const dear = whatBecame(asked({ costs: { commission: 'market', slippage: 0.001 } }), INSTRUMENT, bars);
    expect(dear).toMatchObject({ entry: { price: 100.1 }, exit: { price: 95 * 0.999 } });
    expect('pnl' in dear && 'pnl' in free && dear.pnl - free.pnl).toBeCloseTo(-10 * (0.1 + 0.095), 1);
  });

  it('counts in new shares after a split: half the prices, twice the shares', () => {
    const whole = whatBecame(asked(), INSTRUMENT, days(CLOSE, FLAT, [101, 112, 100, 111]));
    const halves = whatBecame(
      asked(),
      INSTRUMENT,
      days([50, 50.5, 49.5, 50], [50, 50.5, 49.5, 50], [50.5, 56, 50, 55.5]),
    );
    expect('pnl' in halves && 'pnl' in whole && halves.pnl).toBeCloseTo('pnl' in whole ? whole.pnl : NaN, 1);
  });

  it('says so where the bars are not kept that far back', () => {
    const bars = days(CLOSE, FLAT, FLAT);
    const later = { ...bars, t: bars.t.map((t) => t + 10 * DAY) };
    expect(whatBecame(asked(), INSTRUMENT, later)).toEqual({ state: 'no-bars' });
  });

  it('once over stays what it is, whatever bars follow', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const bars = someBars(80, { seed, firstAt: FIRST, swing: 0.03 });
      const question = asked({ close: bars.c[0]!, ceiling: String(bars.c[0]! * 1.02), stop: '93', target: '112' });
      const known = firstBars(bars, 40);
      const then = whatBecame(question, INSTRUMENT, known);
      if (then.state !== 'ended') continue;
      expect(NOD_ENDS).toContain(then.exit.kind);
      expect(whatBecame(question, INSTRUMENT, bars)).toEqual(then);
    }
  });
});
