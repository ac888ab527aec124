import {
  allValues,
  conditionsOf,
  type Comparison,
  type ScreenCondition,
  type ScreenTree,
  type ScreenValue,
} from '../domain/screen-tree.ts';
import { askFor, type AskFailure } from '../indicators/ask.ts';
import { EVERYTHING } from '../indicators/index.ts';
import { PATTERN_INDICATORS } from '../indicators/patterns/patterns.ts';
import { valueKey } from './screen-values.ts';

/** Why a tree can never match, with the conditions that cannot hold together. */
export interface ScreenWarning {
  readonly code: 'never-true' | 'never-together';
  readonly conditions: readonly ScreenCondition[];
}

/** Why a screen cannot be run. */
export type ScreenFault =
  AskFailure | { readonly code: 'unknown-line'; readonly values: Readonly<Record<'name' | 'line' | 'lines', string>> };

/** Names that the registry does not have, or settings that do not fit; null when the screen can be run. */
export function checkScreen(tree: ScreenTree): ScreenFault | null {
  for (const value of allValues(tree)) {
    if (value.kind !== 'indicator') continue;
    const asked = askFor(value.name, EVERYTHING);
    if (!asked.ok) return asked.error;
    const { outputs } = asked.value.indicator;
    if (value.line !== undefined && !outputs.includes(value.line))
      return { code: 'unknown-line', values: { name: value.name, line: value.line, lines: outputs.join(', ') } };
  }
  for (const condition of conditionsOf(tree.where)) {
    if (condition.kind !== 'pattern') continue;
    if (!PATTERN_INDICATORS.some(({ name }) => name === condition.name))
      return { code: 'unknown-indicator', values: { name: condition.name } };
  }
  return null;
}

/** What of a tree can never be; empty where nothing is found. It may miss some: what it finds is certain. */
export function warningsOf(tree: Pick<ScreenTree, 'where'>): readonly ScreenWarning[] {
  const found = impossible(tree.where);
  return found === null ? [] : [found];
}

function impossible(condition: ScreenCondition): ScreenWarning | null {
  switch (condition.kind) {
    case 'all': {
      const members = flat(condition);
      for (const member of members) {
        const alone = impossible(member);
        if (alone !== null) return alone;
      }
      return clash(members);
    }
    case 'any': {
      const each = condition.of.map(impossible);
      return each.every((one) => one !== null) ? { code: 'never-true', conditions: [condition] } : null;
    }
    case 'not':
      return isAlways(condition.of) ? { code: 'never-true', conditions: [condition] } : null;
    default:
      return isNever(condition) ? { code: 'never-true', conditions: [condition] } : null;
  }
}

/** Members of an `all`, with those of an `all` inside it. */
function flat(condition: Extract<ScreenCondition, { kind: 'all' | 'any' }>): ScreenCondition[] {
  return condition.of.flatMap((member) => (member.kind === 'all' ? flat(member) : [member]));
}

interface Range {
  readonly min: number;
  readonly max: number;
  /** Whether the ends themselves are out. */
  readonly isMinOpen: boolean;
  readonly isMaxOpen: boolean;
}
const ANY: Range = { min: -Infinity, max: Infinity, isMinOpen: false, isMaxOpen: false };

/** What a value can be by its nature. */
function natureOf(value: ScreenValue): Range {
  switch (value.kind) {
    case 'number':
      return { ...ANY, min: value.value, max: value.value };
    case 'price':
    case 'average':
    case 'highest':
    case 'lowest':
      return { ...ANY, min: 0 };
    case 'change':
      return { ...ANY, min: -100 };
    case 'fundamental':
      return value.field === 'eps' || value.field === 'roe' ? ANY : { ...ANY, min: 0 };
    case 'indicator': {
      const asked = askFor(value.name, EVERYTHING);
      return asked.ok && asked.value.indicator.place === 'percent' ? { ...ANY, min: 0, max: 100 } : ANY;
    }
    case 'math':
      return ANY;
  }
}

const isEmpty = ({ min, max, isMinOpen, isMaxOpen }: Range): boolean =>
  min > max || (min === max && (isMinOpen || isMaxOpen));

function both(a: Range, b: Range): Range {
  const [low, other] = a.min >= b.min ? [a, b] : [b, a];
  const [high, lower] = a.max <= b.max ? [a, b] : [b, a];
  return {
    min: low.min,
    max: high.max,
    isMinOpen: low.isMinOpen || (other.min === low.min && other.isMinOpen),
    isMaxOpen: high.isMaxOpen || (lower.max === high.max && lower.isMaxOpen),
  };
}

function rangeOf(is: Comparison, bound: number): Range {
  switch (is) {
    case 'above':
      return { ...ANY, min: bound, isMinOpen: true };
    case 'at-least':
      return { ...ANY, min: bound };
    case 'below':
      return { ...ANY, max: bound, isMaxOpen: true };
    case 'at-most':
      return { ...ANY, max: bound };
  }
}

const TURNED: Readonly<Record<Comparison, Comparison>> = {
  above: 'below',
  below: 'above',
  'at-least': 'at-most',
  'at-most': 'at-least',
};

/** One condition that is false whatever the market does. */
function isNever(condition: ScreenCondition): boolean {
  if (condition.kind === 'cross') return valueKey(condition.left) === valueKey(condition.right);
  if (condition.kind !== 'compare') return false;
  const { left, is, right } = condition;
  if (valueKey(left) === valueKey(right)) return is === 'above' || is === 'below';
  const [a, b] = [natureOf(left), natureOf(right)];
  switch (is) {
    case 'above':
      return a.max <= b.min;
    case 'at-least':
      return a.max < b.min;
    case 'below':
      return a.min >= b.max;
    case 'at-most':
      return a.min > b.max;
  }
}

/** One condition that is true whatever the market does, where it is known at all. */
function isAlways(condition: ScreenCondition): boolean {
  if (condition.kind !== 'compare') return false;
  const opposite = { above: 'at-most', below: 'at-least', 'at-least': 'below', 'at-most': 'above' } as const;
  return isNever({ ...condition, is: opposite[condition.is] });
}

/** Conditions that must hold together, at the same bar, and cannot. */
function clash(members: readonly ScreenCondition[]): ScreenWarning | null {
  const ranges = new Map<string, { range: Range; by: ScreenCondition[] }>();
  const orders = new Map<string, ScreenCondition>();
  let inSectors: readonly string[] | null = null;
  const bySector: ScreenCondition[] = [];
  for (const member of members) {
    if (member.kind === 'sector') {
      const left: string[] = (inSectors ?? member.in).filter((name) => member.in.includes(name));
      bySector.push(member);
      if (left.length === 0) return { code: 'never-together', conditions: bySector };
      inSectors = left;
    }
    // Held on different bars, both can be.
    if (member.kind !== 'compare' || (member.within ?? 1) > 1) continue;
    const { left, is, right } = member;
    const bounded =
      right.kind === 'number'
        ? { value: left, range: rangeOf(is, right.value) }
        : left.kind === 'number'
          ? { value: right, range: rangeOf(TURNED[is], left.value) }
          : null;
    if (bounded !== null) {
      const key = valueKey(bounded.value);
      const known = ranges.get(key) ?? { range: natureOf(bounded.value), by: [] };
      const next = { range: both(known.range, bounded.range), by: [...known.by, member] };
      if (isEmpty(next.range)) return { code: 'never-together', conditions: next.by };
      ranges.set(key, next);
    } else {
      const isUp = is === 'above' || is === 'at-least';
      const [low, high] = isUp ? [right, left] : [left, right];
      const reversed = orders.get(`${valueKey(high)} < ${valueKey(low)}`);
      const isStrict = (one: ScreenCondition): boolean =>
        one.kind === 'compare' && (one.is === 'above' || one.is === 'below');
      if (reversed !== undefined && (isStrict(reversed) || isStrict(member)))
        return { code: 'never-together', conditions: [reversed, member] };
      orders.set(`${valueKey(low)} < ${valueKey(high)}`, member);
    }
  }
  return null;
}
