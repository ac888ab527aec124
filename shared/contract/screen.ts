import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { ScreenTree } from '../domain/screen-tree.ts';
import { Id, Instant } from './common.ts';

const Name = z.string().trim().min(1).max(60);

/** A screen in words, a line each; deeper ones belong to the group above them. */
const ExplainedLine = z.object({ depth: z.number(), en: z.string(), ko: z.string() });
const BothLanguages = z.object({ en: z.string(), ko: z.string() });
export type BothLanguages = z.infer<typeof BothLanguages>;

export const ScreenWords = z.object({
  explained: z.array(ExplainedLine),
  /** Why it can never find anything; empty where nothing is found. */
  warnings: z.array(BothLanguages),
  /** Closed bars without which nothing can be said of an instrument. */
  barsNeeded: z.number(),
});
export type ScreenWords = z.infer<typeof ScreenWords>;

/** What a screen found last, beside the end of the day before. */
export const ScreenNews = z.object({
  marketAt: Instant,
  found: z.number(),
  /** Null without a result of an earlier day. */
  isNew: z.number().nullable(),
  gone: z.number().nullable(),
});
export type ScreenNews = z.infer<typeof ScreenNews>;

export const ScreenView = ScreenWords.extend({
  id: Id,
  title: BothLanguages,
  means: BothLanguages.nullable(),
  isPreset: z.boolean(),
  screen: ScreenTree,
  createdAt: Instant.nullable(),
  /** In lists only; null: nobody has looked yet. */
  news: ScreenNews.nullable().optional(),
});
export type ScreenView = z.infer<typeof ScreenView>;

export const CreateScreen = z.strictObject({ name: Name, screen: ScreenTree });
export type CreateScreen = z.infer<typeof CreateScreen>;
export const UpdateScreen = z.strictObject({ name: Name.optional(), screen: ScreenTree.optional() });
export type UpdateScreen = z.infer<typeof UpdateScreen>;
/** A screen that is not kept: to be put into words, or run once. */
export const LooseScreen = z.strictObject({ screen: ScreenTree });
export type LooseScreen = z.infer<typeof LooseScreen>;

export const ResultsQuery = z.object({ limit: z.coerce.number().int().min(1).max(60).default(10) });

const FoundInstrument = z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() });

/** An index of which a list is known: imported, or a generated market's own. */
export const IndexView = z.object({
  /** What a screen calls it by. */
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  /** How many of the market's instruments are in it as market time stands. */
  members: z.number(),
});
export type IndexView = z.infer<typeof IndexView>;

/** What a screen found at one bar. Figures are numbers beside the titles of `columns`, null where they are not known. */
export const ScreenResultView = z.object({
  screenId: Id.nullable(),
  timeframe: z.enum(TIMEFRAMES),
  marketAt: Instant,
  /** The opening of the bar it is true of. */
  barAt: Instant,
  looked: z.number(),
  /** How many could not be told, since something the conditions read is not known. */
  unknown: z.number(),
  /** What each condition left. */
  funnel: z.array(BothLanguages.extend({ count: z.number() })),
  /** The one that came furthest without passing. */
  closest: FoundInstrument.extend({
    lacked: BothLanguages,
    has: z.number().nullable(),
    needs: z.number().nullable(),
  }).nullable(),
  columns: z.array(BothLanguages),
  /** All that passed; `hits` are the best of them. */
  found: z.number(),
  hits: z.array(
    FoundInstrument.extend({
      score: z.number().nullable(),
      figures: z.array(z.number().nullable()),
      /** Was not there the day before; null without such a result. */
      isNew: z.boolean().nullable(),
    }),
  ),
  /** When the result it is compared with was true; null when there is none. */
  comparedWith: Instant.nullable(),
  /** What was there the day before and no longer is. */
  gone: z.array(FoundInstrument),
});
export type ScreenResultView = z.infer<typeof ScreenResultView>;

/** A run: at once where a market is small, else something to ask for again. */
export const ScreenRunView = z.object({
  id: Id,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Instruments measured so far. */
  done: z.number(),
  total: z.number(),
  failure: z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  result: ScreenResultView.nullable(),
});
export type ScreenRunView = z.infer<typeof ScreenRunView>;

export const ToWatchlist = z.strictObject({ name: Name.optional() });
export type ToWatchlist = z.infer<typeof ToWatchlist>;
