import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { BrokerClass } from '../../ports/broker.ts';
import { DRAW, FAULT, FAULTS, type Choices, type Fault, type FaultKind } from './choices.ts';
import { INSTRUMENTS, UNHEARD } from './sim-rules.ts';

/** What people, the market and the broker do in one schedule, decided before it begins. */
export type Action = { readonly at: number } & (
  | { readonly do: 'buy'; readonly order: string; readonly terms: Terms }
  | {
      readonly do: 'nod';
      readonly question: string;
      readonly terms: Terms;
      readonly waits: boolean;
      readonly gaps: readonly number[];
    }
  | { readonly do: 'skip'; readonly question: string }
  | {
      readonly do: 'exit';
      readonly instrumentId: InstrumentId;
      readonly holder: Holder;
      readonly quantity: number | null;
      readonly isUrgent: boolean;
      readonly style: ExitStyle;
    }
  | { readonly do: 'cancel' | 'replace'; readonly which: number; readonly by: number }
  | { readonly do: 'cancel-all' | 'kill' | 'pause' | 'sell-everything' | 'resume' }
  | { readonly do: 'revoke' | 'crash' | 'broker-restart' | 'day-end' }
  | {
      readonly do: 'price';
      readonly instrumentId: InstrumentId;
      readonly cents: number;
      readonly quantity: number | null;
    }
  | { readonly do: 'foreign' | 'copy'; readonly instrumentId: InstrumentId; readonly quantity: number }
  | { readonly do: 'split'; readonly instrumentId: InstrumentId; readonly ratio: number }
  | { readonly do: 'stall' | 'session-lost'; readonly ms: number }
  | { readonly do: 'skew'; readonly ms: number }
);

/** How an exit is to sell. */
export type ExitStyle = 'market' | 'limit' | 'stop' | 'trailing';
const EXIT_STYLES: readonly ExitStyle[] = ['market', 'market', 'market', 'limit', 'stop', 'trailing'];

export interface Terms {
  readonly instrumentId: InstrumentId;
  readonly holder: Holder;
  readonly quantity: number;
  /** In cents; null: at the market. */
  readonly limit: number | null;
  readonly isImmediate: boolean;
  /** Over with the day. */
  readonly isForDay: boolean;
}

export interface Plan {
  readonly actions: readonly Action[];
  /** Prices and amounts with cents, booked a second time in canonical decimals. */
  readonly isExact: boolean;
  readonly protects: boolean;
  readonly replaces: boolean;
  readonly isSlowBroker: boolean;
  /** The broker refuses what could trade with an own order on the other side. */
  readonly refusesWash: boolean;
  readonly hasStream: boolean;
  readonly fillLagMs: number;
  readonly fillsPerPage: number | null;
  readonly hasTargets: boolean;
  /** No quote all day: what waits for the open is never released. */
  readonly hasNoQuotes: boolean;
  /** Whether the broker says how much cash there is. */
  readonly tellsCash: boolean;
  /** When orders for the day are over. */
  readonly dayEndsAt: number;
  readonly startsHolding: boolean;
  readonly idleReconcileMs: number | null;
  readonly opensAt: number;
  /** The market's own clock says when it opens. */
  readonly marketCalls: boolean;
  /** When everything is well again. */
  readonly healsAt: number;
  /** Runs all of the ten minutes after that, whatever is settled before. */
  readonly runsOn: boolean;
}

export const HOLDERS: readonly Holder[] = ['manual', 'bot_1' as Holder, 'bot_2' as Holder];
/** Chance of a fault in one of its places, where the seed has it at all. */
const STRENGTHS = [0.02, 0.05, 0.12, 0.3] as const;
/** Those that are met at many places of each schedule. */
const RARE: Partial<Record<Fault, number>> = {
  'crash-before-request': 0.1,
  'crash-in-flight': 0.25,
  'crash-at-arrival': 0.1,
  'crash-after-answer': 0.1,
  'crash-at-commit': 0.06,
  'turn-lost': 0.06,
  'alarm-abandoned': 0.2,
  'long-outage': 0.5,
  'booking-fails': 0.3,
};
const WEIGHTS = FAULTS.map((fault) => RARE[fault] ?? 1);

/** Draws the fault mix of a seed (each kind is there or not, strong or weak) and what everybody does. */
export function drawPlan(choices: Choices, seed: number, brokerClass: BrokerClass): Plan {
  for (let kind = 0; kind < FAULTS.length; kind += 1) {
    if (choices.below(DRAW.mix, 100) >= 45) continue;
    const strength = STRENGTHS[choices.below(DRAW.mix, STRENGTHS.length)] ?? 0;
    choices.setChance(kind as FaultKind, strength * (WEIGHTS[kind] ?? 1));
  }
  // What is longer than half of the time a broker remembers an id.
  if (brokerClass === 'a-star' && choices.below(DRAW.mix, 3) === 0) choices.setChance(FAULT['long-outage'], 0.3);
  const isExact = seed % 16 === 0;
  const healsAt = 15_000 + choices.below(DRAW.plan, 4) * 15_000;
  const hasNoQuotes = choices.below(DRAW.mix, 60) === 0;
  const actions: Action[] = [];
  const dayEndsAt = choices.below(DRAW.plan, healsAt);
  actions.push({ at: dayEndsAt, do: 'day-end' });
  const count = 1 + choices.below(DRAW.plan, 4);
  const ordering = { isExact, span: healsAt - 4_000 };
  for (let index = 0; index < count; index += 1) drawAction(choices, actions, { index, ...ordering });
  drawMarket(choices, actions, { ...ordering, count: 1 + choices.below(DRAW.plan, 3) });
  // Where only our own orders can be, nobody looks while nothing works.
  const seesStrangers = choices.below(DRAW.mix, 2) === 0;
  drawTrouble(choices, actions, { ...ordering, brokerClass, seesStrangers });
  return {
    actions,
    isExact,
    protects: choices.below(DRAW.mix, 4) === 0,
    replaces: choices.below(DRAW.mix, 4) !== 0,
    isSlowBroker: choices.below(DRAW.mix, 3) === 0,
    refusesWash: choices.below(DRAW.mix, 2) === 0,
    hasStream: choices.below(DRAW.mix, 2) === 0,
    fillLagMs: choices.below(DRAW.mix, 4) === 0 ? choices.between(DRAW.mix, 100, 5_000) : 0,
    fillsPerPage: choices.below(DRAW.mix, 4) === 0 ? 1 : null,
    hasTargets: choices.below(DRAW.mix, 3) !== 0,
    hasNoQuotes,
    marketCalls: !hasNoQuotes && choices.below(DRAW.mix, 5) === 0,
    tellsCash: choices.below(DRAW.mix, 8) !== 0,
    dayEndsAt,
    startsHolding: choices.below(DRAW.mix, 2) === 0,
    idleReconcileMs: seesStrangers ? 300_000 : null,
    opensAt: choices.between(DRAW.plan, 3_000, 30_000),
    healsAt,
    runsOn: seed % 32 === 1,
  };
}

interface Drawing {
  readonly isExact: boolean;
  readonly span: number;
}

function drawAction(choices: Choices, actions: Action[], { index, span, isExact }: Drawing & { index: number }): void {
  const at = choices.below(DRAW.plan, span);
  const kind = choices.below(DRAW.plan, 24);
  const terms = drawTerms(choices, isExact);
  const { instrumentId, holder } = terms;
  if (index === 0 || kind < 6) {
    actions.push({ at, do: 'buy', order: orderName(index), terms });
    // The same for somebody else at the same time: two orders that only their ids tell apart.
    if (choices.below(DRAW.plan, 8) === 0) {
      const twin = { ...terms, holder: pick(choices, HOLDERS) };
      actions.push({ at: at + choices.below(DRAW.plan, 4_000), do: 'buy', order: orderName(index + 50), terms: twin });
    }
  } else if (kind < 12) {
    const question = `q${index}`;
    const gaps = choices.fault(FAULT['two-channels'], 3)
      ? [0, choices.below(DRAW.plan, 400), choices.below(DRAW.plan, 4_000)]
      : [0];
    actions.push({ at, do: 'nod', question, terms, waits: kind >= 9, gaps });
    if (choices.below(DRAW.plan, 3) === 0)
      actions.push({ at: at + choices.below(DRAW.plan, 600), do: 'skip', question });
  } else if (kind < 17) {
    const quantity = choices.below(DRAW.plan, 2) === 0 ? null : choices.between(DRAW.size, 1, 12);
    actions.push({
      at,
      do: 'exit',
      instrumentId,
      holder,
      quantity,
      isUrgent: kind < 15,
      style: pick(choices, EXIT_STYLES),
    });
  } else if (kind < 20)
    actions.push({
      at,
      do: 'cancel',
      which: choices.below(DRAW.plan, 4),
      by: choices.below(DRAW.plan, 8) === 0 ? 1 : 0,
    });
  else if (kind < 22)
    actions.push({ at, do: 'replace', which: choices.below(DRAW.plan, 4), by: choices.between(DRAW.size, -3, 6) });
  else if (kind === 22)
    actions.push({ at, do: choices.below(DRAW.plan, 2) === 1 ? 'pause' : at % 2 === 0 ? 'kill' : 'sell-everything' });
  else actions.push({ at, do: choices.below(DRAW.plan, 3) === 0 ? 'revoke' : 'cancel-all' });
}

function drawTerms(choices: Choices, isExact: boolean): Terms {
  const step = isExact ? 1 : 100;
  const limit = Math.round((9_700 + choices.below(DRAW.price, 700)) / step) * step;
  return {
    instrumentId: pick(choices, INSTRUMENTS),
    holder: pick(choices, HOLDERS),
    quantity: choices.between(DRAW.size, 1, 6) * 2,
    limit: choices.below(DRAW.plan, 4) === 0 ? null : limit,
    isImmediate: choices.below(DRAW.plan, 5) === 0,
    isForDay: choices.below(DRAW.plan, 4) === 0,
  };
}

function drawMarket(choices: Choices, actions: Action[], { span, count, isExact }: Drawing & { count: number }): void {
  const step = isExact ? 1 : 100;
  for (let index = 0; index < count; index += 1) {
    const cents = Math.round((9_300 + choices.below(DRAW.price, 1_400)) / step) * step;
    const quantity = choices.fault(FAULT['partial-fill']) ? choices.between(DRAW.size, 1, 5) : null;
    actions.push({
      at: choices.below(DRAW.plan, span + 8_000),
      do: 'price',
      instrumentId: pick(choices, INSTRUMENTS),
      cents,
      quantity,
    });
  }
}

function drawTrouble(
  choices: Choices,
  actions: Action[],
  { span, brokerClass, seesStrangers }: Drawing & { brokerClass: BrokerClass; seesStrangers: boolean },
): void {
  const often = (kind: FaultKind, times: number): boolean => choices.fault(kind, times);
  if (often(FAULT['crash-idle'], 4)) actions.push({ at: choices.below(DRAW.plan, span), do: 'crash' });
  if (often(FAULT['crash-idle'], 2)) actions.push({ at: choices.below(DRAW.plan, span), do: 'crash' });
  if (often(FAULT['stream-stalls'], 3)) {
    actions.push({ at: choices.below(DRAW.plan, span), do: 'stall', ms: choices.between(DRAW.plan, 5_000, 60_000) });
  }
  if (often(FAULT['session-lost'], 2)) {
    actions.push({
      at: choices.below(DRAW.plan, span),
      do: 'session-lost',
      ms: choices.between(DRAW.plan, 1_000, 45_000),
    });
    if (choices.below(DRAW.plan, 2) === 0) actions.push({ at: choices.below(DRAW.plan, span), do: 'broker-restart' });
  }
  if (often(FAULT['clock-skewed'], 2)) {
    actions.push({ at: choices.below(DRAW.plan, span), do: 'skew', ms: choices.between(DRAW.plan, -60_000, 60_000) });
  }
  if (seesStrangers && choices.below(DRAW.plan, 8) === 0) {
    // A stranger's odd lot: an order that one of ours can never be taken for where nobody knows our ids, or not for ever.
    const quantity = choices.between(DRAW.size, 1, 4) * 2 + (brokerClass === 'a' ? 0 : 1);
    actions.push({
      at: choices.below(DRAW.plan, span),
      do: brokerClass !== 'b' && choices.below(DRAW.plan, 6) === 0 ? 'copy' : 'foreign',
      instrumentId: pick(choices, [...INSTRUMENTS, UNHEARD, UNHEARD]),
      quantity,
    });
  }
  if (choices.below(DRAW.plan, 24) === 0) {
    actions.push({
      at: choices.below(DRAW.plan, span),
      do: 'split',
      instrumentId: pick(choices, INSTRUMENTS),
      ratio: choices.between(DRAW.plan, 2, 3),
    });
  }
  if (choices.below(DRAW.plan, 3) === 0) actions.push({ at: choices.below(DRAW.plan, span + 4_000), do: 'resume' });
}

function pick<T>(choices: Choices, list: readonly T[]): T {
  const [first] = list;
  const chosen = list[choices.below(DRAW.plan, list.length)] ?? first;
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}

export function orderName(index: number): string {
  return `o_s_P${String(index).padStart(6, '0')}`;
}
