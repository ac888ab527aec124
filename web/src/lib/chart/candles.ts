import {
  CandlestickSeries,
  ColorType,
  createChart,
  HistogramSeries,
  LineStyle,
  PriceScaleMode,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';
import { ForecastBand, type BandPoint } from './band.ts';
import { LineSet } from './line-set.ts';
import type { ChartLines } from './lines.ts';
import { faded, type Palette } from './palette.ts';
import { StopDrag } from './stop-drag.ts';

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
  readonly kind: 'entry' | 'stop' | 'target' | 'level';
}
interface Wiring {
  /** The bar under the crosshair, in seconds; null where there is none. */
  readonly point: (time: number | null) => void;
  /** Where somebody let the stop-loss line go. Nothing is moved by it: whoever hears it asks first. */
  readonly dropStop: (price: number) => void;
}
interface Drawing {
  readonly candles: readonly Candle[];
  readonly levels: readonly Level[];
  readonly lines: ChartLines;
  readonly band: readonly BandPoint[];
  readonly look: { readonly palette: Palette; readonly font: string };
  readonly daily: boolean;
  readonly priceText: (price: number) => string;
  readonly timeText: (seconds: number) => string;
  readonly minMove: number;
  /** Equal distances are equal percentages. */
  readonly isLog: boolean;
  /** Whether the stop-loss line may be taken hold of. */
  readonly stopMoves: boolean;
}

const SHOWN = 90;
/** Room at the right for what a level is called, so that its name covers no bar, also where it comes later. */
const NAME_PX = 76;
const NARROW_PX = 300;
const stamp = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;

/** The candle chart of one element: drawn once, then fed. The page beside it says the same as a table. */
export class CandleChart {
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volume: ISeriesApi<'Histogram'>;
  readonly #lines: LineSet;
  readonly #band: ForecastBand;
  #levels: IPriceLine[] = [];
  #stop: StopDrag;
  #key = '';
  #drawn: Drawing | null = null;

  constructor(element: HTMLElement, { point, dropStop }: Wiring) {
    // The library's own mark adds an inline style sheet, which the content policy forbids; the page credits it in words.
    // Until it is styled, with the first bars, it is not to be seen.
    this.#chart = createChart(element, {
      autoSize: true,
      layout: { attributionLogo: false, background: { type: ColorType.Solid, color: 'transparent' } },
      grid: { vertLines: { visible: false }, horzLines: { visible: false } },
      rightPriceScale: { borderVisible: false },
      timeScale: { borderVisible: false },
      handleScroll: { vertTouchDrag: false },
    });
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.#volume.priceScale().applyOptions({ scaleMargins: { top: 0.84, bottom: 0 } });
    this.#candles = this.#chart.addSeries(CandlestickSeries, { borderVisible: false });
    this.#lines = new LineSet(this.#chart, this.#candles);
    this.#band = new ForecastBand(this.#chart);
    this.#stop = new StopDrag(element, { chart: this.#chart, prices: this.#candles, drop: dropStop });
    this.#chart.subscribeCrosshairMove(({ time }) => {
      point(time === undefined ? null : Number(time));
    });
  }

  /**
   * `key` names what is shown: when it changes, the newest bars are brought into view. Its parts come one after another,
   * and each costs: only what is another one than last time is drawn.
   */
  draw(key: string, drawing: Drawing): void {
    const before = this.#drawn;
    this.#drawn = drawing;
    const isNew = (...parts: readonly (keyof Drawing)[]): boolean =>
      before === null || parts.some((part) => before[part] !== drawing[part]);
    const isRestyled = isNew('look', 'daily', 'priceText', 'timeText', 'minMove', 'isLog');
    const { candles, priceText } = drawing;
    const { palette } = drawing.look;
    if (isRestyled) this.#style(drawing);
    if (isRestyled || isNew('candles')) this.#drawCandles(candles, palette);
    if (isRestyled || isNew('lines')) this.#lines.draw(drawing.lines, { palette, priceText });
    if (isRestyled || isNew('candles', 'band')) this.#band.draw(candles.at(-1), drawing.band, palette.brand);
    if (isRestyled || isNew('levels', 'stopMoves')) this.#drawLevels(drawing);
    if (key !== this.#key) {
      this.#key = key;
      const scale = this.#chart.timeScale();
      const room = (SHOWN * NAME_PX) / Math.max(NARROW_PX, scale.width());
      scale.setVisibleLogicalRange({ from: candles.length + room - SHOWN, to: candles.length + room });
    }
  }

  #drawCandles(candles: readonly Candle[], palette: Palette): void {
    const known = candles.map((candle) => ({ ...candle, time: stamp(candle.time) }));
    this.#candles.setData(known);
    const [up, down] = [faded(palette.gain), faded(palette.loss)];
    this.#volume.setData(
      known.map(({ time, volume, open, close }) => ({ time, value: volume, color: close >= open ? up : down })),
    );
  }

  #style({ look: { palette, font }, daily, priceText, timeText, minMove, isLog }: Drawing): void {
    this.#chart.applyOptions({
      layout: {
        panes: { separatorColor: palette.line, enableResize: false },
        textColor: palette.ink,
        fontFamily: font,
        fontSize: 11,
      },
      grid: { horzLines: { visible: true, color: palette.line } },
      rightPriceScale: {
        scaleMargins: { top: 0.08, bottom: 0.2 },
        mode: isLog ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
      },
      timeScale: {
        timeVisible: !daily,
        secondsVisible: false,
        tickMarkFormatter: (time: unknown) => timeText(Number(time)),
      },
      localization: { timeFormatter: (time: unknown) => timeText(Number(time)) },
    });
    this.#candles.applyOptions({
      upColor: palette.gain,
      downColor: palette.loss,
      wickUpColor: palette.gain,
      wickDownColor: palette.loss,
      priceFormat: { type: 'custom', minMove, formatter: priceText },
    });
  }

  #drawLevels({ levels, look: { palette }, stopMoves }: Drawing): void {
    for (const line of this.#levels) this.#candles.removePriceLine(line);
    const colors = { entry: palette.ink, stop: palette.loss, target: palette.gain, level: palette.ink };
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
    const stop = levels.findIndex(({ kind }) => kind === 'stop');
    this.#stop.hold(stopMoves ? (this.#levels[stop] ?? null) : null);
  }

  destroy(): void {
    this.#stop.end();
    this.#chart.remove();
  }
}
