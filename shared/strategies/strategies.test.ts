import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
import { REASON_CODES } from '../domain/reason-codes.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { SCREENER_NAMES } from '../domain/screen.ts';
import type { BarColumns } from '../domain/bar.ts';
import type { Reason, Signal } from '../domain/signal.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { barsOfCloses, firstBars, someBars } from '../testing/some-bars.ts';
import { STRATEGIES, strategyNamed } from './index.ts';
import type { Strategy, StrategyView } from './strategy.ts';

function view(columns: BarColumns, changes: Partial<StrategyView<never>> = {}): StrategyView<never> {
  const index = columns.t.length - 1;
  return {
    instrument: anInstrument(),
    columns,
    index,
    marketAt: ((columns.t[index] ?? 0) + DAY_MS) as MarketMs,
    timeframe: '1d',
    holding: null,
    profile: RISK_PROFILES.medium,
    config: {} as never,
    candidate: { score: 1, place: 2, of: 5, looked: 60, reasons: [] },
    events: [],
    ...changes,
  };
}

const HOLDING = {
  instrumentId: 'instrument-1' as InstrumentId,
  quantity: 10,
  averagePrice: 100,
  openedAt: 0 as MarketMs,
};

function decide(
  name: string,
  columns: BarColumns,
  changes: Partial<StrategyView<never>> = {},
  config: Record<string, number> = {},
): Signal | null {
  const strategy = strategyNamed(name);
  if (!strategy) throw new Error(`no strategy ${name}`);
  return strategy.decide(view(columns, { ...changes, config: strategy.configSchema.parse(config) as never }));
}

const codes = (reasons: readonly Reason[] | undefined): string[] => (reasons ?? []).map(({ code }) => code);

/** Falls for 60 bars, then rises: the 20-bar average crosses over the 50-bar one a while after the turn. */
const TURN = barsOfCloses(
  Array.from({ length: 130 }, (_, i) => (i < 60 ? 100 * 0.996 ** i : 100 * 0.996 ** 60 * 1.004 ** (i - 60))),
);

describe('ma-cross', () => {
  const buys = Array.from({ length: 130 }, (_, i) => decide('ma-cross', firstBars(TURN, i + 1)));
  const firstBuy = buys.findIndex((signal) => signal !== null);

  it('buys from the bar on which the fast average crosses over the slow one, for as long as the cross is fresh', () => {
    expect(firstBuy).toBeGreaterThan(60);
    expect(buys.flatMap((signal, i) => (signal ? [i] : []))).toEqual(
      Array.from({ length: 10 }, (_, k) => firstBuy + k),
    );
    expect(buys[firstBuy]?.reasonsFor[0]).toEqual({ code: 'fast-over-slow', values: { fast: 20, slow: 50, bars: 1 } });
    expect(codes(buys[firstBuy + 9]?.reasonsAgainst)).toContain('late-cross');
  });

  it('says how old the cross is when it is too old to buy', () => {
    const strategy = strategyNamed('ma-cross') as unknown as Strategy<never>;
    const config = strategy.configSchema.parse({});
    expect(strategy.miss(view(firstBars(TURN, firstBuy + 11), { config }))).toMatchObject({
      code: 'cross-age',
      has: 11,
      needs: 10,
    });
  });

  it('sells what is held once the fast average is under the slow one, whatever the screen says', () => {
    const down = barsOfCloses(
      Array.from({ length: 120 }, (_, i) => (i < 70 ? 100 * 1.004 ** i : 100 * 1.004 ** 70 * 0.994 ** (i - 70))),
    );
    const sells = Array.from({ length: 120 }, (_, i) =>
      decide('ma-cross', firstBars(down, i + 1), { holding: HOLDING, candidate: null }),
    );
    const first = sells.findIndex((signal) => signal !== null);
    expect(first).toBeGreaterThan(70);
    expect(sells[first]).toMatchObject({ side: 'sell', stopPrice: null, targetPrice: null });
    expect(codes(sells[first]?.reasonsFor)).toContain('fast-under-slow');
    expect(sells.slice(first).every((signal) => signal?.side === 'sell')).toBe(true);
  });

  it('refuses a fast average that is not faster', () => {
    expect(strategyNamed('ma-cross')?.configSchema.safeParse({ fast: 50, slow: 50 }).success).toBe(false);
  });
});

describe('mean-reversion', () => {
  const closes = [
    ...Array.from({ length: 80 }, (_, i) => 100 * 1.003 ** i * (i % 2 === 0 ? 1.002 : 0.998)),
    124,
    121,
    117,
  ];

  it('buys below the lower band with a low RSI, and says what speaks against a falling price', () => {
    const signal = decide('mean-reversion', barsOfCloses(closes));
    expect(signal?.side).toBe('buy');
    expect(codes(signal?.reasonsFor)).toContain('below-band');
    expect(codes(signal?.reasonsAgainst)).toContain('still-falling');
    expect(decide('mean-reversion', barsOfCloses(closes.slice(0, 80)))).toBeNull();
  });

  it('sells back at the middle band or on a recovered RSI, and holds in between', () => {
    expect(decide('mean-reversion', barsOfCloses(closes), { holding: HOLDING })).toBeNull();
    expect(
      codes(decide('mean-reversion', barsOfCloses([...closes, 119, 122, 126, 130]), { holding: HOLDING })?.reasonsFor),
    ).toEqual(['back-at-middle', 'rsi-recovered', 'gain-since-entry']);
  });

  it('looks for oversold names, not for the momentum screen', () => {
    const strategy = strategyNamed('mean-reversion');
    expect(strategy?.screen(strategy.configSchema.parse({})).screener).toBe('oversold-in-uptrend');
  });
});

describe.each(STRATEGIES.map((strategy) => [strategy.name, strategy as unknown as Strategy<never>] as const))(
  '%s',
  (_, strategy) => {
    const config = strategy.configSchema.parse({});
    const seeds = Array.from({ length: 12 }, (_v, i) => i + 1);
    const decided = seeds.flatMap((seed) => {
      const bars = someBars(420, { seed, swing: 0.03, drift: 0.0005 });
      return Array.from({ length: 340 }, (_v, i) => ({
        bars,
        index: i + 80,
        signal: strategy.decide(view(bars, { index: i + 80, config })),
      }));
    });
    const signals = decided.flatMap(({ signal }) => (signal ? [signal] : []));

    it('decides the same whatever comes after, and with the same bars cut off', () => {
      expect(signals.length).toBeGreaterThan(20);
      for (const { bars, index, signal } of decided.filter(({ index: i }, k) => i % 7 === 0 || k % 5 === 0)) {
        expect(strategy.decide(view(firstBars(bars, index + 1), { config, marketAt: view(bars).marketAt }))).toEqual(
          signal,
        );
      }
    });

    it('keeps stop and target on the right side, within the profile, and on the tick', () => {
      const { stop, target } = RISK_PROFILES.medium;
      for (const { price, stopPrice, targetPrice } of signals) {
        if (stopPrice === null || targetPrice === null) throw new Error('a buy has both');
        expect(stopPrice).toBeLessThan(price * (1 - 0.019));
        expect(stopPrice).toBeGreaterThanOrEqual(price * (1 - stop) - 1e-9);
        expect(targetPrice).toBeGreaterThan(price);
        expect(targetPrice).toBeLessThanOrEqual(price * (1 + target) + 1e-9);
        expect(Math.abs(stopPrice * 100 - Math.round(stopPrice * 100))).toBeLessThan(1e-6);
      }
    });

    it('gives reasons on both sides, all of the catalogue with their values', () => {
      const catalogue = REASON_CODES as Record<string, readonly string[]>;
      for (const signal of signals) {
        expect(signal.reasonsFor.length).toBeGreaterThan(0);
        expect(signal.reasonsAgainst.length).toBeGreaterThan(0);
        for (const { code, values } of [...signal.reasonsFor, ...signal.reasonsAgainst]) {
          expect(Object.keys(values).sort()).toEqual([...(catalogue[code] ?? ['unknown code'])].sort());
          for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true);
        }
      }
    });

    it('says when earnings fall inside the usual holding, and not when they are past or far', () => {
      const found = decided.find(({ signal }) => signal !== null);
      if (!found) throw new Error('some bar must give a signal');
      const base = view(found.bars, { index: found.index, config });
      const at = (days: number): string[] => {
        const events = [
          {
            instrumentId: HOLDING.instrumentId,
            kind: 'earnings' as const,
            at: (base.marketAt + days * DAY_MS) as MarketMs,
          },
        ];
        return codes(strategy.decide({ ...base, events })?.reasonsAgainst);
      };
      expect(at(9)).toContain('earnings-in-days');
      expect(at(-1)).not.toContain('earnings-in-days');
      expect(at(90)).not.toContain('earnings-in-days');
    });

    it('has a screen that exists, a description of every field, and defaults for all', () => {
      expect(SCREENER_NAMES).toContain(strategy.screen(config).screener);
      const shape = strategy.configSchema as unknown as { def: { innerType?: unknown }; shape?: unknown };
      const fields = (shape.shape ?? (shape.def.innerType as { shape: unknown }).shape) as Record<
        string,
        { description?: string }
      >;
      for (const [name, field] of Object.entries(fields))
        expect(field.description, name).toMatch(new RegExp(`^config\\.${strategy.name}\\.`));
    });

    it('has no opinion on too few bars', () => {
      const bars = someBars(strategy.barsNeeded(config) - 1);
      expect(strategy.decide(view(bars, { config }))).toBeNull();
      expect(strategy.decide(view(bars, { config, holding: HOLDING }))).toBeNull();
    });
  },
);
