import { z } from 'zod';
import { TIMEFRAMES } from './bar.ts';

/*
 * A screen as data: what is looked at, a tree of conditions, and what the ones that pass are ranked by. Names of
 * indicators and patterns are the registry's (`rsi-14`, `macd-12-26-9`, `engulfing`); `screeners/check-screen.ts` reads
 * them. Every part that nests is bounded: by depth and nodes here, by what it costs there.
 */

/** Conditions and values in one screen, ranking included. */
export const NODES_MAX = 60;
/** Groups inside groups. */
export const GROUP_DEPTH_MAX = 4;
/** Sums inside sums. */
export const VALUE_DEPTH_MAX = 4;
/** Bars that a condition may look back: two years of days. */
export const SPAN_MAX = 504;
/** How far back "in the last bars" reaches: what the screen at each bar keeps of every figure. */
export const WITHIN_MAX = 60;

export const PRICE_FIELDS = ['open', 'high', 'low', 'close', 'volume', 'turnover'] as const;
export type PriceField = (typeof PRICE_FIELDS)[number];
/** Ratios as everybody writes them: P/E as a multiple, ROE and yield in percent, market value in the currency it trades in; of the rules for joining an index the share that is met. */
export const FUNDAMENTAL_FIELDS = ['market-cap', 'pe', 'pb', 'eps', 'roe', 'dividend-yield', 'index-rules'] as const;
export type FundamentalField = (typeof FUNDAMENTAL_FIELDS)[number];
export const SCREEN_EVENTS = ['earnings', 'index-addition', 'index-removal', 'split', 'ex-dividend'] as const;
export type ScreenEvent = (typeof SCREEN_EVENTS)[number];
export const SCREEN_EXCHANGES = ['us', 'krx', 'demo-us', 'demo-krx'] as const;
export const MATH = ['add', 'subtract', 'multiply', 'divide', 'smaller', 'larger'] as const;
export type MathOperation = (typeof MATH)[number];

const Name = z.string().trim().min(1).max(60);
const Ago = z.int().min(0).max(WITHIN_MAX).optional().describe('bars before the newest');
const Within = z.int().min(1).max(WITHIN_MAX).optional().describe('it is enough that it held on one of so many bars');
const Bars = z.int().min(1).max(SPAN_MAX);
const Price = z.enum(PRICE_FIELDS);

export type ScreenValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'price'; readonly field: PriceField; readonly ago?: number | undefined }
  | {
      readonly kind: 'indicator';
      readonly name: string;
      readonly line?: string | undefined;
      readonly ago?: number | undefined;
    }
  | {
      readonly kind: 'average' | 'highest' | 'lowest';
      readonly field: PriceField;
      readonly bars: number;
      readonly ago?: number | undefined;
    }
  | { readonly kind: 'change'; readonly bars: number; readonly ago?: number | undefined }
  | { readonly kind: 'fundamental'; readonly field: FundamentalField }
  | {
      readonly kind: 'math';
      readonly operation: MathOperation;
      readonly left: ScreenValue;
      readonly right: ScreenValue;
    };

export const ScreenValue: z.ZodType<ScreenValue> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), value: z.number().min(-1e15).max(1e15) }),
      z.strictObject({ kind: z.literal('price'), field: Price, ago: Ago }),
      z.strictObject({ kind: z.literal('indicator'), name: Name, line: Name.optional(), ago: Ago }),
      z.strictObject({ kind: z.enum(['average', 'highest', 'lowest']), field: Price, bars: Bars, ago: Ago }),
      z.strictObject({ kind: z.literal('change'), bars: Bars, ago: Ago }).describe('of the close, in percent'),
      z.strictObject({ kind: z.literal('fundamental'), field: z.enum(FUNDAMENTAL_FIELDS) }),
      z.strictObject({ kind: z.literal('math'), operation: z.enum(MATH), left: ScreenValue, right: ScreenValue }),
    ]),
  )
  .meta({ id: 'ScreenValue' });

export const COMPARISONS = ['above', 'below', 'at-least', 'at-most'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type ScreenCondition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly ScreenCondition[] }
  | { readonly kind: 'not'; readonly of: ScreenCondition }
  | {
      readonly kind: 'compare';
      readonly left: ScreenValue;
      readonly is: Comparison;
      readonly right: ScreenValue;
      readonly within?: number | undefined;
    }
  | {
      readonly kind: 'cross';
      readonly left: ScreenValue;
      readonly is: 'above' | 'below';
      readonly right: ScreenValue;
      readonly within?: number | undefined;
    }
  | {
      readonly kind: 'pattern';
      readonly name: string;
      readonly direction?: 'rising' | 'falling' | undefined;
      readonly within?: number | undefined;
    }
  | {
      readonly kind: 'percentile';
      readonly value: ScreenValue;
      readonly is: 'top' | 'bottom';
      readonly percent: number;
    }
  | { readonly kind: 'sector'; readonly in: readonly string[] }
  | { readonly kind: 'member'; readonly index: string }
  | {
      readonly kind: 'event';
      readonly event: ScreenEvent;
      readonly when: 'ahead' | 'past';
      readonly days: number;
    };

export const ScreenCondition: z.ZodType<ScreenCondition> = z
  .lazy(() =>
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['all', 'any']), of: z.array(ScreenCondition).min(1).max(20) }),
      z.strictObject({ kind: z.literal('not'), of: ScreenCondition }),
      z.strictObject({
        kind: z.literal('compare'),
        left: ScreenValue,
        is: z.enum(COMPARISONS),
        right: ScreenValue,
        within: Within,
      }),
      z
        .strictObject({
          kind: z.literal('cross'),
          left: ScreenValue,
          is: z.enum(['above', 'below']),
          right: ScreenValue,
          within: Within,
        })
        .describe('left was on the other side one bar before'),
      z.strictObject({
        kind: z.literal('pattern'),
        name: Name,
        direction: z.enum(['rising', 'falling']).optional(),
        within: Within,
      }),
      z
        .strictObject({
          kind: z.literal('percentile'),
          value: ScreenValue,
          is: z.enum(['top', 'bottom']),
          percent: z.number().min(1).max(99),
        })
        .describe('among everything this screen looks at'),
      z.strictObject({ kind: z.literal('sector'), in: z.array(Name).min(1).max(20) }),
      z.strictObject({ kind: z.literal('member'), index: Name }).describe('of an index, by its symbol'),
      z.strictObject({
        kind: z.literal('event'),
        event: z.enum(SCREEN_EVENTS),
        when: z.enum(['ahead', 'past']),
        days: z.int().min(0).max(366),
      }),
    ]),
  )
  .meta({ id: 'ScreenCondition' });

export const ScreenUniverse = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('everything') }),
    z.strictObject({ kind: z.literal('market'), exchange: z.enum(SCREEN_EXCHANGES) }),
    z.strictObject({ kind: z.literal('index'), symbol: Name }),
    z.strictObject({ kind: z.literal('watchlist'), id: Name }),
  ])
  .meta({ id: 'ScreenUniverse' });
export type ScreenUniverse = z.infer<typeof ScreenUniverse>;

export const ScreenTree = z
  .strictObject({
    /** Absent: the market's own bars. */
    timeframe: z.enum(TIMEFRAMES).optional(),
    universe: ScreenUniverse,
    where: ScreenCondition,
    /** Absent: by symbol. */
    rank: z.strictObject({ by: ScreenValue, first: z.enum(['largest', 'smallest']) }).optional(),
  })
  .superRefine((tree, context) => {
    const size = sizeOf(tree);
    if (size.nodes > NODES_MAX) context.addIssue({ code: 'custom', message: `at most ${NODES_MAX} parts` });
    if (size.groups > GROUP_DEPTH_MAX)
      context.addIssue({ code: 'custom', message: `groups at most ${GROUP_DEPTH_MAX} deep`, path: ['where'] });
    if (size.values > VALUE_DEPTH_MAX)
      context.addIssue({ code: 'custom', message: `sums at most ${VALUE_DEPTH_MAX} deep` });
  })
  .meta({ id: 'ScreenTree' });
export type ScreenTree = z.infer<typeof ScreenTree>;

/** Every condition of a tree, groups before what they hold. */
export function conditionsOf(condition: ScreenCondition): ScreenCondition[] {
  if (condition.kind === 'all' || condition.kind === 'any') return [condition, ...condition.of.flatMap(conditionsOf)];
  return condition.kind === 'not' ? [condition, ...conditionsOf(condition.of)] : [condition];
}

/** The values a condition reads itself. */
export function valuesOf(condition: ScreenCondition): ScreenValue[] {
  switch (condition.kind) {
    case 'compare':
    case 'cross':
      return [condition.left, condition.right];
    case 'percentile':
      return [condition.value];
    default:
      return [];
  }
}

/** A value and all that it is made of. */
export function partsOf(value: ScreenValue): ScreenValue[] {
  return value.kind === 'math' ? [value, ...partsOf(value.left), ...partsOf(value.right)] : [value];
}

/** Every value of a screen with all parts, ranking last. */
export function allValues({ where, rank }: Pick<ScreenTree, 'where' | 'rank'>): ScreenValue[] {
  const roots = conditionsOf(where).flatMap(valuesOf);
  return [...roots, ...(rank === undefined ? [] : [rank.by])].flatMap(partsOf);
}

function sizeOf(tree: Pick<ScreenTree, 'where' | 'rank'>): { nodes: number; groups: number; values: number } {
  const groupDepth = (condition: ScreenCondition): number => {
    if (condition.kind === 'all' || condition.kind === 'any') return 1 + Math.max(...condition.of.map(groupDepth));
    return condition.kind === 'not' ? 1 + groupDepth(condition.of) : 0;
  };
  const valueDepth = (value: ScreenValue): number =>
    value.kind === 'math' ? 1 + Math.max(valueDepth(value.left), valueDepth(value.right)) : 1;
  const values = allValues(tree);
  return {
    nodes: conditionsOf(tree.where).length + values.length,
    groups: groupDepth(tree.where),
    values: Math.max(0, ...values.map(valueDepth)),
  };
}

/** One text for equal screens, whatever order their fields were written in: what a result is kept under. */
export function canonicalScreen(tree: unknown): string {
  return JSON.stringify(tree, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
