import {
  createSeriesMarkers,
  createTextWatermark,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type ITextWatermarkPluginApi,
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

/** How high the prices are when a panel is 1; the page's style sheet gives 380 and 110 px. */
const PRICES_TO_PANEL = 3.45;
const QUIET = { lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false } as const;
const stamp = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;
let format: Intl.NumberFormat | null = null;
/** Only panels need it, and building it takes long. */
const compact = (value: number): string =>
  (format ??= new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 })).format(value);

/** The indicator lines of a chart, over its candles and in panels under them. Made anew when others are chosen, else fed. */
export class LineSet {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  #markers: ISeriesMarkersPluginApi<Time> | null = null;
  #names: ITextWatermarkPluginApi<Time>[] = [];
  #series: ISeriesApi<'Line' | 'Histogram'>[] = [];
  #key = '';

  constructor(chart: IChartApi, candles: ISeriesApi<'Candlestick'>) {
    this.#chart = chart;
    this.#candles = candles;
  }

  draw({ times, lines }: ChartLines, look: Look): void {
    const drawn = lines.filter((line) => line.drawn !== 'pattern');
    const key = [look.palette.ink, ...drawn.map(({ title, pane }) => `${pane} ${title}`)].join('|');
    if (key !== this.#key) {
      this.#key = key;
      for (const name of this.#names) name.detach();
      // The last series of a panel takes it along.
      for (const series of this.#series.reverse()) this.#chart.removeSeries(series);
      this.#series = drawn.map((line) => this.#made(line));
      this.#names = this.#named(drawn, look.palette.ink);
      for (const [index, pane] of this.#chart.panes().entries())
        pane.setStretchFactor(index === 0 ? PRICES_TO_PANEL : 1);
    }
    for (const [index, line] of drawn.entries()) this.#feed(this.#series[index], { line, times, look });
    this.#mark(
      times,
      lines.filter((line) => line.drawn === 'pattern'),
      look.palette,
    );
  }

  /** Each panel says what it is in its upper corner. */
  #named(lines: readonly ChartLine[], color: string): ITextWatermarkPluginApi<Time>[] {
    return this.#chart.panes().flatMap((pane, index) => {
      const line = index === 0 ? undefined : lines.find((one) => one.pane === index);
      if (line === undefined) return [];
      return createTextWatermark(pane, {
        horzAlign: 'left',
        vertAlign: 'top',
        lines: [{ text: line.name, color, fontSize: 11 }],
      });
    });
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
    const formatter = line.pane === 0 ? look.priceText : compact;
    series.applyOptions({
      color: line.drawn === 'columns' ? faded(color) : color,
      lineStyle: LineStyle.Solid,
      priceFormat: { type: 'custom', minMove: 0.0001, formatter },
    });
    // Over the prices the candles say how much room there is; a panel keeps its upper edge for its name.
    if (line.pane > 0) series.priceScale().applyOptions({ scaleMargins: { top: 0.2, bottom: 0.08 } });
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
    if (markers.length === 0 && this.#markers === null) return;
    this.#markers ??= createSeriesMarkers(this.#candles);
    this.#markers.setMarkers(markers.sort((a, b) => Number(a.time) - Number(b.time)));
  }
}
