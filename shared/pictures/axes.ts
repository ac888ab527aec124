import type { Timeframe } from '../domain/bar.ts';
import type { Currency } from '../domain/instrument.ts';
import type { Language } from '../contract/session.ts';
import { DAY_MS } from '../lib/time.ts';
import { clockIn, dateIn, day } from '../words/format-time.ts';
import { money, percent, price } from '../words/format.ts';

/** Round figures between two: 1, 2 or 5 of some power of ten apart, at most `most` of them. */
export function ticks(low: number, high: number, most = 4): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

export function priceLabel(value: number, currency: Currency, language: Language): string {
  // A round price needs no cents; between round ones they are what tells them apart.
  return Number.isInteger(value)
    ? money(value, currency, language, { style: 'round' })
    : price(value, currency, language);
}

export function moneyLabel(value: number, currency: Currency, language: Language): string {
  return money(value, currency, language, { style: 'short' });
}

export function shareLabel(value: number): string {
  return value === 0 ? '0%' : percent(value, { signed: true, digits: Math.abs(value) < 0.01 ? 2 : 1 });
}

interface TimeAxis {
  readonly language: Language;
  readonly zone: string;
  /** Of bars; days have no times. Absent: as long as it is says which. */
  readonly timeframe?: Timeframe;
}

/** A few times along a line of them, as places in it and words. */
export function timeLabels(
  t: ArrayLike<number>,
  { language, zone, timeframe }: TimeAxis,
  most = 4,
): { readonly index: number; readonly text: string }[] {
  const count = t.length;
  if (count === 0) return [];
  const first = t[0]!; // in range
  const last = t[count - 1]!; // as above
  const isOneDay = dateIn(first, zone) === dateIn(last, zone);
  const isDays = timeframe === '1d' || timeframe === '1w';
  const label = (at: number, before: number | undefined): string => {
    if (last - first > 400 * DAY_MS) return monthOf(at, language, zone);
    if (isDays || last - first > 4 * DAY_MS) return day(at, { language, zone });
    // The day once, where it begins.
    const isSameDay = before === undefined ? false : dateIn(at, zone) === dateIn(before, zone);
    return isSameDay || isOneDay ? clockIn(at, { language, zone }) : day(at, { language, zone });
  };
  const shown = Math.min(most, count);
  const at = Array.from({ length: shown }, (_, place) =>
    shown === 1 ? 0 : Math.round((place * (count - 1)) / (shown - 1)),
  );
  const labels = at.map((index, place) => {
    const before = at[place - 1];
    return { index, text: label(t[index]!, before === undefined ? undefined : t[before]) }; // in range
  });
  return labels.filter(({ text }, place) => place === 0 || text !== labels[place - 1]?.text);
}

function monthOf(at: number, language: Language, zone: string): string {
  const [year = '', month = ''] = dateIn(at, zone).split('-');
  const name = day(at, { language: 'en', zone }).split(' ')[1] ?? '';
  return language === 'ko' ? `${year}년 ${Number(month)}월` : `${name} ${year}`;
}
