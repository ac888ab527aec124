import { LineSeries, LineStyle, type IChartApi, type ISeriesApi, type UTCTimestamp } from 'lightweight-charts';

/** Where the price may be after one of the next bars; `time` in seconds. */
export interface BandPoint {
  readonly time: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

const EDGES = ['low', 'median', 'high'] as const;

/** A forecast beyond the newest bar: its two edges, and the middle more faintly dotted. Never the middle alone. */
export class ForecastBand {
  readonly #chart: IChartApi;
  /** Made with the first forecast: few charts have one when they are first drawn. */
  #lines: readonly ISeriesApi<'Line'>[] = [];

  constructor(chart: IChartApi) {
    this.#chart = chart;
  }

  /** `from`: the newest close, where all three begin. */
  draw(
    from: { readonly time: number; readonly close: number } | undefined,
    band: readonly BandPoint[],
    color: string,
  ): void {
    if (this.#lines.length === 0) {
      if (band.length === 0) return;
      this.#lines = EDGES.map((edge) =>
        this.#chart.addSeries(LineSeries, {
          lineWidth: edge === 'median' ? 1 : 2,
          lineStyle: edge === 'median' ? LineStyle.Dotted : LineStyle.Dashed,
          lastValueVisible: false,
          priceLineVisible: false,
          crosshairMarkerVisible: false,
        }),
      );
    }
    for (const [index, line] of this.#lines.entries()) {
      const edge = EDGES[index]!; // one line per edge
      const points =
        from === undefined || band.length === 0
          ? []
          : [
              { time: from.time, value: from.close },
              ...band.map((point) => ({ time: point.time, value: point[edge] })),
            ];
      line.applyOptions({ color });
      line.setData(points.map(({ time, value }) => ({ time: time as UTCTimestamp, value })));
    }
  }
}
