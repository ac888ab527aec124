import {
  CandlestickSeries,
  ColorType,
  createChart,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { movingAverage } from './average.ts';
import type { Palette } from './palette.ts';

export interface Candle {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}
export interface Level {
  readonly price: number;
  readonly title: string;
  readonly kind: 'entry' | 'stop' | 'target';
}
interface Drawing {
  readonly candles: readonly Candle[];
  readonly levels: readonly Level[];
  readonly palette: Palette;
  readonly font: string;
  readonly daily: boolean;
  readonly priceText: (price: number) => string;
  readonly timeText: (seconds: number) => string;
  readonly minMove: number;
}

const FAST = 20;
const SLOW = 50;
const SHOWN = 90;
const stamp = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;

/** The candle chart of one element: drawn once, then fed. The page beside it says the same as a table. */
export class CandleChart {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #fast: ISeriesApi<'Line'>;
  readonly #slow: ISeriesApi<'Line'>;
  #levels: IPriceLine[] = [];
  #key = '';

  constructor(element: HTMLElement) {
    // The library's own mark adds an inline style sheet, which the content policy forbids; the page credits it in words.
    this.#chart = createChart(element, { autoSize: true, layout: { attributionLogo: false } });
    const quiet = { lastValueVisible: false, priceLineVisible: false, crosshairMarkerVisible: false } as const;
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#slow = this.#chart.addSeries(LineSeries, { ...quiet, lineWidth: 2 });
    this.#fast = this.#chart.addSeries(LineSeries, { ...quiet, lineWidth: 2 });
    this.#candles = this.#chart.addSeries(CandlestickSeries, { borderVisible: false });
  }

  /** `key` names what is shown: when it changes, the newest bars are brought into view. */
  draw(key: string, drawing: Drawing): void {
    this.#style(drawing);
    const { candles, palette } = drawing;
    const known = candles.map((candle) => ({ ...candle, time: stamp(candle.time) }));
    this.#candles.setData(known);
    const [up, down] = [faded(palette.gain), faded(palette.loss)];
    this.#volume.setData(
      known.map(({ time, volume, open, close }) => ({ time, value: volume, color: close >= open ? up : down })),
    );
    for (const [series, length] of [
      [this.#fast, FAST],
      [this.#slow, SLOW],
    ] as const) {
      series.setData(movingAverage(candles, length).map(({ time, value }) => ({ time: stamp(time), value })));
    }
    this.#drawLevels(drawing);
    if (key !== this.#key) {
      this.#key = key;
      this.#chart.timeScale().setVisibleLogicalRange({ from: candles.length - SHOWN, to: candles.length + 4 });
    }
  }

  #style({ palette, font, daily, priceText, timeText, minMove }: Drawing): void {
    this.#chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: 'transparent' },
        textColor: palette.ink,
        fontFamily: font,
        fontSize: 11,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: palette.line } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.2 } },
      timeScale: {
        borderVisible: false,
        timeVisible: !daily,
        secondsVisible: false,
        tickMarkFormatter: (time: unknown) => timeText(Number(time)),
      },
      localization: { priceFormatter: priceText, timeFormatter: (time: unknown) => timeText(Number(time)) },
      handleScroll: { vertTouchDrag: false },
    });
    this.#candles.applyOptions({
      upColor: palette.gain,
      downColor: palette.loss,
      wickUpColor: palette.gain,
      wickDownColor: palette.loss,
      priceFormat: { type: 'price', minMove, precision: minMove >= 1 ? 0 : 2 },
    });
    this.#fast.applyOptions({ color: palette.fast });
    this.#slow.applyOptions({ color: palette.slow });
  }

  #drawLevels({ levels, palette }: Drawing): void {
    for (const line of this.#levels) this.#candles.removePriceLine(line);
    const colors = { entry: palette.ink, stop: palette.loss, target: palette.gain };
    this.#levels = levels.map(({ price, title, kind }) =>
      this.#candles.createPriceLine({
        price,
        title,
        color: colors[kind],
        lineWidth: 1,
        lineStyle: kind === 'entry' ? LineStyle.Dotted : LineStyle.Dashed,
        axisLabelVisible: true,
      }),
    );
  }

  destroy(): void {
    this.#chart.remove();
  }
}

/** The tokens are six-digit hex: two digits more make them see-through. */
function faded(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}55` : color;
}
