import { describe, expect, it } from 'vitest';
import { CASES_MIN } from '../../analysis/forecast-record.ts';
import { FORECAST_MODELS, HORIZON_BARS } from '../../analysis/forecast.ts';
import { forecastColumn } from '../../analysis/forecast-columns.ts';
import { ColumnStore } from '../../indicators/column-store.ts';
import { RISK_PROFILES } from '../../domain/risk-profile.ts';
import { checkLookAhead } from '../../simulator/backtest/look-ahead.ts';
import { aBacktest, ran } from '../../testing/a-backtest.ts';
import { A_HOLDING } from '../../testing/a-view.ts';
import { anInstrument } from '../../testing/an-instrument.ts';
import { recordedForecasts } from '../../testing/recorded-forecasts.ts';
import { someBars } from '../../testing/some-bars.ts';
import { BarView } from '../view.ts';
import { FORECAST } from './forecast.ts';

const BARS = someBars(400, { seed: 4, swing: 0.03 });
const GOOD = recordedForecasts(BARS);

function storeOf(forecasts: typeof GOOD, bars = BARS): ColumnStore {
  return new ColumnStore(bars, { forecast: forecastColumn(forecasts, FORECAST_MODELS.length) });
}

function viewAt(index: number, forecasts = GOOD, holding: typeof A_HOLDING | null = null) {
  const view = new BarView({
    strategy: FORECAST,
    config: FORECAST.configSchema.parse({}),
    instrument: anInstrument(),
    store: storeOf(forecasts),
    timeframe: '1d',
    profile: RISK_PROFILES.medium,
  });
  view.index = index;
  view.holding = holding;
  return view;
}

const column = (forecasts: typeof GOOD, output: string) =>
  storeOf(forecasts).column({ indicator: 'forecast', params: {}, output });

describe('the column of recorded forecasts', () => {
  it('holds a forecast from the bar it was made on until the bars it speaks of have closed, and nothing before', () => {
    const [first] = GOOD;
    const chance = column([first!], 'chance');
    const place = BARS.t.indexOf(first!.barAt);
    expect([...chance].flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))).toEqual(
      Array.from({ length: HORIZON_BARS }, (_, k) => place + k),
    );
  });

  it('says what forecasts were worth only once enough of them are due', () => {
    const worth = column(GOOD, 'worth');
    const first = worth.indexOf(1);
    const due = GOOD.filter(({ barAt }) => BARS.t.indexOf(barAt) + HORIZON_BARS <= first);
    expect(due).toHaveLength(CASES_MIN);
    expect(worth[first - 1]).toBe(0);
  });

  it('never says a coin is worth anything', () => {
    expect(column(recordedForecasts(BARS, { right: 0.5 }), 'worth').includes(1)).toBe(false);
  });

  it('is of the bars’ own prices after a split', () => {
    const halves = {
      ...BARS,
      o: BARS.o.map((p) => p / 2),
      h: BARS.h.map((p) => p / 2),
      l: BARS.l.map((p) => p / 2),
      c: BARS.c.map((p) => p / 2),
    };
    const low = storeOf(GOOD, halves).column({ indicator: 'forecast', params: {}, output: 'low' });
    const place = BARS.t.indexOf(GOOD[3]!.barAt);
    expect(low[place]).toBeCloseTo(GOOD[3]!.low! / 2, 9);
  });

  it('where nothing was recorded is empty, and the strategy has no opinion', () => {
    const view = viewAt(399, []);
    expect(Number.isNaN(view.value(0))).toBe(true);
    expect(FORECAST.decide(view)).toBeNull();
    expect(FORECAST.miss(view)).toBeNull();
  });
});

describe('the strategy', () => {
  const worthFrom = column(GOOD, 'worth').indexOf(1);
  const at = (up: boolean) => {
    const place = GOOD.find(({ barAt, chanceUp }) => BARS.t.indexOf(barAt) >= worthFrom && chanceUp > 0.5 === up);
    return BARS.t.indexOf(place!.barAt);
  };

  it('buys on a forecast of a rise, sells what it holds on one of a fall', () => {
    expect(FORECAST.decide(viewAt(at(true)))).toEqual({
      side: 'buy',
      reasons: [{ code: 'forecast-up', values: { chance: 70, bars: 5 } }],
    });
    expect(FORECAST.decide(viewAt(at(false)))).toBeNull();
    expect(FORECAST.decide(viewAt(at(false), GOOD, A_HOLDING))).toMatchObject({
      side: 'sell',
      reasons: [{ code: 'forecast-down', values: { chance: 70 } }],
    });
    expect(FORECAST.decide(viewAt(at(true), GOOD, A_HOLDING))).toBeNull();
  });

  it('has no opinion before the record is worth it, or where it never is', () => {
    const early = BARS.t.indexOf(GOOD.find(({ chanceUp }) => chanceUp > 0.5)!.barAt);
    expect(FORECAST.decide(viewAt(early))).toBeNull();
    const coin = recordedForecasts(BARS, { right: 0.5 });
    expect(BARS.t.every((_, i) => FORECAST.decide(viewAt(i, coin)) === null)).toBe(true);
  });

  it('knows nothing of bars to come, whatever was recorded later', () => {
    const instruments = [{ instrument: anInstrument(), bars: BARS, forecasts: GOOD }];
    const input = aBacktest(BARS, { strategy: 'forecast', instruments });
    expect(ran(input).trades.length, 'it trades').toBeGreaterThan(3);
    expect(checkLookAhead(input, { seed: 3, trials: 20 }).found).toBeNull();
  });
});
