import { z } from 'zod';
import { PICTURE_THEMES, RISE_COLORS } from '../contract/picture.ts';
import { LANGUAGES } from '../contract/session.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { CURRENCIES } from '../domain/instrument.ts';
import { WORLDS } from '../domain/market.ts';

/*
 * What a picture is made of: words as they are written, and columns of figures. Everything is bounded, so that drawing
 * one is as well.
 */
export const BARS_DRAWN_MAX = 240;
export const POINTS_DRAWN_MAX = 2_000;
export const ROWS_DRAWN_MAX = 8;

/** A line of words; longer ones are cut where they are written. */
const Words = z.string().max(300);
const Price = z.number().positive();
const Tone = z.enum(['gain', 'loss', 'none']);
export type Tone = z.infer<typeof Tone>;

const Sheet = z.object({
  world: z.enum(WORLDS),
  /** The world in words, with its date where it has one: `REPLAY 2016-03-14`. Comes first. */
  worldText: Words,
  /** Beside the world: which bars, of which days. */
  aside: Words,
  title: Words,
  /** Behind the title, and never cut with it: a symbol in brackets. */
  tail: Words,
  /** Beside the title, with its sign in words and color. */
  figure: z.object({ text: Words, tone: Tone }).nullable(),
  /** Last line: source, zone of the times. */
  foot: Words,
  theme: z.enum(PICTURE_THEMES),
  rises: z.enum(RISE_COLORS),
  language: z.enum(LANGUAGES),
  /** IANA zone of the times on the axis; of days that are days everywhere, UTC. */
  zone: z.string().max(60),
});
export type Sheet = z.infer<typeof Sheet>;

/**
 * Bars and what is planned on them. Columns: `t o h l c`, one per average (NaN where it has no value yet), then, with a
 * band, `low median high` after each of the next bars.
 */
export const CandlesHead = Sheet.extend({
  kind: z.literal('candles'),
  currency: z.enum(CURRENCIES),
  timeframe: z.enum(TIMEFRAMES),
  averages: z.array(z.object({ name: Words })).max(3),
  levels: z.array(z.object({ kind: z.enum(['entry', 'stop', 'target']), price: Price, text: Words })).max(3),
  band: z.object({ name: Words }).nullable(),
});
export type CandlesHead = z.infer<typeof CandlesHead>;

/**
 * A line over time and another beside it. Columns: `t`, its values, and those of the other where it has a name; in
 * `currency`, or fractions where that is null. `fall`: hangs from zero.
 */
export const CurveHead = Sheet.extend({
  kind: z.literal('curve'),
  shape: z.enum(['line', 'fall']),
  currency: z.enum(CURRENCIES).nullable(),
  own: Words,
  other: Words.nullable(),
  /** A line across: where it began, a limit. */
  across: z.object({ value: z.number(), text: Words, isLimit: z.boolean() }).nullable(),
  /** Something happened there. */
  marks: z.array(z.object({ at: z.number(), value: z.number(), text: Words, side: z.enum(['buy', 'sell']) })).max(4),
});
export type CurveHead = z.infer<typeof CurveHead>;

/** Shares of something as bars, largest first, or results on both sides of zero. No columns. */
export const BarsHead = Sheet.extend({
  kind: z.literal('bars'),
  rows: z
    .array(
      z.object({
        name: Words,
        text: Words,
        fraction: z.number().min(-100).max(100),
        tone: Tone,
        /** How far it may go. */
        limit: z.number().positive().max(100).nullable(),
      }),
    )
    .max(ROWS_DRAWN_MAX),
  /** What is left out, or that there is nothing. */
  more: Words.nullable(),
});
export type BarsHead = z.infer<typeof BarsHead>;

/**
 * A test of the past. Columns: `t`, what it was worth, what holding was worth, and how far it was below its peak, a
 * fraction of 0 or less; worth in `currency`, or as a fraction of the beginning where that is null.
 */
export const BacktestHead = Sheet.extend({
  kind: z.literal('backtest'),
  currency: z.enum(CURRENCIES).nullable(),
  own: Words,
  held: Words,
  /** Above the fall. */
  fall: Words,
});
export type BacktestHead = z.infer<typeof BacktestHead>;

export const PictureHead = z.discriminatedUnion('kind', [CandlesHead, CurveHead, BarsHead, BacktestHead]);
export type PictureHead = z.infer<typeof PictureHead>;

/** A picture before it is drawn; travels as a frame (`lib/frame.ts`). */
export interface Picture<Head extends PictureHead = PictureHead> {
  readonly head: Head;
  readonly columns: readonly Float64Array[];
}
