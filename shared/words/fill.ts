import type { ReasonView } from '../contract/common.ts';
import type { Timeframe } from '../domain/bar.ts';
import { CURRENCIES, type Currency } from '../domain/instrument.ts';
import { isDecimalText, type DecimalText } from '../lib/decimal.ts';
import { dayTime, duration, fullMarketDay, marketDay, time, type Reader } from './format-time.ts';
import { figure, money, multiple, percent, price, quantity } from './format.ts';

/** Where a reason is read: the reader, the account's currency, and the instrument's where prices differ from it. */
export interface FillContext {
  readonly reader: Reader;
  readonly currency: Currency;
  readonly priceCurrency?: Currency | undefined;
  /** Of the bars a reason counts; unknown: "bars". */
  readonly timeframe?: Timeframe | undefined;
}

/**
 * The values of one reason, each written the way its meaning asks for. A value that is missing or of the wrong kind
 * reads as `?`: a sentence with a gap is better than no sentence.
 */
export interface Fill {
  /** Whether the value is there at all. */
  has(key: string): boolean;
  text(key: string): string;
  /** The number itself, for a choice of words; NaN when there is none. */
  raw(key: string): number;
  count(key: string): string;
  figure(key: string, digits?: number): string;
  money(key: string): string;
  price(key: string): string;
  /** A fraction: 0.12 is 12%. */
  percent(key: string): string;
  times(key: string): string;
  time(key: string): string;
  dayTime(key: string): string;
  /** A market day, written `2026-03-14`. */
  day(key: string): string;
  /** The same with its year. */
  fullDay(key: string): string;
  duration(key: string): string;
  /** Whether the bars are days, so that "20-day average" is true. */
  readonly daily: boolean;
}

const GAP = '?';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export type Phrase = (values: Fill) => string;

export function fill(values: ReasonView['values'], context: FillContext): Fill {
  const { reader, currency } = context;
  const { language } = reader;
  // A value of that name says it where the reader's place does not.
  const priceCurrency = CURRENCIES.find((known) => known === values['currency']) ?? context.priceCurrency ?? currency;
  const raw = (key: string): number => Number(values[key] ?? Number.NaN);
  const decimalOf = (key: string): DecimalText | number | null => {
    const value = values[key];
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    return typeof value === 'string' && isDecimalText(value) ? value : null;
  };
  const withDecimal = (key: string, write: (value: DecimalText | number) => string): string => {
    const value = decimalOf(key);
    return value === null ? GAP : write(value);
  };
  const withNumber = (key: string, write: (value: number) => string): string => {
    const value = raw(key);
    return Number.isFinite(value) ? write(value) : GAP;
  };
  const withInstant = (key: string, write: (value: string | number) => string): string => {
    const value = values[key];
    const known = typeof value === 'number' ? Number.isFinite(value) : !Number.isNaN(Date.parse(value ?? ''));
    return value === undefined || !known ? GAP : write(value);
  };
  return {
    has: (key) => values[key] !== undefined,
    text: (key) => String(values[key] ?? GAP),
    raw,
    count: (key) => withDecimal(key, quantity),
    figure: (key, digits) => withNumber(key, (value) => figure(value, digits)),
    money: (key) => withDecimal(key, (value) => money(value, currency, language, { style: 'round' })),
    price: (key) => withDecimal(key, (value) => price(value, priceCurrency, language)),
    percent: (key) => withNumber(key, (value) => percent(value)),
    times: (key) => withNumber(key, (value) => multiple(value, language)),
    time: (key) => withInstant(key, (value) => time(value, reader)),
    dayTime: (key) => withInstant(key, (value) => dayTime(value, reader)),
    day: (key) => {
      const value = String(values[key]);
      return DAY.test(value) ? withInstant(key, () => marketDay(value, language)) : GAP;
    },
    fullDay: (key) => {
      const value = String(values[key]);
      return DAY.test(value) ? withInstant(key, () => fullMarketDay(value, language)) : GAP;
    },
    duration: (key) => withNumber(key, (value) => duration(value, language)),
    daily: context.timeframe === '1d',
  };
}
