import {
  createSeriesMarkers,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { ChartLine, ChartLines } from './lines.ts';
import { faded, type Palette } from './palette.ts';

interface Look {
  readonly palette: Palette;
  readonly priceText: (price: number) => string;
}

const PANEL_SHARE = 0.32;
const QUIET = { lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false } as const;
const stamp = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });

/** The indicator lines of a chart, over its candles and in panels under them. Made anew when others are chosen, else fed. */
export class LineSet {
  readonly #chart: IChartApi;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  #series: ISeriesApi<'Line' | 'Histogram'>[] = [];
  #key = '';

  constructor(chart: IChartApi, candles: ISeriesApi<'Candlestick'>) {
    this.#chart = chart;
    this.#markers = createSeriesMarkers(candles);
  }

  draw({ times, lines }: ChartLines, look: Look): void {
    const drawn = lines.filter((line) => line.drawn !== 'pattern');
    const key = drawn.map(({ title, pane }) => `${pane} ${title}`).join('|');
    if (key !== this.#key) {
      this.#key = key;
      // The last series of a panel takes it along.
      for (const series of this.#series.reverse()) this.#chart.removeSeries(series);
      this.#series = drawn.map((line) => this.#made(line));
      for (const pane of this.#chart.panes().slice(1)) pane.setStretchFactor(PANEL_SHARE);
    }
    for (const [index, line] of drawn.entries()) this.#feed(this.#series[index], { line, times, look });
    this.#mark(
      times,
      lines.filter((line) => line.drawn === 'pattern'),
      look.palette,
    );
  }

  #made(line: ChartLine): ISeriesApi<'Line' | 'Histogram'> {
    if (line.drawn === 'columns') return this.#chart.addSeries(HistogramSeries, QUIET, line.pane);
    const isDots = line.drawn === 'dots';
    return this.#chart.addSeries(
      LineSeries,
      {
        ...QUIET,
        lineWidth: 2,
        ...(isDots && { lineVisible: false, pointMarkersVisible: true, pointMarkersRadius: 1.5 }),
        ...(line.part !== '' && line.pane === 0 && { lineWidth: 1 }),
        ...(line.isPercent && {
          autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
        }),
      },
      line.pane,
    );
  }

  #feed(
    series: ISeriesApi<'Line' | 'Histogram'> | undefined,
    { line, times, look }: { line: ChartLine; times: readonly number[]; look: Look },
  ): void {
    if (series === undefined) return;
    const color = look.palette.series[line.color] ?? look.palette.ink;
    const formatter = line.pane === 0 ? look.priceText : (value: number) => compact.format(value);
    series.applyOptions({
      color: line.drawn === 'columns' ? faded(color) : color,
      lineStyle: LineStyle.Solid,
      priceFormat: { type: 'custom', minMove: 0.0001, formatter },
    });
    // A time without a value leaves a gap instead of a line across it.
    series.setData(
      line.values.map((value, index) => {
        const time = stamp(times[index] ?? 0);
        return value === null ? { time } : { time, value };
      }),
    );
  }

  #mark(times: readonly number[], patterns: readonly ChartLine[], palette: Palette): void {
    const markers = patterns.flatMap(({ values, color }) =>
      values.flatMap((value, index): SeriesMarker<Time>[] =>
        value === null || value === 0
          ? []
          : [
              {
                time: stamp(times[index] ?? 0),
                position: value > 0 ? 'belowBar' : 'aboveBar',
                shape: value > 0 ? 'arrowUp' : 'arrowDown',
                color: palette.series[color] ?? palette.ink,
              },
            ],
      ),
    );
    this.#markers.setMarkers(markers.sort((a, b) => Number(a.time) - Number(b.time)));
  }
}
