import { z } from 'zod';
import type { BarColumns } from '../domain/bar.ts';

/** Parameters of an indicator by name: periods are whole numbers of bars. */
export type IndicatorParams = Readonly<Record<string, number>>;

/** What one parameter may be; ends included. */
export interface ParamRange {
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/**
 * Where the lines belong: over the prices (`price`), in a panel of their own (`panel`), or in one that reaches from
 * 0 to 100 (`percent`).
 */
export type Place = 'price' | 'panel' | 'percent';
/** How an output is drawn. */
export type Drawn = 'line' | 'columns' | 'dots';

/** One closed bar as a stream takes it; `t` only matters to what resets by session. */
export interface StreamBar {
  readonly t: number;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
}

/**
 * The incremental twin of a kernel: feed closed bars in order. The returned array has one number per output, is NaN
 * during warm-up and is written anew by the next call.
 */
export interface IndicatorStream {
  next(bar: StreamBar): Float64Array;
}

/** What a file says of its indicator; `define` adds the rest. */
interface Described {
  readonly name: string;
  /** Formula and the convention chosen, with its source. */
  readonly source: string;
  /** In the order in which a name lists them: `macd-12-26-9`. */
  readonly params: Readonly<Record<string, ParamRange>>;
  /** Parameters of which each has to be larger than the one before. */
  readonly rising?: readonly string[];
  readonly place: Place;
  readonly outputs: readonly string[];
  /** Outputs that are not lines. */
  readonly drawn?: Readonly<Record<string, Drawn>>;
  /** How many leading bars lack an output. */
  readonly warmUp: (params: IndicatorParams) => number;
  /** One array per output, as long as the columns; written into `out` where it is given. */
  readonly compute: (
    columns: BarColumns,
    params: IndicatorParams,
    out?: readonly Float64Array[],
  ) => readonly Float64Array[];
}

/** How an indicator presents itself to strategies, charts, forms, the API and the contract suite. */
export interface Indicator extends Described {
  readonly defaults: IndicatorParams;
  /** Parses the parameters, whatever is absent taking its usual value. Descriptions are codes of the words catalogue. */
  readonly schema: z.ZodType<Record<string, number>>;
}

/** One that is looked at on every bar: it also has an incremental twin. */
export interface HotIndicator extends Indicator {
  readonly stream: (params: IndicatorParams) => IndicatorStream;
}

/** A parameter counted in bars. */
export function bars(usual: number, min = 1, max = 1_000): ParamRange {
  return { usual, min, max, isWhole: true };
}

/** As many bars as a figure may look through again at every bar. */
export const RESCAN_MAX = 400;

/** A parameter that need not be whole. */
export function figure(usual: number, min: number, max: number): ParamRange {
  return { usual, min, max, isWhole: false };
}

/** Completes what a file says of its indicator by what follows from it. */
export function define(described: Described & Pick<HotIndicator, 'stream'>): HotIndicator;
export function define(described: Described): Indicator;
export function define(described: Described): Indicator {
  const { params, rising = [] } = described;
  const shape = Object.fromEntries(Object.entries(params).map(([name, range]) => [name, fieldOf(name, range)]));
  const schema = z.strictObject(shape).superRefine((given: Record<string, number>, context) => {
    for (const [index, name] of rising.entries()) {
      const before = rising[index - 1];
      if (before !== undefined && param(given, before) >= param(given, name))
        context.addIssue({ code: 'custom', message: `${before} has to be smaller than ${name}`, path: [before] });
    }
  });
  return { ...described, schema, defaults: schema.parse({}) };
}

function fieldOf(name: string, { usual, min, max, isWhole }: ParamRange): z.ZodType<number> {
  const number = isWhole ? z.int() : z.number();
  return number.min(min).max(max).default(usual).describe(`config.indicator.${name}`);
}

/** A parameter that the definition knows. Throws on one it does not know, or that is no number. */
export function param(params: IndicatorParams, name: string): number {
  const value = params[name];
  if (value === undefined || !Number.isFinite(value)) throw new Error(`indicator parameter missing: ${name}`);
  return value;
}

/** The arrays to write into: those given, else new ones. */
export function columnsFor<const N extends readonly string[]>(
  length: number,
  names: N,
  out?: readonly Float64Array[],
): { [K in keyof N]: Float64Array } {
  return names.map((_, index) => out?.[index] ?? new Float64Array(length)) as { [K in keyof N]: Float64Array };
}

/** Fills the first `count` places with NaN: the warm-up. */
export function blank(out: Float64Array, count: number): void {
  out.fill(NaN, 0, Math.min(count, out.length));
}

/** A stream of one output from a function of one bar. */
export function oneOutput(next: (bar: StreamBar) => number): IndicatorStream {
  const out = new Float64Array(1);
  return {
    next: (bar) => {
      out[0] = next(bar);
      return out;
    },
  };
}
