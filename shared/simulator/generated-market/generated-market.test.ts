import { describe, expect, it } from 'vitest';
import type { MarketId } from '../../domain/ids.ts';
import { toIso } from '../../lib/time.ts';
import { stepOpensAt } from './calendar.ts';
import { upcomingEvents } from './events.ts';
import type { GeneratedMarket } from './generated-market.ts';
import { createGeneratedMarket } from './generated-market.ts';
import { GOLDEN, goldenHash, hashOf } from './golden.ts';
import { INDEX_POSITION } from './instruments.ts';
import type { GeneratedStep } from './next-step.ts';
import type { GeneratorState } from './state.ts';
import { packState, unpackState } from './state.ts';

const aMarket = (seed: number): GeneratedMarket => createGeneratedMarket(seed, 'demo' as MarketId);

function run(market: GeneratedMarket, state: GeneratorState, steps: number): GeneratedStep[] {
  const made: GeneratedStep[] = [];
  for (let at = state; made.length < steps;) {
    const step = market.nextStep(at);
    made.push(step);
    at = step.state;
  }
  return made;
}

describe('the instruments', () => {
  const { instruments } = aMarket(1);
  const stocks = instruments.filter(({ kind }) => kind === 'stock');

  it('are 60 stocks and one index that stands last', () => {
    expect(stocks).toHaveLength(60);
    expect(instruments).toHaveLength(61);
    expect(instruments[INDEX_POSITION]?.kind).toBe('index');
  });

  it('have names in both languages, and ids, symbols and names of their own', () => {
    for (const name of ['id', 'symbol', 'nameEn', 'nameKo'] as const) {
      expect(new Set(instruments.map((instrument) => instrument[name])).size, name).toBe(instruments.length);
    }
    for (const { nameKo, nameEn } of instruments) {
      expect(nameKo).toMatch(/[가-힣]/);
      expect(nameEn).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it('are priced in dollars under a bare ticker, or in won under a code that no exchange has', () => {
    for (const { symbol, exchange, currency } of stocks) {
      if (exchange === 'demo-krx') expect([symbol, currency]).toEqual([expect.stringMatching(/^DK:\d{6}$/), 'KRW']);
      else expect([symbol, currency]).toEqual([expect.stringMatching(/^[A-Z]{4,5}$/), 'USD']);
    }
    expect(stocks.filter(({ currency }) => currency === 'KRW')).toHaveLength(20);
  });
});

describe('the bars', () => {
  it('are those of the seed: the same every time, others for another seed', () => {
    const first = run(aMarket(7), aMarket(7).initialState(), 50);
    expect(hashOf(run(aMarket(7), aMarket(7).initialState(), 50))).toBe(hashOf(first));
    expect(hashOf(run(aMarket(8), aMarket(8).initialState(), 50))).not.toBe(hashOf(first));
  });

  it('never change from one release to the next', () => {
    expect(goldenHash()).toBe(GOLDEN.hash);
  });

  it('go on after a restart as if there had been none', () => {
    const whole = run(aMarket(11), aMarket(11).initialState(), 500);
    for (const cut of [1, 237, 400]) {
      const state = whole[cut - 1]?.state;
      expect(state).toBeDefined();
      if (!state) continue;
      const fromBytes = unpackState(packState(state));
      const fromText = JSON.parse(JSON.stringify(state)) as GeneratorState;
      expect(fromBytes).toEqual(state);
      const rest = hashOf(whole.slice(cut, cut + 100));
      expect(hashOf(run(aMarket(11), fromBytes, 100))).toBe(rest);
      expect(hashOf(run(aMarket(11), fromText, 100))).toBe(rest);
    }
  });

  it('leave the state they were drawn from as it was', () => {
    const market = aMarket(3);
    const { state } = market.nextStep(market.initialState());
    const before = packState(state);
    market.nextStep(state);
    expect(new Float64Array(packState(state))).toEqual(new Float64Array(before));
  });

  it('open every 15 minutes from 7 January 2030 on', () => {
    const [first, second] = run(aMarket(1), aMarket(1).initialState(), 2);
    expect(toIso(first?.bars.at ?? stepOpensAt(-1))).toBe('2030-01-07T00:00:00.000Z');
    expect(toIso(second?.bars.at ?? stepOpensAt(-1))).toBe('2030-01-07T00:15:00.000Z');
  });

  it('refuse a state that is none', () => {
    expect(() => unpackState(new ArrayBuffer(17))).toThrow();
    expect(() => unpackState(new ArrayBuffer(800))).toThrow();
  });
});

describe('the events that are announced', () => {
  it('hold the earnings of the next three weeks at any time, soonest first', () => {
    const state = aMarket(5).initialState();
    const upcoming = upcomingEvents(state);
    const earnings = upcoming.filter(({ kind }) => kind === 'earnings');
    expect(earnings.length).toBeGreaterThan(3);
    expect(earnings.length).toBeLessThan(40);
    const dates = upcoming.map(({ at }) => at);
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
    for (const { at } of earnings) expect(at - stepOpensAt(0)).toBeLessThanOrEqual(21 * 86_400_000);
  });
});
