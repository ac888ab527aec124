import type { BarColumns } from '../../domain/bar.ts';
import { trueRange } from '../atr/atr.ts';
import { blank, param, type Indicator, type IndicatorStream } from '../indicator.ts';

export interface Adx {
  readonly adx: Float64Array;
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
}

/*
 * Wilder's sums start with the plain sum of the first period - 1 movements; from then on each loses its period-th
 * part and gains the newest. DX exists from index `period`, ADX is the mean of the first `period` of them and is
 * then smoothed. Where nothing moved there is no DX and ADX stays as it was. (ta_ADX.c, ta_PLUS_DI.c.)
 */
class DirectionalState {
  plusDi = NaN;
  minusDi = NaN;
  adx = NaN;
  readonly #period: number;
  #index = -1;
  #plus = 0;
  #minus = 0;
  #range = 0;
  #dxTotal = 0;
  #high = NaN;
  #low = NaN;
  #close = NaN;

  constructor(period: number) {
    this.#period = period;
  }

  next(high: number, low: number, close: number): void {
    this.#index += 1;
    const rise = high - this.#high;
    const fall = this.#low - low;
    const range = trueRange(high, low, this.#close);
    this.#high = high;
    this.#low = low;
    this.#close = close;
    if (this.#index === 0) return;
    const period = this.#period;
    const keep = this.#index < period ? 1 : 1 - 1 / period;
    this.#plus = this.#plus * keep + (rise > 0 && rise > fall ? rise : 0);
    this.#minus = this.#minus * keep + (fall > 0 && fall > rise ? fall : 0);
    this.#range = this.#range * keep + range;
    if (this.#index >= period) this.#publish();
  }

  #publish(): void {
    const period = this.#period;
    const moved = this.#range > 1e-14;
    this.plusDi = moved ? (100 * this.#plus) / this.#range : 0;
    this.minusDi = moved ? (100 * this.#minus) / this.#range : 0;
    const both = this.plusDi + this.minusDi;
    const first = 2 * period - 1;
    const hasDx = both > 1e-14;
    const dx = hasDx ? (100 * Math.abs(this.minusDi - this.plusDi)) / both : 0;
    if (this.#index <= first) {
      this.#dxTotal += dx;
      if (this.#index === first) this.adx = this.#dxTotal / period;
    } else if (hasDx) this.adx = (this.adx * (period - 1) + dx) / period;
  }
}

/** Average directional index and both directional indicators, 0 to 100. NaN before `2 * period - 1` (DI: `period`). */
export function adx(columns: Pick<BarColumns, 'h' | 'l' | 'c'>, period: number, out?: Adx): Adx {
  const { h, l, c } = columns;
  const result = out ?? outputs(c.length);
  blank(result.adx, 2 * period - 1);
  blank(result.plusDi, period);
  blank(result.minusDi, period);
  const state = new DirectionalState(period);
  for (let i = 0; i < c.length; i += 1) {
    state.next(h[i]!, l[i]!, c[i]!); // in range: columns are equally long
    result.adx[i] = state.adx;
    result.plusDi[i] = state.plusDi;
    result.minusDi[i] = state.minusDi;
  }
  return result;
}

function outputs(length: number): Adx {
  return { adx: new Float64Array(length), plusDi: new Float64Array(length), minusDi: new Float64Array(length) };
}

function adxStream(period: number): IndicatorStream {
  const state = new DirectionalState(period);
  const out = new Float64Array(3);
  return {
    next: ({ h, l, c }) => {
      state.next(h, l, c);
      out[0] = state.adx;
      out[1] = state.plusDi;
      out[2] = state.minusDi;
      return out;
    },
  };
}

export const ADX: Indicator = {
  name: 'adx',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ADX, PLUS_DI, MINUS_DI',
  defaults: { period: 14 },
  outputs: ['adx', 'plusDi', 'minusDi'],
  warmUp: (params) => 2 * param(params, 'period') - 1,
  compute: (columns, params) => {
    const result = adx(columns, param(params, 'period'));
    return [result.adx, result.plusDi, result.minusDi];
  },
  stream: (params) => adxStream(param(params, 'period')),
};
