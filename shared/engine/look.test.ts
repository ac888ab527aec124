import { describe, expect, it } from 'vitest';
import { FUNNEL_CODES, MISS_CODES } from '../domain/reason-codes.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { LookingBot, LookReport } from '../domain/signal.ts';
import type { MarketMs } from '../lib/time.ts';
import { ScreenCache } from '../screeners/screen-cache.ts';
import { aLookingBot, aMarket } from '../testing/a-market.ts';
import { firstBars, someBars } from '../testing/some-bars.ts';
import { lookForBot } from './look.ts';

const COLUMNS = Array.from({ length: 25 }, (_, i) => someBars(400, { seed: i + 1, swing: 0.03, drift: 0.0005 }));
const MARKET = aMarket(COLUMNS);
const holding = (id: string): LookingBot['holdings'][number] => ({
  instrumentId: id as InstrumentId,
  quantity: 5,
  averagePrice: 100,
  openedAt: 0 as MarketMs,
});

function look(changes: Partial<LookingBot> = {}, closed = 400, screens = new ScreenCache()): LookReport {
  const counts = new Int32Array(COLUMNS.length).fill(closed);
  const market = {
    ...MARKET,
    counts,
    step: closed,
    marketAt: ((COLUMNS[0]?.t[closed - 1] ?? 0) + 86_400_000) as MarketMs,
  };
  return lookForBot({ bot: aLookingBot(changes), market, screens, events: new Map(), nextLookAt: 7 as MarketMs });
}
const everyLook = (changes: Partial<LookingBot> = {}): LookReport[] => {
  const screens = new ScreenCache();
  return Array.from({ length: 300 }, (_, i) => look(changes, 101 + i, screens));
};

describe.each(['ma-cross', 'mean-reversion'])('looking with %s', (strategy) => {
  const looks = everyLook({ strategy });

  it('leaves a report at every close, with a funnel that only narrows', () => {
    for (const report of looks) {
      expect(report.looked).toBe(25);
      expect(report.nextLookAt).toBe(7);
      const counts = [report.looked, ...report.funnel.map(({ count }) => count)];
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      for (const { code } of report.funnel) expect(FUNNEL_CODES).toContain(code);
      if (report.closest) expect(MISS_CODES).toContain(report.closest.code);
    }
    expect(looks.filter(({ closest }) => closest !== null).length).toBeGreaterThan(290);
  });

  it('finds something in the end, best first, each instrument once', () => {
    const withBuys = looks.filter(({ signals }) => signals.length > 0);
    expect(withBuys.length).toBeGreaterThan(10);
    for (const { signals, funnel } of withBuys) {
      expect(funnel.at(-1)).toEqual({ code: 'setup', count: signals.length });
      const places = signals.map(({ rank }) => rank.place);
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(new Set(signals.map(({ instrumentId }) => instrumentId)).size).toBe(signals.length);
    }
  });

  it('never buys what the bot holds, and sells it when the strategy says so', () => {
    const all = MARKET.instruments.map(({ id }) => holding(id));
    const held = everyLook({ strategy, holdings: all }).flatMap(({ signals }) => signals);
    expect(held.length).toBeGreaterThan(10);
    expect(held.every(({ side }) => side === 'sell')).toBe(true);
  });

  it('does not change what it saw when later bars exist', () => {
    const market = aMarket(
      COLUMNS.map((columns) => firstBars(columns, 250)),
      { step: 250 },
    );
    const cut = lookForBot({
      bot: aLookingBot({ strategy }),
      market,
      screens: new ScreenCache(),
      events: new Map(),
      nextLookAt: 7 as MarketMs,
    });
    expect(cut).toEqual(look({ strategy }, 250));
  });
});

it('looks only at the bot’s list, and sells what it holds outside of it', () => {
  const list = ['a', 'b', 'nowhere'] as InstrumentId[];
  expect(look({ instrumentIds: list }).looked).toBe(2);
  const reports = everyLook({ instrumentIds: list, holdings: [holding('c'), holding('gone')] });
  expect(
    reports
      .flatMap(({ signals }) => signals)
      .filter(({ side }) => side === 'sell')
      .every(({ instrumentId }) => instrumentId === 'c'),
  ).toBe(true);
  expect(reports.some(({ signals }) => signals.some(({ side }) => side === 'sell'))).toBe(true);
});

it('shares one screen between bots and leaves different ones apart', () => {
  const screens = new ScreenCache();
  const first = look({}, 400, screens);
  expect(look({ riskLevel: 'high' }, 400, screens).funnel).toEqual(first.funnel);
  expect(look({ strategyConfig: { volumeTimes: 0 } }, 400, screens).funnel[2]?.count).toBe(first.funnel[1]?.count);
});

it('refuses a strategy or a setting that does not exist', () => {
  expect(() => look({ strategy: 'crystal-ball' })).toThrow('no such strategy');
  expect(() => look({ strategyConfig: { slwo: 50 } })).toThrow();
});
