import { z } from 'zod';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord, StrategyConfig } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';
import { PartView } from './part-view.ts';

const HOLDING_BARS = 20; // a month of daily bars

export interface WeightedVoteConfig {
  readonly parts: readonly { readonly strategy: string; readonly weight: number; readonly config: StrategyConfig }[];
  readonly enter: number;
  readonly leave: number;
}
type View = StrategyView<WeightedVoteConfig>;

const WEIGHT = z.number().min(0.1).max(10).default(1);
const DEFAULT_PARTS = [
  { strategy: 'ma-cross', weight: 2 },
  { strategy: 'breakout' },
  { strategy: 'momentum-rotation' },
];

/**
 * Several strategies that vote, each with its weight and numbers of its own. Buys when those that would buy have at
 * least `enter` of the whole weight, sells what is held when those that would sell have at least `leave`. What it
 * chooses from is the screen of its heaviest part. (Weighted majority of fixed experts; Littlestone and Warmuth 1994
 * change the weights as they learn, this does not.)
 */
export function weightedVote(strategies: readonly Strategy[]): Strategy<WeightedVoteConfig> {
  const named = new Map(strategies.map((strategy) => [strategy.name, strategy]));
  const strategyOf = (name: string): Strategy => {
    const found = named.get(name);
    if (found === undefined) throw new Error(`no such part: ${name}`); // the schema has named only these
    return found;
  };
  const configSchema = schemaOf(strategies, named);
  const views = new WeakMap<View, readonly PartView[]>();

  /** The parts' views beside one view, made once. */
  const partsOf = (view: View): readonly PartView[] => {
    let parts = views.get(view);
    if (parts === undefined) {
      let first = 0;
      parts = view.config.parts.map(({ strategy: name, weight, config }) => {
        const strategy = strategyOf(name);
        const part = new PartView({ whole: view, strategy, weight, config, first });
        first += strategy.indicators(config).length;
        return part;
      });
      views.set(view, parts);
    }
    return parts;
  };
  /** The share of the weight that would do this, on the newest bar or on one before it. */
  const shareOf = (view: View, side: Opinion['side'], past: number | null = null): number => {
    let weight = 0;
    let all = 0;
    const parts = partsOf(view);
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i]!; // in range
      part.past = past;
      const opinion = part.strategy.decide(part);
      part.past = null;
      all += part.weight;
      if (opinion?.side === side) weight += part.weight;
    }
    return weight / all;
  };
  const decide = (view: View): Opinion | null => {
    const { holding, config, mayShort } = view;
    if (holding !== null) {
      const side = holding.side === 'long' ? 'sell' : 'buy';
      return reaches(shareOf(view, side), config.leave) ? opinionOf(partsOf(view), side) : null;
    }
    if (reaches(shareOf(view, 'buy'), config.enter)) return opinionOf(partsOf(view), 'buy');
    return mayShort && reaches(shareOf(view, 'sell'), config.enter) ? opinionOf(partsOf(view), 'sell') : null;
  };
  const recordOf = (view: View): SetupRecord => {
    const { columns, index, config, profile } = view;
    const { h, l, c } = columns;
    const stands = (i: number): boolean => reaches(shareOf(view, 'buy', i), config.enter);
    return setupRecord({
      columns,
      index,
      firstBar: barsNeeded(config),
      began: (i) => stands(i) && !stands(i - 1),
      atr: atr({ h: h.subarray(0, index + 1), l: l.subarray(0, index + 1), c: c.subarray(0, index + 1) }, ATR_PERIOD),
      profile,
      holdingBars: HOLDING_BARS,
    });
  };
  const barsNeeded = ({ parts }: WeightedVoteConfig): number =>
    Math.max(...parts.map(({ strategy, config }) => strategyOf(strategy).barsNeeded(config)));

  return {
    name: 'weighted-vote',
    configSchema,
    screen: ({ parts }) => {
      const heaviest = parts.reduce((most, part) => (part.weight > most.weight ? part : most));
      return strategyOf(heaviest.strategy).screen(heaviest.config);
    },
    barsNeeded,
    indicators: ({ parts }) => parts.flatMap(({ strategy, config }) => strategyOf(strategy).indicators(config)),
    horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'mid', '1w': 'long' },
    holdingBars: HOLDING_BARS,
    decide,
    explain: (view, opinion) => {
      const parts = partsOf(view);
      const explained = parts.flatMap((part) => {
        const own = part.strategy.decide(part);
        return own?.side === opinion.side ? [part.strategy.explain(part, own)] : [];
      });
      const silent = silentVotes(parts, opinion.side);
      return {
        record: view.holding === null ? recordOf(view) : NO_RECORD,
        reasonsFor: distinct(explained.flatMap(({ reasonsFor }) => reasonsFor)),
        reasonsAgainst: distinct([...silent, ...explained.flatMap(({ reasonsAgainst }) => reasonsAgainst)]),
      };
    },
    miss: (view) => {
      const has = shareOf(view, 'buy');
      const needs = view.config.enter;
      return has > 0 && !reaches(has, needs)
        ? ({ code: 'votes', has, needs, nearness: has / needs } satisfies SetupMiss)
        : null;
    },
  };
}

/** Shares are sums of weights: what is exactly enough must not fail by a rounding. */
function reaches(share: number, needed: number): boolean {
  return share >= needed - 1e-9;
}

function schemaOf(
  strategies: readonly Strategy[],
  named: ReadonlyMap<string, Strategy>,
): z.ZodType<WeightedVoteConfig> {
  const names = strategies.map(({ name }) => name);
  const part = z
    .strictObject({
      strategy: z.enum(names as [string, ...string[]]).describe('config.weighted-vote.strategy'),
      weight: WEIGHT.describe('config.weighted-vote.weight'),
      config: z.record(z.string(), z.unknown()).default({}).describe('config.weighted-vote.config'),
    })
    // The numbers of a part are what its own strategy takes, and what it refuses is refused under the part's path.
    .transform(({ strategy, weight, config }, context) => {
      const parsed = named.get(strategy)?.configSchema.safeParse(config);
      if (parsed?.success === true) return { strategy, weight, config: parsed.data };
      for (const { message, path } of parsed?.error.issues ?? []) {
        context.addIssue({ code: 'custom', message, path: ['config', ...path] });
      }
      return z.NEVER;
    });
  return z.strictObject({
    parts: z.array(part).min(2).max(6).prefault(DEFAULT_PARTS).describe('config.weighted-vote.parts'),
    enter: z.number().min(0.05).max(1).default(0.5).describe('config.weighted-vote.enter'),
    leave: z.number().min(0.05).max(1).default(0.5).describe('config.weighted-vote.leave'),
  });
}

/** The vote first, then the first reason of each that voted so. */
function opinionOf(parts: readonly PartView[], side: Opinion['side']): Opinion {
  const votes = parts.flatMap((part) => {
    const opinion = part.strategy.decide(part);
    return opinion?.side === side ? [{ weight: part.weight, first: opinion.reasons[0] }] : [];
  });
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const given = votes.reduce((sum, { weight }) => sum + weight, 0);
  const percent = roundDigits((given / all) * 100, 0);
  const firsts = votes.flatMap(({ first }) => (first === undefined ? [] : [first]));
  return {
    side,
    reasons: distinct([reason('votes-for', { votes: votes.length, of: parts.length, percent }), ...firsts]),
  };
}

function silentVotes(parts: readonly PartView[], side: Opinion['side']): Reason[] {
  const silent = parts.filter((part) => part.strategy.decide(part)?.side !== side);
  if (silent.length === 0) return [];
  const all = parts.reduce((sum, { weight }) => sum + weight, 0);
  const percent = roundDigits((silent.reduce((sum, { weight }) => sum + weight, 0) / all) * 100, 0);
  return [reason('votes-against', { votes: silent.length, of: parts.length, percent })];
}

/** What two parts say alike is said once. */
function distinct(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter((one) => {
    const key = JSON.stringify(one);
    return !seen.has(key) && seen.add(key);
  });
}
