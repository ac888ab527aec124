import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
import { REASON_CODES } from '../domain/reason-codes.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { SCREENER_NAMES } from '../domain/screen.ts';
import type { BarColumns } from '../domain/bar.ts';
import type { Reason, Signal } from '../domain/signal.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { forecastColumn } from '../analysis/forecast-columns.ts';
import { FORECAST_MODELS } from '../analysis/forecast.ts';
import { recordedForecasts } from '../testing/recorded-forecasts.ts';
import { barsOfCloses, firstBars, someBars } from '../testing/some-bars.ts';
import { ColumnStore } from '../indicators/column-store.ts';
import { STRATEGIES, strategyNamed } from './index.ts';
import { signalOf } from './signal-of.ts';
import type { CandidateView, Holding, Strategy } from './strategy.ts';
import { BarView, type ViewOf } from './view.ts';

/** Index changes all along the bars: announced every 30 bars, four bars ahead, turn about. */
const INDEX_CHANGES = Array.from({ length: 16 }, (_, i) => ({
  instrumentId: 'instrument-1' as InstrumentId,
  kind: i % 3 === 2 ? ('index-removal' as const) : ('index-addition' as const),
  at: (1_262_304_000_000 + (i * 30 + 5) * DAY_MS) as MarketMs,
  knownAt: (1_262_304_000_000 + (i * 30 + 1) * DAY_MS) as MarketMs,
}));

const CANDIDATE: CandidateView = { score: 1, place: 2, of: 5, looked: 60, reasons: [] };

interface Seen {
  readonly index?: number;
  readonly marketAt?: MarketMs;
  readonly holding?: Holding | null;
  readonly mayShort?: boolean;
  readonly events?: ViewOf<never>['events'];
  readonly config?: Record<string, unknown>;
  readonly store?: ColumnStore;
}

/** With what was recorded of all the bars these are the first of, as a day knows no more than its own. */
function storeOf(columns: BarColumns): ColumnStore {
  const whole = (column: Float64Array): Float64Array => new Float64Array(column.buffer as ArrayBuffer);
  const forecasts = recordedForecasts({ ...columns, t: whole(columns.t), c: whole(columns.c) });
  return new ColumnStore(columns, { forecast: forecastColumn(forecasts, FORECAST_MODELS.length) });
}

function view(strategy: Strategy<never>, columns: BarColumns, seen: Seen = {}): BarView<never> {
  const { index = columns.t.length - 1, holding = null, events = INDEX_CHANGES, mayShort = false } = seen;
  const made = new BarView<never>({
    strategy,
    config: strategy.configSchema.parse(seen.config ?? {}),
    instrument: anInstrument(),
    store: seen.store ?? storeOf(columns),
    timeframe: '1d',
    profile: RISK_PROFILES.medium,
    mayShort,
    events,
  });
  made.index = index;
  made.at = seen.marketAt ?? (((columns.t[index] ?? 0) + DAY_MS) as MarketMs);
  made.holding = holding;
  made.screened = () => CANDIDATE;
  return made;
}

function signal(strategy: Strategy<never>, columns: BarColumns, seen: Seen = {}): Signal | null {
  const at = view(strategy, columns, seen);
  const opinion = strategy.decide(at);
  return opinion === null ? null : signalOf(strategy, at, opinion);
}

function named(name: string): Strategy<never> {
  const strategy = strategyNamed(name);
  if (!strategy) throw new Error(`no strategy ${name}`);
  return strategy as unknown as Strategy<never>;
}

const HOLDING: Holding = {
  side: 'long',
  instrumentId: 'instrument-1' as InstrumentId,
  quantity: 10,
  averagePrice: 100,
  openedAt: 0 as MarketMs,
};

function decide(name: string, columns: BarColumns, seen: Seen = {}): Signal | null {
  return signal(named(name), columns, seen);
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
    const strategy = named('ma-cross');
    expect(strategy.miss(view(strategy, firstBars(TURN, firstBuy + 11)))).toMatchObject({
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
      decide('ma-cross', firstBars(down, i + 1), { holding: HOLDING }),
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
      const store = storeOf(bars);
      return Array.from({ length: 340 }, (_v, i) => ({
        bars,
        index: i + 80,
        signal: signal(strategy, bars, { index: i + 80, store }),
      }));
    });
    const signals = decided.flatMap(({ signal: one }) => (one ? [one] : []));

    it('decides the same whatever comes after, and with the same bars cut off', () => {
      expect(signals.length).toBeGreaterThan(20);
      for (const { bars, index, signal: whole } of decided.filter(({ index: i }, k) => i % 7 === 0 || k % 5 === 0)) {
        expect(signal(strategy, firstBars(bars, index + 1))).toEqual(whole);
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
      for (const { reasonsFor, reasonsAgainst } of signals) {
        expect(reasonsFor.length).toBeGreaterThan(0);
        expect(reasonsAgainst.length).toBeGreaterThan(0);
        for (const { code, values } of [...reasonsFor, ...reasonsAgainst]) {
          expect(Object.keys(values).sort()).toEqual([...(catalogue[code] ?? ['unknown code'])].sort());
          for (const value of Object.values(values)) expect(Number.isFinite(value)).toBe(true);
        }
      }
    });

    it('says when earnings fall inside the usual holding, and not when they are past or far', () => {
      const found = decided.find(({ signal: one }) => one !== null);
      if (!found) throw new Error('some bar must give a signal');
      const { bars, index } = found;
      const { marketAt } = view(strategy, bars, { index });
      const at = (days: number): string[] => {
        const events = [
          ...INDEX_CHANGES,
          {
            instrumentId: HOLDING.instrumentId,
            kind: 'earnings' as const,
            at: (marketAt + days * DAY_MS) as MarketMs,
          },
        ];
        return codes(signal(strategy, bars, { index, events })?.reasonsAgainst);
      };
      expect(at(2)).toContain('earnings-in-days');
      expect(at(-1)).not.toContain('earnings-in-days');
      expect(at(strategy.holdingBars * 1.5 + 5)).not.toContain('earnings-in-days');
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

    it('sells short only where that is allowed, and then covers', () => {
      const SHORT: Holding = { ...HOLDING, side: 'short' };
      const sides = (seen: Seen): string[] =>
        seeds.flatMap((seed) => {
          const bars = someBars(420, { seed, swing: 0.03, drift: -0.0005 });
          const store = storeOf(bars);
          return Array.from(
            { length: 340 },
            (_v, i) => strategy.decide(view(strategy, bars, { ...seen, index: i + 80, store }))?.side ?? 'none',
          );
        });
      expect(sides({})).not.toContain('sell');
      expect(sides({ mayShort: true })).toContain('sell');
      expect(new Set(sides({ holding: SHORT }))).toEqual(new Set(['none', 'buy']));
    });

    it('has no opinion on too few bars', () => {
      const bars = someBars(strategy.barsNeeded(config) - 1);
      expect(strategy.decide(view(strategy, bars))).toBeNull();
      expect(strategy.decide(view(strategy, bars, { holding: HOLDING }))).toBeNull();
    });
  },
);
