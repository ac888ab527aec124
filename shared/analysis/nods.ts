import type { InstrumentId } from '../domain/ids.ts';
import { JUDGED_ANSWERS, type JudgedAnswer, type NodAnswer, type NodOutcome } from '../domain/nod.ts';

/** Under so many that are over nobody can tell luck from skill. */
export const NODS_TO_JUDGE = 20;
/** So many skips of one kind are a habit, so that it may be offered to stop asking. */
const SECTOR_SKIPS = 4;
const SYMBOL_SKIPS = 3;
const SIZE_SKIPS = 4;
/** And at least this share of what was answered there. */
const SKIPPED_SHARE = 2 / 3;

/** One question as it is judged: its result in the account's currency, null without a rate. */
export interface JudgedNod {
  readonly answer: NodAnswer;
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  /** Market time. Several bots that ask about one stock at one close ask once. */
  readonly askedAt: number;
  readonly sector: string | null;
  /** A person's reason for a skip, as a code of the contract or in their own words. */
  readonly skipReason: string | null;
  readonly outcome: NodOutcome;
  readonly result: number | null;
}

/** How the questions with one answer went, by the same reckoning for all. */
export interface NodGroup {
  readonly answer: JudgedAnswer;
  readonly count: number;
  /** Over, with a result; their sum and mean, and how many gained. Null without one. */
  readonly ended: number;
  readonly gained: number;
  readonly total: number | null;
  readonly average: number | null;
  /** Not over yet, and what they stand at. */
  readonly open: number;
  readonly openTotal: number | null;
  /** What could not have been bought within its ceiling. */
  readonly notBought: number;
  readonly isTooFew: boolean;
}

export function nodGroups(nods: readonly JudgedNod[]): NodGroup[] {
  return JUDGED_ANSWERS.map((answer) => {
    const mine = nods.filter((nod) => nod.answer === answer);
    const ended = resultsOf(mine, 'ended');
    const open = resultsOf(mine, 'open');
    const total = sumOf(ended);
    return {
      answer,
      count: mine.length,
      ended: ended.length,
      gained: ended.filter((result) => result > 0).length,
      total,
      average: total === null ? null : total / ended.length,
      open: open.length,
      openTotal: sumOf(open),
      notBought: mine.filter(({ outcome }) => outcome.state === 'not-bought').length,
      isTooFew: ended.length < NODS_TO_JUDGE,
    };
  });
}

function resultsOf(nods: readonly JudgedNod[], state: 'ended' | 'open'): number[] {
  return nods.flatMap(({ outcome, result }) => (outcome.state === state && result !== null ? [result] : []));
}

function sumOf(results: readonly number[]): number | null {
  return results.length === 0 ? null : results.reduce((sum, result) => sum + result, 0);
}

/** What could follow from skips: each only takes something away from what is asked, and can be taken back. */
export type NodOffer =
  | { readonly code: 'block-sector'; readonly sector: string; readonly skipped: number; readonly of: number }
  | { readonly code: 'block-symbol'; readonly symbol: string; readonly skipped: number; readonly of: number }
  | { readonly code: 'smaller-positions'; readonly skipped: number; readonly of: number };

/** What stands already: nothing is offered twice. */
export interface Standing {
  readonly blockedSectors: readonly string[];
  readonly blockList: readonly string[];
  readonly blockedUntil: Readonly<Record<string, string>>;
}

export function nodOffers(nods: readonly JudgedNod[], standing: Standing): NodOffer[] {
  const answered = onceAClose(nods.filter(({ answer }) => answer === 'yes' || answer === 'skipped'));
  const sectors = habits(answered, ({ sector }) => sector, SECTOR_SKIPS)
    .filter(({ key }) => !standing.blockedSectors.includes(key))
    .map(({ key, skipped, of }): NodOffer => ({ code: 'block-sector', sector: key, skipped, of }));
  const offered = new Set([...standing.blockedSectors, ...sectors.flatMap((o) => ('sector' in o ? [o.sector] : []))]);
  const symbols = habits(
    answered.filter(({ sector }) => sector === null || !offered.has(sector)),
    ({ symbol }) => symbol,
    SYMBOL_SKIPS,
  )
    .filter(({ key }) => !standing.blockList.includes(key) && !Object.hasOwn(standing.blockedUntil, key))
    .map(({ key, skipped, of }): NodOffer => ({ code: 'block-symbol', symbol: key, skipped, of }));
  // Each of them had a size of its own.
  const skips = nods.filter(({ answer }) => answer === 'skipped');
  const tooBig = skips.filter(({ skipReason }) => skipReason === 'too-big').length;
  const size: NodOffer[] =
    tooBig >= SIZE_SKIPS && tooBig >= skips.length * SKIPPED_SHARE
      ? [{ code: 'smaller-positions', skipped: tooBig, of: skips.length }]
      : [];
  return [...sectors, ...symbols, ...size];
}

/** One answer for each stock and close; a yes among them is a yes. */
function onceAClose(nods: readonly JudgedNod[]): JudgedNod[] {
  const answers = new Map<string, JudgedNod>();
  for (const nod of nods) {
    const key = `${nod.instrumentId} ${nod.askedAt}`;
    if (nod.answer === 'yes' || !answers.has(key)) answers.set(key, nod);
  }
  return [...answers.values()];
}

function habits(
  nods: readonly JudgedNod[],
  keyOf: (nod: JudgedNod) => string | null,
  least: number,
): { readonly key: string; readonly skipped: number; readonly of: number }[] {
  const counts = new Map<string, { skipped: number; of: number }>();
  for (const nod of nods) {
    const key = keyOf(nod);
    if (key === null) continue;
    const count = counts.get(key) ?? { skipped: 0, of: 0 };
    count.of += 1;
    if (nod.answer === 'skipped') count.skipped += 1;
    counts.set(key, count);
  }
  return [...counts]
    .filter(([, { skipped, of }]) => skipped >= least && skipped >= of * SKIPPED_SHARE)
    .map(([key, count]) => ({ key, ...count }))
    .sort((a, b) => b.skipped - a.skipped || (a.key < b.key ? -1 : 1));
}
