import type { InstrumentId } from '../domain/ids.ts';
import type { Comparison, ScreenEvent } from '../domain/screen-tree.ts';
import { DAY_MS } from '../lib/time.ts';
import type { PlanNode, ScreenPlan, Verdict } from './screen-plan.ts';

/** A dated thing about an instrument that anybody may know. */
export interface SubjectEvent {
  readonly kind: ScreenEvent;
  readonly at: number;
}

/** An instrument beside its row: what no bar says. */
export interface ScreenSubject {
  readonly instrumentId: InstrumentId;
  readonly symbol: string;
  readonly sector: string | null;
  /** Symbols of the indices it is in; null where nobody knows. */
  readonly memberOf: readonly string[] | null;
  readonly events: readonly SubjectEvent[];
  /** Kinds of events that are recorded in this market. */
  readonly eventKinds: ReadonlySet<ScreenEvent>;
  /** Whether it has a bar at what is looked at: what was halted or is not listed yet is not counted. */
  readonly hasBar: boolean;
}

export interface ScreenHit {
  /** Its place among the subjects. */
  readonly position: number;
  /** What it is ranked by; null without a ranking, or where it is not known. */
  readonly score: number | null;
  /** One per figure of the plan; null where it is not known. */
  readonly figures: readonly (number | null)[];
}

/** The one that came furthest of those that did not pass, with what it lacked. */
export interface ScreenMiss {
  readonly position: number;
  readonly stage: number;
  /** Of a comparison; null where the condition has no two sides. */
  readonly has: number | null;
  readonly needs: number | null;
}

export interface ScreenFindings {
  readonly looked: number;
  /** How many could not be told: something the conditions read is not known. */
  readonly unknown: number;
  /** What is left after each stage of the plan. */
  readonly funnel: readonly number[];
  readonly closest: ScreenMiss | null;
  /** Best first; the same among equals: by symbol. */
  readonly hits: readonly ScreenHit[];
}

/** A member of whichever index there is. */
export const ANY_INDEX = 'any';

interface Measured {
  /** `plan.width` numbers of each subject, one after the other. */
  readonly rows: Float64Array;
  readonly subjects: readonly ScreenSubject[];
  /** The instant it is true of: events are ahead of it or past. */
  readonly at: number;
}

/** What a screen found: all rows together. */
export function finishScreen(plan: ScreenPlan, measured: Measured): ScreenFindings {
  const { subjects } = measured;
  const judge = new Judge(plan, measured);
  const funnel = new Array<number>(plan.stages.length).fill(0);
  const hits: ScreenHit[] = [];
  let [looked, unknown] = [0, 0];
  let closest: (ScreenMiss & { readonly nearness: number }) | null = null;
  for (const [position, subject] of subjects.entries()) {
    if (!subject.hasBar) continue;
    looked += 1;
    let stage = 0;
    while (stage < plan.stages.length && judge.of(plan.stages[stage]!.node, position) === 1) funnel[stage++]! += 1; // in range
    if (stage === plan.stages.length) hits.push(judge.hit(position));
    else {
      if (Number.isNaN(judge.of(plan.root, position))) unknown += 1;
      const miss = judge.miss(position, stage);
      if (closest === null || stage > closest.stage || (stage === closest.stage && miss.nearness > closest.nearness))
        closest = miss;
    }
  }
  const sign = plan.tree.rank?.first === 'smallest' ? 1 : -1;
  hits.sort((a, b) => byScore(a, b, sign) || bySymbol(subjects[a.position]?.symbol, subjects[b.position]?.symbol));
  return { looked, unknown, funnel, closest: closest === null ? null : withoutNearness(closest), hits };
}

function withoutNearness({ position, stage, has, needs }: ScreenMiss): ScreenMiss {
  return { position, stage, has, needs };
}

/** What is not known comes last, whichever way it is ranked. */
function byScore(a: ScreenHit, b: ScreenHit, sign: number): number {
  if (a.score === null || b.score === null) return (a.score === null ? 1 : 0) - (b.score === null ? 1 : 0);
  return sign * (a.score - b.score);
}

function bySymbol(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

class Judge {
  readonly #plan: ScreenPlan;
  readonly #measured: Measured;
  readonly #thresholds = new Map<PlanNode, number>();

  constructor(plan: ScreenPlan, measured: Measured) {
    this.#plan = plan;
    this.#measured = measured;
  }

  /** Three-valued: what is not known makes neither a yes nor, denied, another yes. */
  of(node: PlanNode, position: number): Verdict {
    switch (node.kind) {
      case 'all':
      case 'any': {
        const decides = node.kind === 'all' ? 0 : 1;
        let result: Verdict = 1 - decides;
        for (const inner of node.of) {
          const verdict = this.of(inner, position);
          if (verdict === decides) return decides;
          if (Number.isNaN(verdict)) result = NaN;
        }
        return result;
      }
      case 'not':
        return 1 - this.of(node.of, position);
      case 'measured':
        return this.#at(position, node.place);
      case 'percentile': {
        const value = this.#at(position, node.place);
        const threshold = this.#threshold(node);
        if (Number.isNaN(value) || Number.isNaN(threshold)) return NaN;
        return (node.condition.is === 'top' ? value >= threshold : value <= threshold) ? 1 : 0;
      }
      case 'fact':
        return this.#fact(node, position);
    }
  }

  hit(position: number): ScreenHit {
    const { rankPlace, figures } = this.#plan;
    return {
      position,
      score: rankPlace === null ? null : numberOrNull(this.#at(position, rankPlace)),
      figures: figures.map(({ place }) => numberOrNull(this.#at(position, place))),
    };
  }

  miss(position: number, stage: number): ScreenMiss & { readonly nearness: number } {
    const node = this.#plan.stages[stage]?.node;
    if (node?.kind !== 'measured' || node.sides === null)
      return { position, stage, has: null, needs: null, nearness: -1 };
    const [left, right, { is }] = node.sides;
    const has = numberOrNull(this.#at(position, left));
    const needs = numberOrNull(this.#at(position, right));
    return { position, stage, has, needs, nearness: has === null || needs === null ? -1 : nearness(has, is, needs) };
  }

  #at(position: number, place: number): number {
    return this.#measured.rows[position * this.#plan.width + place]!; // one row per subject
  }

  #threshold(node: Extract<PlanNode, { kind: 'percentile' }>): number {
    let threshold = this.#thresholds.get(node);
    if (threshold === undefined) {
      const known: number[] = [];
      for (const [position, { hasBar }] of this.#measured.subjects.entries()) {
        const value = this.#at(position, node.place);
        if (hasBar && !Number.isNaN(value)) known.push(value);
      }
      const sorted = Float64Array.from(known).sort();
      const count = Math.max(1, Math.round((sorted.length * node.condition.percent) / 100));
      threshold = sorted[node.condition.is === 'top' ? sorted.length - count : count - 1] ?? NaN;
      this.#thresholds.set(node, threshold);
    }
    return threshold;
  }

  #fact({ condition }: Extract<PlanNode, { kind: 'fact' }>, position: number): Verdict {
    const subject = this.#measured.subjects[position]!; // judged by its place
    switch (condition.kind) {
      case 'sector':
        return subject.sector === null ? NaN : condition.in.includes(subject.sector) ? 1 : 0;
      case 'member':
        return subject.memberOf === null ? NaN : isMember(subject.memberOf, condition.index) ? 1 : 0;
      case 'event': {
        if (!subject.eventKinds.has(condition.event)) return NaN;
        const { at } = this.#measured;
        const reach = condition.days * DAY_MS;
        const is = subject.events.some((event) => {
          if (event.kind !== condition.event) return false;
          const ahead = event.at - at;
          return condition.when === 'ahead' ? ahead > 0 && ahead <= reach : ahead <= 0 && -ahead <= reach;
        });
        return is ? 1 : 0;
      }
    }
  }
}

/** How near a side is to what it needs: 1 is there; 0 where a ratio says nothing. */
function nearness(has: number, is: Comparison, needs: number): number {
  const ratio = is === 'above' || is === 'at-least' ? has / needs : needs / has;
  return has > 0 && needs > 0 && ratio > 0 ? Math.min(ratio, 1) : 0;
}

function isMember(memberOf: readonly string[], index: string): boolean {
  return index === ANY_INDEX ? memberOf.length > 0 : memberOf.includes(index);
}
