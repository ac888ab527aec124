import type { Timeframe } from '../domain/bar.ts';
import type { Fundamentals } from '../domain/fundamentals.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { UpcomingEvent } from '../domain/screen.ts';
import type { ScreenEvent, ScreenTree } from '../domain/screen-tree.ts';
import type { Frame } from '../lib/frame.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';

export interface StoredScreen {
  readonly id: string;
  readonly name: string;
  readonly tree: ScreenTree;
  readonly createdAt: WallMs;
}

/** What a screen found at one bar, as it is kept: of the instruments only what names them. */
export interface StoredScreenResult {
  readonly tree: ScreenTree;
  readonly timeframe: Timeframe;
  readonly marketAt: number;
  readonly barAt: number;
  readonly looked: number;
  readonly unknown: number;
  readonly funnel: readonly number[];
  readonly closest: {
    readonly instrumentId: string;
    readonly stage: number;
    readonly has: number | null;
    readonly needs: number | null;
  } | null;
  readonly found: number;
  readonly hits: readonly {
    readonly instrumentId: string;
    readonly score: number | null;
    readonly figures: readonly (number | null)[];
  }[];
}

/** Where results of one screen lie: the definition, whoever asked, on one market. */
export interface ResultPlace {
  readonly tree: ScreenTree;
  readonly marketId: MarketId;
  readonly timeframe: Timeframe;
}

/** What a screen found last and at the end of the day before it, without its figures. */
export interface LatestFound {
  readonly marketAt: number;
  readonly found: number;
  readonly instrumentIds: readonly string[];
  readonly before: { readonly marketAt: number; readonly instrumentIds: readonly string[] } | null;
}

export interface ScreenRun {
  readonly id: string;
  readonly userId: string;
  readonly marketId: MarketId;
  readonly tree: ScreenTree;
  /** What it is true of: a run that is taken over finds the same, however late it is. */
  readonly marketAt: MarketMs;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  readonly failure: { readonly code: string; readonly values: Readonly<Record<string, string | number>> } | null;
}

/** Saved screens, what they found, and runs that take longer than an answer. */
export interface Screens {
  list(userId: string): Promise<StoredScreen[]>;
  /** Everybody's, oldest first, as many as one close may look through. */
  everybodys(limit: number): Promise<(StoredScreen & { readonly userId: string })[]>;
  /** For each of these in order; null where nothing is kept. */
  latest(places: readonly ResultPlace[]): Promise<(LatestFound | null)[]>;
  create(userId: string, input: { name: string; tree: ScreenTree }, now: WallMs): Promise<string>;
  /** False: it is not there, or not this person's. */
  update(userId: string, id: string, change: { name?: string; tree?: ScreenTree }): Promise<boolean>;
  remove(userId: string, id: string): Promise<boolean>;
  /** Newest first; `before` is a bar's opening, exclusive. */
  results(place: ResultPlace, query: { before?: number; limit: number }): Promise<StoredScreenResult[]>;
  /** Keeps the newest of each place; the same bar again takes the place of the one before. */
  saveResults(marketId: MarketId, results: readonly StoredScreenResult[], now: WallMs): Promise<void>;
  /** Forgets what was found by screens that nobody saved, beyond the newest; `keep`: these are none of them. */
  forgetTried(keep: readonly ScreenTree[]): Promise<void>;
  /** Answers its id. */
  startRun(run: Pick<ScreenRun, 'userId' | 'marketId' | 'tree' | 'marketAt' | 'total'>, now: WallMs): Promise<string>;
  run(id: string): Promise<ScreenRun | null>;
  /** This person's that have not ended, oldest first. */
  unfinished(userId: string): Promise<ScreenRun[]>;
  /** Takes over a run nobody works on; null: somebody does, or it ended. */
  claimRun(id: string, lease: { now: WallMs; until: WallMs }): Promise<ScreenRun | null>;
  /** False: it is no longer wanted. */
  progress(id: string, done: number, leaseUntil: WallMs): Promise<boolean>;
  /** Ends one that still runs; one that was cancelled stays so. */
  endRun(id: string, failure: ScreenRun['failure']): Promise<void>;
  /** False: it had ended, or is not this person's. */
  cancelRun(userId: string, id: string): Promise<boolean>;
  /** Runs whose lease ran out: their message was lost, or who worked on them. */
  waitingRuns(now: WallMs): Promise<string[]>;
  /** Says that a run waits. May be lost. */
  wake(id: string): Promise<void>;
}

/** What is known of instruments beside their bars, as of an instant. */
export interface MarketFacts {
  readonly fundamentals: ReadonlyMap<InstrumentId, Fundamentals>;
  readonly events: ReadonlyMap<InstrumentId, readonly UpcomingEvent[]>;
  /** Kinds of events that are recorded here: of the others nobody can say that there are none. */
  readonly eventKinds: ReadonlySet<ScreenEvent>;
  /** Symbols of the indices an instrument is in; null: nobody knows of any index here. */
  readonly memberOf: ReadonlyMap<InstrumentId, readonly string[]> | null;
}

/** Dated things of a market between two instants that anybody may know at `known`, oldest first; of all its instruments or of one. */
export interface DatedSpan {
  readonly known: number;
  readonly from: number;
  readonly to: number;
  readonly instrumentId?: InstrumentId;
}

export interface Facts {
  of(marketId: MarketId, at: MarketMs): Promise<MarketFacts>;
  /** As `memberOf`, and nothing else; empty where nobody knows of any index. */
  members(marketId: MarketId, at: MarketMs): Promise<ReadonlyMap<InstrumentId, readonly string[]>>;
  dated(marketId: MarketId, span: DatedSpan): Promise<UpcomingEvent[]>;
}

/** Measures instruments of a screen beside this process: see `shared/screeners/screen-work.ts`. Null: it cannot now. */
export type MeasureBeside = (frame: Frame) => Promise<Frame | null>;
