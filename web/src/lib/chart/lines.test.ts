import { describe, expect, it } from 'vitest';
import type { IndicatorView } from '#shared/contract/indicators.ts';
import { chartLinesOf, indicatorOf, titleOf } from './lines.ts';

function view(
  name: string,
  place: IndicatorView['place'],
  lines: readonly string[],
  kind: IndicatorView['kind'] = 'indicator',
): IndicatorView {
  return {
    name,
    kind,
    titleEn: name.toUpperCase(),
    titleKo: `지표 ${name}`,
    meansEn: '',
    meansKo: '',
    source: '',
    place,
    settings: [],
    rising: [],
    lines: lines.map((line) => ({ name: line, titleEn: line, titleKo: line, drawn: 'line' as const })),
  };
}

const catalogue = [
  view('sma', 'price', ['sma']),
  view('bollinger', 'price', ['upper', 'middle', 'lower']),
  view('stochastic', 'percent', ['k', 'd']),
  view('stochastic-rsi', 'percent', ['k', 'd']),
  view('macd', 'panel', ['macd', 'signal', 'histogram']),
  view('doji', 'panel', ['pattern'], 'pattern'),
];

describe('lines of a chart', () => {
  it('finds the indicator of a whole name, the longer name too', () => {
    expect(indicatorOf('stochastic-rsi-14-14-3-3', catalogue)?.name).toBe('stochastic-rsi');
    expect(indicatorOf('stochastic-14-3-3', catalogue)?.name).toBe('stochastic');
    expect(indicatorOf('smart', catalogue)).toBeUndefined();
    expect(titleOf('bollinger-20-2', catalogue[1]!, 'en')).toBe('BOLLINGER 20 2'); // there are two
  });

  it('puts overlays over the prices in colors of their own, each panel below, a band in one color', () => {
    const labels = ['sma-20', 'bollinger-20-2', 'sma-50', 'macd-12-26-9', 'doji', 'stochastic-14-3-3'];
    const names = labels.flatMap((label) => {
      const indicator = indicatorOf(label, catalogue);
      return (indicator?.lines ?? []).map(({ name }) => (indicator?.lines.length === 1 ? label : `${label}.${name}`));
    });
    const { lines, panels, times } = chartLinesOf(
      { symbol: 'A', timeframe: '1d', t: ['2020-01-02'], lines: names.map((name) => ({ name, values: [1] })) },
      { labels, catalogue, language: 'en' },
    );
    expect(panels).toBe(2);
    expect(times).toEqual([Date.UTC(2020, 0, 2) / 1000]);
    expect(lines.map(({ label, pane, color, drawn }) => [label, pane, color, drawn])).toEqual([
      ['sma-20', 0, 0, 'line'],
      ['bollinger-20-2', 0, 1, 'line'],
      ['bollinger-20-2', 0, 1, 'line'],
      ['bollinger-20-2', 0, 1, 'line'],
      ['sma-50', 0, 2, 'line'],
      ['macd-12-26-9', 1, 0, 'line'],
      ['macd-12-26-9', 1, 1, 'line'],
      ['macd-12-26-9', 1, 2, 'line'],
      ['doji', 0, 3, 'pattern'],
      ['stochastic-14-3-3', 2, 0, 'line'],
      ['stochastic-14-3-3', 2, 1, 'line'],
    ]);
  });
});
