import type { Words } from '#shared/words/en.ts';
import { listStrategies } from '#shared/usecases/strategies.ts';
import { OTHERWISE } from '../cards/backtest.ts';
import { strategyKind, strategyName } from '../cards/strategy-words.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';

/** Days of a test, `YYYY-MM-DD`, both counted; absent: as far as there are bars. */
export interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** What somebody wants tested, as far as the words alone tell it. */
export interface TestLine {
  /** What was said of the past, as it was typed. */
  readonly span: { readonly said: string; readonly days: Span } | null;
  /** An amount, as it was typed. */
  readonly cash: string | null;
  /** All that is left: a bot, or a strategy and a stock in either order. */
  readonly rest: string;
}

const BACK = /^(\d{1,3})(y|yr|years?|년|m|mo|months?|개월|달|w|wk|weeks?|주)$/iu;
const DAY = '(?:(?:19|20)\\d{2}(?:-?\\d{2}(?:-?\\d{2})?)?)';
const BETWEEN = new RegExp(`^(${DAY})?(?:\\.\\.+|~|–)(${DAY})?$`, 'u');
const ONE = new RegExp(`^${DAY}$`, 'u');
/** As exchanges in Korea number their stocks. */
const STOCK_NUMBER = /^\d{6}$/;

/**
 * Sorts words that may stand in any order: `5y`, `2020..2024`, `2023` are a past, `$10,000`, `10k` an amount. Six digits
 * may be a stock of Korea or an amount: whoever knows the stocks decides.
 * @param today of the market the test is about, from which `5y` counts back
 */
export function readTestLine(line: string, today: number): TestLine {
  let span: TestLine['span'] = null;
  let cash: string | null = null;
  const rest: string[] = [];
  for (const word of line.split(/\s+/).filter((one) => one !== '')) {
    const days: Span | null = span === null ? spanOf(word, today) : null;
    if (days !== null) span = { said: word, days };
    else if (cash === null && isAmount(word)) cash = word;
    else rest.push(word);
  }
  const numbers = rest.filter((word) => STOCK_NUMBER.test(word));
  const [number] = numbers;
  // Beside a name a number is no second stock.
  if (cash === null && numbers.length === 1 && number !== undefined && withoutStrategy(rest, number).length > 0)
    return { span, cash: number, rest: rest.filter((word) => word !== number).join(' ') };
  return { span, cash, rest: rest.join(' ') };
}

const isAmount = (word: string): boolean =>
  !STOCK_NUMBER.test(word) && (parseAmount(word, 'USD') !== null || parseAmount(word, 'KRW') !== null);

function withoutStrategy(words: readonly string[], number: string): string[] {
  const names = new Set(listStrategies().map(({ name }) => name));
  return words.filter((word) => word !== number && !names.has(word.toLowerCase()));
}

/** The days a word means; null when it means none. What stands the wrong way round is turned. */
export function spanOf(word: string, today: number): Span | null {
  const [, count, unit] = BACK.exec(word) ?? [];
  if (count !== undefined && unit !== undefined) return { from: before(today, Number(count), unit) };
  if (ONE.test(word)) return bounded(word, word);
  const between = BETWEEN.exec(word);
  if (between === null) return null;
  const [, first, second] = between;
  if (first === undefined && second === undefined) return null;
  return first !== undefined && second !== undefined && digits(first) > digits(second)
    ? bounded(second, first)
    : bounded(first, second);
}

function bounded(first: string | undefined, last: string | undefined): Span | null {
  const from = first === undefined ? undefined : edge(first, 'first');
  const to = last === undefined ? undefined : edge(last, 'last');
  if (from === null || to === null) return null;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const digits = (text: string): string => text.replaceAll('-', '').padEnd(8, '0');

/** The first or last day of a year, a month or a day; null for one that is not in the calendar. */
function edge(text: string, which: 'first' | 'last'): string | null {
  const [, year = '', month, day] = /^(\d{4})(\d{2})?(\d{2})?$/.exec(text.replaceAll('-', '')) ?? [];
  if (day !== undefined) {
    const whole = `${year}-${month ?? ''}-${day}`;
    const at = Date.parse(`${whole}T00:00:00Z`);
    return Number.isNaN(at) || dayText(at) !== whole ? null : whole;
  }
  const [begin, end] = month === undefined ? [0, 12] : [Number(month) - 1, Number(month)];
  if (begin < 0 || end > 12) return null;
  return dayText(which === 'first' ? Date.UTC(Number(year), begin, 1) : Date.UTC(Number(year), end, 0));
}

function before(today: number, count: number, unit: string): string {
  const date = new Date(today);
  const kind = unit.toLowerCase();
  if (/^(?:y|년)/u.test(kind)) date.setUTCFullYear(date.getUTCFullYear() - count);
  else if (/^(?:m|개월|달)/u.test(kind)) date.setUTCMonth(date.getUTCMonth() - count);
  else date.setUTCDate(date.getUTCDate() - count * 7);
  return dayText(date.getTime());
}

const dayText = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A strategy before or behind a stock, by its name or by what it is called: `breakout NVDA`, `NVDA 추세`. */
export function strategyIn(rest: string, words: Words): { readonly strategy: string | null; readonly rest: string } {
  const parts = rest.split(' ');
  for (let count = parts.length; count > 0; count -= 1) {
    const [head, tail] = [parts.slice(0, count), parts.slice(parts.length - count)];
    const first = named(head.join(' '), words);
    if (first !== null) return { strategy: first, rest: parts.slice(count).join(' ') };
    const last = named(tail.join(' '), words);
    if (last !== null) return { strategy: last, rest: parts.slice(0, parts.length - count).join(' ') };
  }
  return { strategy: null, rest };
}

function named(text: string, words: Words): string | null {
  const said = text.toLowerCase();
  if (said === OTHERWISE) return OTHERWISE;
  const names = listStrategies().map(({ name }) => name);
  return (
    names.find((name) =>
      [name, strategyName(name, words), strategyKind(name, words)].some((one) => one.toLowerCase() === said),
    ) ?? null
  );
}
