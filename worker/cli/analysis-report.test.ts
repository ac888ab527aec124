import { expect, it } from 'vitest';
import type { AnalysisView } from '#shared/contract/analysis.ts';
import { analysisLines } from './analysis-report.ts';

const view = {
  symbol: 'HRBM',
  timeframe: '15m',
  asOf: '2026-11-25T15:45:00.000Z',
  close: '31.5',
  bars: [],
  nextBar: null,
  records: [],
  progress: { done: 0, of: 0 },
  barsSeen: 400,
  measures: {},
  patterns: [],
  horizon: 'short',
  levels: null,
  turns: { support: null, resistance: null },
  checks: [],
} satisfies AnalysisView;

it('says which bar an analysis stands on as a person says it, with the zone where there is a time', () => {
  expect(analysisLines(view)[0]).toBe('HRBM closed at 31.5 (bar of 2026-11-25 15:45 UTC); 400 bars looked at');
  const daily = { ...view, timeframe: '1d', asOf: '2026-11-25' } satisfies AnalysisView;
  expect(analysisLines(daily)[0]).toBe('HRBM closed at 31.5 (2026-11-25); 400 bars looked at');
});
