import { describe, expect, it } from 'vitest';
import type { BacktestReport } from '#shared/contract/backtest.ts';
import { BacktestReport as Report } from '#shared/contract/backtest.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { someBars } from '#shared/testing/some-bars.ts';
import { backtestWork, barsMax } from './backtest.ts';
import { WorkRefused } from './work.ts';

const ASKED = {
  timeframe: '1d',
  strategy: 'ma-cross',
  config: {},
  cash: 10_000,
  from: null,
  to: null,
  sizing: { kind: 'all-in' },
  costs: { commission: { kind: 'market' }, spread: 0, slippage: 0, volumeShareMax: null },
  mayShort: false,
  atEnd: 'left',
};

function ask(bars: BarColumns, changes: Record<string, unknown> = {}) {
  const { t, o, h, l, c, v } = bars;
  const head = { ...ASKED, instruments: [{ instrument: anInstrument() }], ...changes };
  return backtestWork({ head, columns: [t, o, h, l, c, v] });
}

function refusal(bars: BarColumns, changes: Record<string, unknown> = {}): unknown {
  try {
    return ask(bars, changes);
  } catch (error) {
    if (!(error instanceof WorkRefused)) throw error;
    return { code: error.code, values: error.values };
  }
}

describe('a backtest as heavy work', () => {
  it('answers a report and its curve', async () => {
    const { head, columns } = await ask(someBars(600, { swing: 0.03 }));
    const report: BacktestReport = Report.parse(head);
    expect(report.bars).toBe(600);
    expect(report.trades.length).toBe(report.statistics.closedTrades + report.statistics.openTrades);
    expect(columns.map(({ length }) => length)).toEqual([600, 600, 600]);
    expect(columns[1]?.at(-1)).toBeCloseTo(Number(report.statistics.finalEquity), 6);
  });

  it('refuses what it was asked wrongly, and more bars than fit, naming how many do', () => {
    const bars = someBars(600);
    expect(refusal(bars, { strategy: 'crystal-ball' })).toMatchObject({ code: 'invalid-request' });
    expect(refusal(bars, { config: { fast: 60 } })).toMatchObject({ code: 'invalid-request' });
    expect(refusal(bars, { from: bars.t[599] })).toEqual({ code: 'no-bars-in-range', values: { bars: 1 } });
    expect(refusal(someBars(30))).toEqual({ code: 'windows-longer-than-data', values: { needed: 51, bars: 30 } });
    const limit = barsMax(2);
    expect(limit).toBeGreaterThan(500_000);
    const many = new Float64Array(limit + 1);
    expect(refusal({ t: many, o: many, h: many, l: many, c: many, v: many })).toEqual({
      code: 'too-many-bars',
      values: { bars: limit + 1, limit },
    });
  });
});
