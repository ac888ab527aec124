import type { BarColumns } from '../../domain/bar.ts';
import { DAY_MS } from '../../lib/time.ts';
import { define, oneOutput, param, type HotIndicator } from '../indicator.ts';

/**
 * Volume-weighted average of the typical price (h + l + c) / 3 since the session began. Sessions are told apart by
 * `floor(t / (days × 24 h))` in UTC: a day holds a whole regular session of New York and of Seoul. 0 days never reset.
 * No warm-up; while a session has no volume it is the typical price itself.
 */
export function vwap(
  columns: Pick<BarColumns, 't' | 'h' | 'l' | 'c' | 'v'>,
  days: number,
  out: Float64Array = new Float64Array(columns.c.length),
): Float64Array {
  const { t, h, l, c, v } = columns;
  const sessionMs = days * DAY_MS;
  let session = NaN;
  let value = 0;
  let volume = 0;
  for (let i = 0; i < c.length; i += 1) {
    const now = sessionMs > 0 ? Math.floor(t[i]! / sessionMs) : 0; // in range: columns are equally long
    if (now !== session) {
      session = now;
      value = 0;
      volume = 0;
    }
    const typical = (h[i]! + l[i]! + c[i]!) / 3; // in range, as above
    value += typical * v[i]!;
    volume += v[i]!;
    out[i] = volume > 0 ? value / volume : typical;
  }
  return out;
}

export const VWAP: HotIndicator = define({
  name: 'vwap',
  source: 'Σ typical price × volume / Σ volume from the session’s first bar; Berkowitz, Logue, Noser (1988)',
  params: { days: { usual: 1, min: 0, max: 366, isWhole: true } },
  place: 'price',
  outputs: ['vwap'],
  warmUp: () => 0,
  compute: (columns, params, out) => [vwap(columns, param(params, 'days'), out?.[0])],
  stream: (params) => {
    const sessionMs = param(params, 'days') * DAY_MS;
    let session = NaN;
    let value = 0;
    let volume = 0;
    return oneOutput(({ t, h, l, c, v }) => {
      const now = sessionMs > 0 ? Math.floor(t / sessionMs) : 0;
      if (now !== session) {
        session = now;
        value = 0;
        volume = 0;
      }
      const typical = (h + l + c) / 3;
      value += typical * v;
      volume += v;
      return volume > 0 ? value / volume : typical;
    });
  },
});
