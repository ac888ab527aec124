import type { BarColumns } from '#shared/domain/bar.ts';

/*
 * The eleven indicators as bare loops over Float64Array, line for line what `c/indicators.c` does: running sums, no
 * warm-up, no names, no care for precision. What the public function is measured against. Indexes are in range.
 */

export const OUTPUTS = 18;

export function bareIndicators({ h, l, c, v }: BarColumns, out: readonly Float64Array[]): void {
  const at = (index: number): Float64Array => out[index]!;
  sma(c, 20, at(0));
  sma(c, 50, at(1));
  ema(c, 12, at(2));
  ema(c, 26, at(3));
  rsi(c, 14, at(4));
  macd(c, at(5), at(6), at(7));
  bollinger(c, at(8), at(9), at(10));
  atr(h, l, c, at(11));
  adx(h, l, c, at(12), at(13), at(14));
  stochastic(h, l, c, at(17), at(15), at(16));
  obv(c, v, at(17));
}

function sma(x: Float64Array, p: number, out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < p; i += 1) sum += x[i]!;
  out[p - 1] = sum / p;
  for (let i = p; i < x.length; i += 1) {
    sum += x[i]! - x[i - p]!;
    out[i] = sum / p;
  }
}

function ema(x: Float64Array, p: number, out: Float64Array): void {
  const w = 2 / (p + 1);
  let value = 0;
  for (let i = 0; i < p; i += 1) value += x[i]!;
  value /= p;
  out[p - 1] = value;
  for (let i = p; i < x.length; i += 1) {
    value += (x[i]! - value) * w;
    out[i] = value;
  }
}

function rsi(x: Float64Array, p: number, out: Float64Array): void {
  let [gain, loss] = [0, 0];
  for (let i = 1; i < x.length; i += 1) {
    const d = x[i]! - x[i - 1]!;
    const up = d > 0 ? d : 0;
    const down = d < 0 ? -d : 0;
    if (i <= p) {
      gain += up / p;
      loss += down / p;
    } else {
      gain += (up - gain) / p;
      loss += (down - loss) / p;
    }
    if (i >= p) out[i] = (100 * gain) / (gain + loss);
  }
}

function macd(x: Float64Array, line: Float64Array, signal: Float64Array, histogram: Float64Array): void {
  let [f, s, g] = [0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    if (i < 26) {
      s += x[i]! / 26;
      if (i >= 14) f += x[i]! / 12;
      if (i < 25) continue;
    } else {
      f += (x[i]! - f) * (2 / 13);
      s += (x[i]! - s) * (2 / 27);
    }
    const d = f - s;
    if (i <= 33) g += d / 9;
    else g += (d - g) * (2 / 10);
    if (i < 33) continue;
    line[i] = d;
    signal[i] = g;
    histogram[i] = d - g;
  }
}

function bollinger(x: Float64Array, upper: Float64Array, middle: Float64Array, lower: Float64Array): void {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < x.length; i += 1) {
    const value = x[i]!;
    sum += value;
    squares += value * value;
    if (i >= 20) {
      const oldest = x[i - 20]!;
      sum -= oldest;
      squares -= oldest * oldest;
    }
    if (i < 19) continue;
    const mean = sum / 20;
    const variance = squares / 20 - mean * mean;
    const width = 2 * Math.sqrt(variance > 0 ? variance : 0);
    upper[i] = mean + width;
    middle[i] = mean;
    lower[i] = mean - width;
  }
}

function trueRange(h: number, l: number, c: number): number {
  return Math.max(h - l, Math.abs(h - c), Math.abs(l - c));
}

function atr(h: Float64Array, l: Float64Array, c: Float64Array, out: Float64Array): void {
  let value = 0;
  for (let i = 1; i < c.length; i += 1) {
    const r = trueRange(h[i]!, l[i]!, c[i - 1]!);
    if (i <= 14) value += r / 14;
    else value += (r - value) / 14;
    if (i >= 14) out[i] = value;
  }
}

function adx(
  ...[h, l, c, out, pdi, mdi]: [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
): void {
  let [plus, minus, range, value] = [0, 0, 0, 0];
  for (let i = 1; i < c.length; i += 1) {
    const up = h[i]! - h[i - 1]!;
    const down = l[i - 1]! - l[i]!;
    const keep = i < 14 ? 1 : 13 / 14;
    plus = plus * keep + (up > 0 && up > down ? up : 0);
    minus = minus * keep + (down > 0 && down > up ? down : 0);
    range = range * keep + trueRange(h[i]!, l[i]!, c[i - 1]!);
    if (i < 14) continue;
    const p = (100 * plus) / range;
    const m = (100 * minus) / range;
    pdi[i] = p;
    mdi[i] = m;
    const dx = p + m > 0 ? (100 * Math.abs(p - m)) / (p + m) : value;
    if (i <= 27) value += dx / 14;
    else value += (dx - value) / 14;
    if (i >= 27) out[i] = value;
  }
}

function stochastic(
  ...[h, l, c, raw, k, d]: [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
): void {
  let [hi, lo] = [-1, -1];
  for (let i = 13; i < c.length; i += 1) {
    const from = i - 13;
    if (hi >= from) {
      if (h[i]! >= h[hi]!) hi = i;
    } else {
      hi = from;
      for (let j = from + 1; j <= i; j += 1) if (h[j]! >= h[hi]!) hi = j;
    }
    if (lo >= from) {
      if (l[i]! <= l[lo]!) lo = i;
    } else {
      lo = from;
      for (let j = from + 1; j <= i; j += 1) if (l[j]! <= l[lo]!) lo = j;
    }
    raw[i] = h[hi]! > l[lo]! ? (100 * (c[i]! - l[lo]!)) / (h[hi]! - l[lo]!) : 0;
  }
  sma(raw.subarray(13), 3, k.subarray(13));
  sma(k.subarray(15), 3, d.subarray(15));
}

function obv(c: Float64Array, v: Float64Array, out: Float64Array): void {
  let total = v[0]!;
  out[0] = total;
  for (let i = 1; i < c.length; i += 1) {
    if (c[i]! > c[i - 1]!) total += v[i]!;
    else if (c[i]! < c[i - 1]!) total -= v[i]!;
    out[i] = total;
  }
}
