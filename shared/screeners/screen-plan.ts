import {
  allValues,
  conditionsOf,
  type Comparison,
  type ScreenCondition,
  type ScreenTree,
  type ScreenValue,
} from '../domain/screen-tree.ts';
import type { AskedIndicator } from '../indicators/ask.ts';
import type { ColumnNeed } from '../indicators/column-store.ts';
import { barsFor, Needs, readerOf, valueKey, type Reader, type RowView } from './screen-values.ts';

/** Whether a condition holds: 1, 0, or NaN where something it reads is not known. */
export type Verdict = number;

type Compare = Extract<ScreenCondition, { kind: 'compare' }>;
type Percentile = Extract<ScreenCondition, { kind: 'percentile' }>;

/** A tree over places: of measured verdicts, of ranks among all, of facts about the instrument. */
export type PlanNode =
  | { readonly kind: 'all' | 'any'; readonly of: readonly PlanNode[] }
  | { readonly kind: 'not'; readonly of: PlanNode }
  | { readonly kind: 'measured'; readonly place: number; readonly sides: readonly [number, number, Compare] | null }
  | { readonly kind: 'percentile'; readonly place: number; readonly condition: Percentile }
  | { readonly kind: 'fact'; readonly condition: Extract<ScreenCondition, { kind: 'sector' | 'member' | 'event' }> };

/** A figure shown beside what was found. */
export interface Figure {
  readonly value: ScreenValue;
  readonly place: number;
}

/**
 * A screen ready to run: what one instrument is measured by on its own (`measureRow`, a row of numbers) and what is made
 * of all rows together (`finish-screen.ts`). Rows are small and independent, so a market is measured slice by slice,
 * wherever its columns are.
 */
export interface ScreenPlan {
  readonly tree: ScreenTree;
  readonly needs: readonly ColumnNeed[];
  readonly asked: readonly AskedIndicator[];
  /** Numbers of one row: verdicts first, then values. */
  readonly width: number;
  readonly verdicts: readonly ((row: RowView) => Verdict)[];
  readonly values: readonly Reader[];
  readonly root: PlanNode;
  /** What the funnel counts: the members of an `all` at the top, else the whole. */
  readonly stages: readonly { readonly node: PlanNode; readonly condition: ScreenCondition }[];
  /** Place of the ranking value in a row; null without one. */
  readonly rankPlace: number | null;
  readonly figures: readonly Figure[];
  /** Closed bars without which nothing can be said. */
  readonly barsNeeded: number;
  /** Bars of the past that a figure is read at, the newest included. */
  readonly keptBars: number;
}

/** Figures beside a hit: as many as a phone shows. */
const FIGURES_MAX = 6;

/** Throws on what `checkScreen` refuses. */
export function planScreen(tree: ScreenTree): ScreenPlan {
  const needs = new Needs();
  const verdicts: ((row: RowView) => Verdict)[] = [];
  const values = new Map<string, { readonly value: ScreenValue; readonly place: number; readonly read: Reader }>();
  const keep = (value: ScreenValue): number => {
    const key = valueKey(value);
    const known = values.get(key);
    if (known !== undefined) return known.place;
    const place = values.size;
    values.set(key, { value, place, read: readerOf(value, needs) });
    return place;
  };
  const nodeOf = (condition: ScreenCondition): PlanNode => {
    switch (condition.kind) {
      case 'all':
      case 'any':
        return { kind: condition.kind, of: condition.of.map(nodeOf) };
      case 'not':
        return { kind: 'not', of: nodeOf(condition.of) };
      case 'compare': {
        const place = verdicts.push(compareVerdict(condition, needs)) - 1;
        return { kind: 'measured', place, sides: [keep(condition.left), keep(condition.right), condition] };
      }
      case 'cross':
        keep(condition.left);
        return { kind: 'measured', place: verdicts.push(crossVerdict(condition, needs)) - 1, sides: null };
      case 'pattern':
        return { kind: 'measured', place: verdicts.push(patternVerdict(condition, needs)) - 1, sides: null };
      case 'percentile':
        return { kind: 'percentile', place: keep(condition.value), condition };
      default:
        return { kind: 'fact', condition };
    }
  };
  const root = nodeOf(tree.where);
  const rank = tree.rank === undefined ? null : keep(tree.rank.by);
  const figures = figuresOf(tree).map((value) => ({ value, place: keep(value) }));
  const stages =
    tree.where.kind === 'all' && root.kind === 'all'
      ? tree.where.of.map((condition, index) => ({ condition, node: root.of[index]! })) // made one for one
      : [{ condition: tree.where, node: root }];
  const offset = verdicts.length;
  const moved = <T extends { readonly place: number }>(one: T): T => ({ ...one, place: one.place + offset });
  return {
    tree,
    needs: needs.list,
    asked: needs.asked,
    width: offset + values.size,
    verdicts,
    values: [...values.values()].map(({ read }) => read),
    root: shifted(root, offset),
    stages: stages.map(({ condition, node }) => ({ condition, node: shifted(node, offset) })),
    rankPlace: rank === null ? null : rank + offset,
    figures: figures.map(moved),
    ...spansOf(tree),
  };
}

/** Values stand behind the verdicts, whose number is only known at the end. */
function shifted(node: PlanNode, by: number): PlanNode {
  switch (node.kind) {
    case 'all':
    case 'any':
      return { kind: node.kind, of: node.of.map((inner) => shifted(inner, by)) };
    case 'not':
      return { kind: 'not', of: shifted(node.of, by) };
    case 'measured':
      return node.sides === null ? node : { ...node, sides: [node.sides[0] + by, node.sides[1] + by, node.sides[2]] };
    case 'percentile':
      return { ...node, place: node.place + by };
    case 'fact':
      return node;
  }
}

/** What the conditions look at, in their order, and what is ranked by; numbers say nothing. */
function figuresOf({ where, rank }: ScreenTree): ScreenValue[] {
  const seen = new Map<string, ScreenValue>();
  const add = (value: ScreenValue): void => {
    if (value.kind !== 'number') seen.set(valueKey(value), value);
  };
  if (rank !== undefined) add(rank.by);
  for (const condition of conditionsOf(where)) {
    if (condition.kind === 'compare' || condition.kind === 'cross') add(condition.left);
    if (condition.kind === 'percentile') add(condition.value);
  }
  return [...seen.values()].slice(0, FIGURES_MAX);
}

function spansOf(tree: ScreenTree): Pick<ScreenPlan, 'barsNeeded' | 'keptBars'> {
  let [barsNeeded, keptBars] = [1, 1];
  for (const condition of conditionsOf(tree.where)) {
    if (condition.kind === 'cross') keptBars = Math.max(keptBars, (condition.within ?? 1) + 1);
    if (condition.kind === 'compare' || condition.kind === 'pattern')
      keptBars = Math.max(keptBars, condition.within ?? 1);
    if (condition.kind === 'pattern')
      barsNeeded = Math.max(barsNeeded, barsFor({ kind: 'indicator', name: condition.name }));
  }
  const values = allValues(tree);
  const agos = values.map((value) => ('ago' in value ? (value.ago ?? 0) : 0));
  return {
    barsNeeded: Math.max(barsNeeded, ...values.map(barsFor)),
    keptBars: keptBars + Math.max(0, ...agos),
  };
}

/** Held on one of the last bars: true when one says so, unknown when none does and one does not know. */
function within(bars: number, at: (row: RowView, back: number) => Verdict): (row: RowView) => Verdict {
  if (bars === 1) return (row) => at(row, 0);
  return (row) => {
    let result = 0;
    for (let back = 0; back < bars; back += 1) {
      const verdict = at(row, back);
      if (verdict === 1) return 1;
      if (Number.isNaN(verdict)) result = NaN;
    }
    return result;
  };
}

function holds(left: number, is: Comparison, right: number): Verdict {
  if (Number.isNaN(left) || Number.isNaN(right)) return NaN;
  switch (is) {
    case 'above':
      return left > right ? 1 : 0;
    case 'below':
      return left < right ? 1 : 0;
    case 'at-least':
      return left >= right ? 1 : 0;
    case 'at-most':
      return left <= right ? 1 : 0;
  }
}

function compareVerdict(condition: Compare, needs: Needs): (row: RowView) => Verdict {
  const left = readerOf(condition.left, needs);
  const right = readerOf(condition.right, needs);
  const { is } = condition;
  return within(condition.within ?? 1, (row, back) => holds(left(row, back), is, right(row, back)));
}

function crossVerdict(condition: Extract<ScreenCondition, { kind: 'cross' }>, needs: Needs): (row: RowView) => Verdict {
  const left = readerOf(condition.left, needs);
  const right = readerOf(condition.right, needs);
  const { is } = condition;
  const before = is === 'above' ? 'at-most' : 'at-least';
  return within(condition.within ?? 1, (row, back) => {
    const now = holds(left(row, back), is, right(row, back));
    const then = holds(left(row, back + 1), before, right(row, back + 1));
    return Number.isNaN(now) || Number.isNaN(then) ? NaN : now * then;
  });
}

function patternVerdict(
  { name, direction, within: bars = 1 }: Extract<ScreenCondition, { kind: 'pattern' }>,
  needs: Needs,
): (row: RowView) => Verdict {
  const read = readerOf({ kind: 'indicator', name }, needs);
  return within(bars, (row, back) => {
    const value = read(row, back);
    if (Number.isNaN(value)) return NaN;
    if (direction === undefined) return value === 0 ? 0 : 1;
    return (direction === 'rising' ? value > 0 : value < 0) ? 1 : 0;
  });
}

/** Writes one instrument's row into `out` at `offset`. */
export function measureRow(plan: ScreenPlan, row: RowView, out: Float64Array, offset: number): void {
  const { verdicts, values } = plan;
  let place = offset;
  for (const verdict of verdicts) out[place++] = verdict(row);
  for (const value of values) out[place++] = value(row, 0);
}
