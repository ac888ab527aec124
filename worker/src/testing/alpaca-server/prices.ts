import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { createRandom } from '#shared/lib/random.ts';
import { DAY_MS, MINUTE_MS, type MarketMs } from '#shared/lib/time.ts';
import { instant, type Json } from './wire.ts';

interface Feed {
  /** What the wave of its past swings around. */
  readonly base: number;
  price: number;
  bid: number;
  ask: number;
  at: number;
  trades: number;
}

/** Which bars: they begin in [from, to]. */
interface Asked {
  readonly minutes: number | 'day';
  readonly from: number;
  readonly to: number;
}

/** The bars of one day: `count` of them from `first`, each `step` long; the stamp of each is so much before it begins. */
interface Run {
  readonly first: number;
  readonly step: number;
  readonly count: number;
  readonly stampedBefore: number;
}

/** Where a bar begins and ends, and what time it carries. */
type Span = readonly [from: number, to: number, stamp: number];

const NEW_YORK = calendarOf('us');
/** A daily bar carries the midnight of its day in New York. */
const OPEN_AFTER_MIDNIGHT_MS = (9 * 60 + 30) * MINUTE_MS;

function runsOf(feed: Feed, { minutes, from, to }: Asked): Run[] {
  const until = Math.min(to, feed.at);
  const runs: Run[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day <= until; day += DAY_MS) {
    const session = NEW_YORK.sessionAt((day + 17 * 60 * MINUTE_MS) as MarketMs);
    if (session === null) continue;
    if (minutes === 'day') {
      const midnight = session.open - OPEN_AFTER_MIDNIGHT_MS;
      const whole = { first: session.open, step: session.close - session.open, count: 1 };
      if (midnight >= from && midnight <= to) runs.push({ ...whole, stampedBefore: OPEN_AFTER_MIDNIGHT_MS });
      continue;
    }
    const step = minutes * MINUTE_MS;
    const first = session.open + Math.max(0, Math.ceil((from - session.open) / step)) * step;
    const end = Math.min(session.close, until + 1);
    if (first < end) runs.push({ first, step, count: Math.ceil((end - first) / step), stampedBefore: 0 });
  }
  return runs;
}

function spanOf({ first, step, stampedBefore }: Run, n: number): Span {
  const from = first + n * step;
  return [from, from + step, from - stampedBefore];
}

/** Prices of a few instruments: the present is set by the test, the past is a wave that is the same in every run. */
export class PriceFeed {
  readonly #feeds = new Map<string, Feed>();
  readonly #scripts = new Map<string, (at: number) => { readonly price: number; readonly volume: number }>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  list(symbol: string, price: number, at: number): void {
    this.#feeds.set(symbol, { base: price, price, bid: price, ask: price, at, trades: 1 });
  }

  /** The past of a symbol as a test wants it: price at an instant, shares of a bar that begins then. */
  script(symbol: string, past: (at: number) => { readonly price: number; readonly volume: number }): void {
    this.#scripts.set(symbol, past);
  }

  has(symbol: string): boolean {
    return this.#feeds.has(symbol);
  }

  symbols(): string[] {
    return [...this.#feeds.keys()];
  }

  /** The last trade; null for what is not listed. */
  last(symbol: string): number | null {
    return this.#feeds.get(symbol)?.price ?? null;
  }

  set(symbol: string, price: number, { at, spread = 0 }: { at: number; spread?: number }): void {
    const feed = this.#feeds.get(symbol);
    if (feed === undefined) return this.list(symbol, price, at);
    Object.assign(feed, { price, bid: price - spread / 2, ask: price + spread / 2, at, trades: feed.trades + 1 });
  }

  trade(symbol: string): Json | null {
    const feed = this.#feeds.get(symbol);
    if (feed === undefined) return null;
    return { t: instant(feed.at), x: 'V', p: feed.price, s: 100, c: ['@'], i: feed.trades, z: 'C' };
  }

  quote(symbol: string): Json | null {
    const feed = this.#feeds.get(symbol);
    if (feed === undefined) return null;
    return { t: instant(feed.at), ax: 'V', ap: feed.ask, as: 100, bx: 'V', bp: feed.bid, bs: 100, c: ['R'], z: 'C' };
  }

  /** Closed and running bars that begin in [from, to], oldest first; regular sessions only. */
  bars(symbol: string, asked: Asked): Json[] {
    const feed = this.#feeds.get(symbol);
    if (feed === undefined) return [];
    return runsOf(feed, asked).flatMap((run) =>
      Array.from({ length: run.count }, (_, n) => this.#bar(symbol, feed, spanOf(run, n))),
    );
  }

  /** The newest of them, or so many before it; the others are not made for it. */
  bar(symbol: string, asked: Asked, back: number): Json | null {
    const feed = this.#feeds.get(symbol);
    if (feed === undefined) return null;
    let left = back;
    for (const run of runsOf(feed, asked).reverse()) {
      if (left <= run.count) return this.#bar(symbol, feed, spanOf(run, run.count - left));
      left -= run.count;
    }
    return null;
  }

  #bar(symbol: string, feed: Feed, [from, to, stamp]: Span): Json {
    const open = this.#past(symbol, feed, from);
    const close = to > feed.at ? feed.price : this.#past(symbol, feed, to);
    const high = round(Math.max(open, close) * 1.002);
    const low = round(Math.min(open, close) * 0.998);
    return {
      t: instant(stamp).replace('.000000Z', 'Z'),
      o: open,
      h: high,
      l: low,
      c: close,
      v: this.#scripts.get(symbol)?.(from).volume ?? 100_000,
      n: 1_000,
      vw: round((open + close) / 2),
    };
  }

  #past(symbol: string, { base }: Feed, at: number): number {
    const scripted = this.#scripts.get(symbol);
    if (scripted !== undefined) return round(scripted(at).price);
    const noise = createRandom(this.#seed, hashOf(symbol), Math.floor(at / MINUTE_MS)).between(-0.004, 0.004);
    const days = at / DAY_MS;
    return round(base * (1 + 0.08 * wave(days / 23) + 0.03 * wave(days / 5.3) + noise));
  }
}

/** A triangle between -1 and 1. */
function wave(turns: number): number {
  const part = turns - Math.floor(turns);
  return part < 0.5 ? 4 * part - 1 : 3 - 4 * part;
}

function hashOf(text: string): number {
  let hash = 7;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return hash;
}

export function round(price: number): number {
  return Math.round(price * 100) / 100;
}
