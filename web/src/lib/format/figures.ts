import type { Currency } from '#shared/domain/instrument.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import { age, ago, clockIn, dateIn, day, dayTime, duration, marketDay, time } from '#shared/words/format-time.ts';
import { figure, MINUS, money, percent, price, quantity, type MoneyOptions } from '#shared/words/format.ts';
import { ui } from '../state/ui.svelte.ts';

/*
 * The catalogue's figures for this reader. Reading `ui` makes whatever draws them follow the language. An amount that
 * is not known is a dash, never a zero.
 */
export const DASH = '–';
type Amount = DecimalText | null | undefined;

export const amount = (value: Amount | number, currency: Currency, options?: MoneyOptions): string =>
  value == null ? DASH : money(value, currency, ui.language, options);
export const signed = (value: Amount, currency: Currency, style: MoneyOptions['style'] = 'round'): string =>
  amount(value, currency, { signed: true, style });
export const priceOf = (value: DecimalText | number | null | undefined, currency: Currency): string =>
  value == null ? DASH : price(value, currency, ui.language);
export const share = (fraction: number | null | undefined, digits = 1): string =>
  fraction == null ? DASH : percent(fraction, { digits });
/** With its sign and always as many decimals, so that columns line up: +1.05%, −2.30%. */
export function signedShare(fraction: number | null | undefined, digits = 1): string {
  if (fraction == null) return DASH;
  const text = Math.abs(fraction * 100).toFixed(digits);
  if (Number(text) === 0) return `${text}%`;
  return `${fraction < 0 ? MINUS : '+'}${text}%`;
}
export const count = (value: DecimalText | number): string => quantity(value);

export const clock = (instant: string | number): string => clockIn(instant, ui.reader);
export const timeOf = (instant: string | number): string => time(instant, ui.reader);
export const whenOf = (instant: string | number, now?: number): string => dayTime(instant, ui.reader, now);
export const dayOf = (instant: string | number): string => day(instant, ui.reader);
/** A market day that is written as one: the same everywhere. */
export const dayTextOf = (text: string): string => marketDay(text, ui.language);
export const dateOf = (instant: string | number): string => dateIn(instant, ui.reader.zone);
/** Whoever travels with the page open changes zones less often than this. */
const ZONE_KEPT_MS = 60_000;
let zone = { name: '', at: -Infinity };

/** Asked for with every time of day, and each asking builds a whole format. */
function zoneHere(): string {
  const at = performance.now();
  if (at - zone.at > ZONE_KEPT_MS) zone = { name: Intl.DateTimeFormat().resolvedOptions().timeZone, at };
  return zone.name;
}

/** Wall-clock instants, as the clock of this device shows them; market time keeps its own zone. */
export const here = () => ({ language: ui.language, zone: zoneHere() });
/** A day on which something was done here, not in the market: the reader's own. */
export const dayHere = (instant: string | number): string => day(instant, here());
export const dateHere = (instant: string | number): string => dateIn(instant, here().zone);
export const clockHere = (instant: string | number): string => clockIn(instant, here());
/** To the second, with its zone where it is not the reader's own. */
export const clockSeconds = (instant: string | number): string => clockIn(instant, here(), { seconds: true });
export function whenHere(instant: string | number, now: number): string {
  const reader = here();
  const today = dateIn(instant, reader.zone) === dateIn(now, reader.zone);
  return today ? clockIn(instant, reader) : `${day(instant, reader)} ${clockIn(instant, reader)}`;
}

export const lengthOf = (ms: number): string => duration(ms, ui.language);
export const agoOf = (ms: number): string => ago(ms, ui.language);
export const ageOf = (ms: number): string => age(ms, ui.language);

/** −1, 0 or 1 of an amount, without turning it into a float. */
export function signOf(value: Amount): -1 | 0 | 1 {
  if (value == null || /^-?0*(\.0*)?$/.test(value)) return 0;
  return value.startsWith('-') ? -1 : 1;
}

/** A plain figure with at most one decimal. */
export const figureOf = (value: number, digits = 1): string => figure(value, digits);
