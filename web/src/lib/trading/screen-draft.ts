import { WITHIN_MAX, type ScreenCondition, type ScreenTree, type ScreenValue } from '#shared/domain/screen-tree.ts';

/** A screen while it is made: the members of its top group, each with a key of its own for the list. */
export interface ScreenDraft {
  name: string;
  universe: ScreenTree['universe'];
  timeframe: ScreenTree['timeframe'];
  mode: 'all' | 'any';
  conditions: { readonly key: number; condition: ScreenCondition }[];
  rank: ScreenTree['rank'] | null;
}

export type ConditionKind = 'compare' | 'cross' | 'pattern' | 'percentile' | 'sector' | 'event';
export const CONDITION_KINDS: readonly ConditionKind[] = [
  'compare',
  'cross',
  'pattern',
  'percentile',
  'sector',
  'event',
];

const CLOSE: ScreenValue = { kind: 'price', field: 'close' };
const AVERAGE: ScreenValue = { kind: 'indicator', name: 'sma-20' };

/** What a condition of this kind begins as. */
export function newCondition(kind: ConditionKind): ScreenCondition {
  switch (kind) {
    case 'compare':
      return { kind, left: { kind: 'indicator', name: 'rsi-14' }, is: 'below', right: { kind: 'number', value: 35 } };
    case 'cross':
      return { kind, left: CLOSE, is: 'above', right: AVERAGE, within: 3 };
    case 'pattern':
      return { kind, name: 'bull-flag', within: 3 };
    case 'percentile':
      return { kind, value: { kind: 'average', field: 'turnover', bars: 20 }, is: 'top', percent: 50 };
    case 'sector':
      return { kind, in: ['technology'] };
    case 'event':
      return { kind, event: 'earnings', when: 'ahead', days: 10 };
  }
}

let keys = 0;
export const keyed = (condition: ScreenCondition): ScreenDraft['conditions'][number] => ({ key: ++keys, condition });

export function draftOf(name: string, tree: ScreenTree): ScreenDraft {
  const { where } = tree;
  const isGroup = where.kind === 'all' || where.kind === 'any';
  return {
    name,
    universe: tree.universe,
    timeframe: tree.timeframe,
    mode: isGroup ? where.kind : 'all',
    conditions: (isGroup ? where.of : [where]).map(keyed),
    rank: tree.rank ?? null,
  };
}

export const emptyDraft = (list: string | null): ScreenDraft => ({
  name: '',
  universe: list === null ? { kind: 'everything' } : { kind: 'watchlist', id: list },
  timeframe: undefined,
  mode: 'all',
  conditions: [keyed(newCondition('compare'))],
  rank: null,
});

export function treeOf({ universe, timeframe, mode, conditions, rank }: ScreenDraft): ScreenTree {
  return {
    universe,
    ...(timeframe !== undefined && { timeframe }),
    where: { kind: mode, of: conditions.map(({ condition }) => condition) },
    ...(rank !== null && rank !== undefined && { rank }),
  };
}

/** The one number a value has, as it was typed; what is no number leaves it as it was. */
export function withNumber(value: ScreenValue, text: string): ScreenValue {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return value;
  if (value.kind === 'number') return { ...value, value: number };
  return 'bars' in value ? { ...value, bars: Math.max(1, Math.round(number)) } : value;
}

/** How many bars before the newest it is read at, as it was typed. */
export function withAgo(value: ScreenValue, text: string): ScreenValue {
  const bars = Math.round(Number(text));
  if (!('ago' in value) || text.trim() === '' || !Number.isFinite(bars)) return value;
  return { ...value, ago: Math.min(WITHIN_MAX, Math.max(0, bars)) };
}
