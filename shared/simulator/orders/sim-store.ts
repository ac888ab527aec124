import type { Holder, InstrumentId } from '../../domain/ids.ts';
import type { OrderState } from '../../domain/order.ts';
import type { Due } from '../../engine/orders/effects.ts';
import type { Intent, IntentChange } from '../../engine/orders/intent.ts';
import type {
  Attempts,
  AttemptState,
  KeyedAnswer,
  OrderMeta,
  OrderStore,
  OwedMessage,
  ProposalClaim,
  SeenOrder,
} from '../../engine/orders/ports.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { WallMs } from '../../lib/time.ts';
import type { BrokerOrder, Execution } from '../../ports/broker.ts';
import type { Mode } from '../../risk/check.ts';
import type { ScheduleRow, Tables } from './tables.ts';

/** The process dies here: nothing after it runs, and what is not committed is lost. */
export class Crash extends Error {}
/** Thrown again and again: what a stack costs would be most of what a schedule costs. */
export const DEATH = new Crash('the process died');

const STRICTNESS: Readonly<Record<string, number>> = { active: 0, reducing: 1, halted: 2 };

/** Places at which one block can die. */
export interface StoreHooks {
  now(): WallMs;
  /** Before a block is committed: true takes it back and dies. */
  diesBeforeCommit(): boolean;
  /** Right after: true dies with what it wrote. */
  diesAfterCommit(): boolean;
}

/** The store of one instance of the account. An older instance fails at its next write. */
export class SimStore implements OrderStore {
  readonly #tables: Tables;
  readonly #epoch: number;
  readonly #hooks: StoreHooks;
  #depth = 0;
  /** Set when it died: whatever still runs of it fails. */
  isDead = false;

  constructor(tables: Tables, hooks: StoreHooks) {
    this.#tables = tables;
    this.#epoch = tables.epoch;
    this.#hooks = hooks;
  }

  transaction<T>(work: () => T): T {
    this.#mayWrite();
    const mark = this.#tables.mark();
    this.#depth += 1;
    let result: T;
    try {
      result = work();
    } catch (error) {
      this.#tables.rollBack(mark);
      throw error;
    } finally {
      this.#depth -= 1;
    }
    if (this.#depth > 0) return result;
    if (this.#hooks.diesBeforeCommit()) {
      this.#tables.rollBack(mark);
      this.isDead = true;
      throw DEATH;
    }
    if (this.#hooks.diesAfterCommit()) {
      this.isDead = true;
      throw DEATH;
    }
    return result;
  }

  intent(id: string): Intent | null {
    return this.#tables.intents.get(id) ?? null;
  }

  intentByCoid(coid: string): Intent | null {
    const id = this.#tables.coids.get(coid);
    return id === undefined ? null : this.intent(id);
  }

  intentsIn(states: readonly OrderState[]): readonly Intent[] {
    const found: Intent[] = [];
    for (const intent of this.#tables.intents.values()) if (states.includes(intent.state)) found.push(intent);
    return found;
  }

  intentsOf(instrumentId: InstrumentId, holder: Holder, states: readonly OrderState[]): readonly Intent[] {
    const found: Intent[] = [];
    for (const intent of this.#tables.intents.values()) {
      if (intent.instrumentId === instrumentId && intent.holder === holder && states.includes(intent.state)) {
        found.push(intent);
      }
    }
    return found;
  }

  insertIntent(intent: Intent): boolean {
    this.#mayWrite();
    if (this.#tables.intents.has(intent.id) || this.#tables.coids.has(intent.coid)) return false;
    this.#tables.put(this.#tables.intents, intent.id, intent);
    this.#tables.put(this.#tables.coids, intent.coid, intent.id);
    return true;
  }

  updateIntent(id: string, version: number, change: IntentChange): boolean {
    this.#mayWrite();
    const intent = this.intent(id);
    if (intent === null || intent.version !== version) return false;
    // Field by field: a second spread costs more than the whole copy.
    const changed: { -readonly [K in keyof Intent]: Intent[K] } = { ...intent };
    changed.version = version + 1;
    changed.updatedAt = this.#hooks.now();
    if (change.state !== undefined) changed.state = change.state;
    if (change.filledQuantity !== undefined) changed.filledQuantity = change.filledQuantity;
    if (change.filledValue !== undefined) changed.filledValue = change.filledValue;
    if (change.realized !== undefined) changed.realized = change.realized;
    if (change.brokerOrderId !== undefined) changed.brokerOrderId = change.brokerOrderId;
    if (change.reason !== undefined) changed.reason = change.reason;
    if (change.cancelReason !== undefined) changed.cancelReason = change.cancelReason;
    if (change.replacedBy !== undefined) changed.replacedBy = change.replacedBy;
    if (change.candidates !== undefined) changed.candidates = change.candidates;
    this.#tables.put(this.#tables.intents, id, changed);
    return true;
  }

  addAttempt(intentId: string): void {
    this.#mayWrite();
    const before = this.#tables.attempts.get(intentId) ?? [];
    const attempt = { state: 'sending' as const, at: this.#hooks.now(), notFound: 0 };
    this.#tables.put(this.#tables.attempts, intentId, [...before, attempt]);
  }

  attempts(intentId: string): Attempts | null {
    const all = this.#tables.attempts.get(intentId);
    const [first, last] = [all?.[0], all?.at(-1)];
    if (all === undefined || first === undefined || last === undefined) return null;
    const isKnownThere = all.some(({ state }) => state === 'duplicate');
    const mayHaveLeft = isKnownThere || all.some(({ state }) => state === 'sending');
    return {
      count: all.length,
      firstAt: first.at as WallMs,
      lastAt: last.at as WallMs,
      mayHaveLeft,
      isRefused: last.state === 'refused' && mayHaveLeft,
      isKnownThere,
      notFound: last.notFound,
    };
  }

  markAttempt(intentId: string, state: AttemptState): void {
    this.#mayWrite();
    const all = this.#tables.attempts.get(intentId);
    if (all === undefined) return;
    const changed =
      state === 'answered'
        ? all.map((attempt) => ({ ...attempt, state }))
        : all.map((attempt, index) => (index === all.length - 1 ? { ...attempt, state } : attempt));
    this.#tables.put(this.#tables.attempts, intentId, changed);
  }

  countNotFound(intentId: string): void {
    this.#mayWrite();
    const all = this.#tables.attempts.get(intentId);
    if (all === undefined) return;
    const changed = all.map((attempt, index) =>
      index === all.length - 1 ? { ...attempt, notFound: attempt.notFound + 1 } : attempt,
    );
    this.#tables.put(this.#tables.attempts, intentId, changed);
  }

  seenOrder(brokerOrderId: string): SeenOrder | null {
    return this.#tables.seen.get(brokerOrderId) ?? null;
  }

  saveSeen(order: BrokerOrder, intentId: string | null): void {
    this.#mayWrite();
    const { brokerOrderId } = order;
    const before = this.#tables.seen.get(brokerOrderId);
    const known = before?.intentId ?? intentId;
    if (before !== undefined && before.intentId === known) return;
    this.#tables.put(this.#tables.seen, brokerOrderId, { brokerOrderId, intentId: known });
  }

  insertExecution(execution: Execution, _intentId: string | null): boolean {
    this.#mayWrite();
    if (this.#tables.executions.has(execution.id)) return false;
    this.#tables.put(this.#tables.executions, execution.id, execution);
    return true;
  }

  knowsExecution(id: string): boolean {
    return this.#tables.executions.has(id);
  }

  held(instrumentId: InstrumentId, holder: Holder): DecimalText {
    const quantity = this.#tables.held.get(`${instrumentId}|${holder}`)?.quantity ?? 0;
    return String(quantity);
  }

  heldByInstrument(): ReadonlyMap<string, DecimalText> {
    const sums = new Map<string, DecimalText>();
    for (const { instrumentId, quantity } of this.#tables.held.values()) {
      const before = sums.get(instrumentId);
      sums.set(instrumentId, before === undefined ? String(quantity) : String(Number(before) + quantity));
    }
    return sums;
  }

  holders(): readonly { readonly instrumentId: InstrumentId; readonly holder: Holder }[] {
    const found: { instrumentId: InstrumentId; holder: Holder }[] = [];
    for (const { instrumentId, holder, quantity } of this.#tables.held.values()) {
      if (quantity !== 0) found.push({ instrumentId: instrumentId as InstrumentId, holder: holder as Holder });
    }
    return found;
  }

  reserve(intentId: string, _holder: Holder, amount: DecimalText): void {
    this.#mayWrite();
    this.#tables.put(this.#tables.reserved, intentId, amount);
  }

  free(intentId: string): void {
    this.#mayWrite();
    this.#tables.drop(this.#tables.reserved, intentId);
  }

  claimProposal({ proposalId, revision, orderId }: ProposalClaim): boolean {
    this.#mayWrite();
    const question = this.#tables.questions.get(proposalId);
    if (question?.status !== 'pending' || question.revision !== revision) return false;
    if (question.answerBy <= this.#hooks.now()) return false;
    const decisions = question.decisions + 1;
    this.#tables.put(this.#tables.questions, proposalId, { ...question, status: 'approved', orderId, decisions });
    return true;
  }

  keyed(key: string): KeyedAnswer | null {
    return this.#tables.keyed.get(key) ?? null;
  }

  putKeyed(key: string, answer: KeyedAnswer): void {
    this.#mayWrite();
    this.#tables.put(this.#tables.keyed, key, answer);
  }

  mode(holder: Holder): Mode {
    const account = this.#tables.modes.get('account') ?? 'active';
    const own = this.#tables.modes.get(holder) ?? 'active';
    return ((STRICTNESS[own] ?? 0) > (STRICTNESS[account] ?? 0) ? own : account) as Mode;
  }

  meta<K extends keyof OrderMeta>(key: K): OrderMeta[K] | null {
    return (this.#tables.meta.get(key) as OrderMeta[K] | undefined) ?? null;
  }

  setMeta<K extends keyof OrderMeta>(key: K, value: OrderMeta[K]): void {
    this.#mayWrite();
    this.#tables.put(this.#tables.meta, key, value);
  }

  schedule(kind: string, ref: string, dueAt: number, how?: 'keep-earlier'): void {
    this.#mayWrite();
    const id = rowOf(kind, ref);
    const before = this.#tables.schedule.get(id);
    const at = how === 'keep-earlier' && before !== undefined ? Math.min(before.dueAt, dueAt) : dueAt;
    if (before?.dueAt !== at) this.#tables.put(this.#tables.schedule, id, { kind, ref, dueAt: at });
  }

  unschedule(kind: string, ref: string): void {
    this.#mayWrite();
    this.#tables.drop(this.#tables.schedule, rowOf(kind, ref));
  }

  due(): readonly Due[] {
    const now = this.#hooks.now();
    const rows: ScheduleRow[] = [];
    for (const row of this.#tables.schedule.values()) if (row.dueAt <= now) rows.push(row);
    return rows.length < 2 ? rows : rows.sort((a, b) => a.dueAt - b.dueAt).slice(0, 100);
  }

  isDue({ kind, ref }: Due): boolean {
    const row = this.#tables.schedule.get(rowOf(kind, ref));
    return row !== undefined && row.dueAt <= this.#hooks.now();
  }

  isScheduled(kind: string, refBegin: string): boolean {
    for (const row of this.#tables.schedule.values()) {
      if (row.kind === kind && row.ref.startsWith(refBegin)) return true;
    }
    return false;
  }

  scheduled(kind: string): readonly string[] {
    return [...this.#tables.schedule.values()]
      .filter((row) => row.kind === kind)
      .sort((a, b) => a.dueAt - b.dueAt)
      .map(({ ref }) => ref);
  }

  owed(limit: number): readonly OwedMessage[] {
    const now = this.#hooks.now();
    const found: OwedMessage[] = [];
    for (const { seq, recipient, tries, since, state, nextAt } of this.#tables.outbox.values()) {
      if (state !== 'owed' || nextAt > now) continue;
      found.push({ seq, recipient, tries, since: since as WallMs });
      if (found.length >= limit) break;
    }
    return found;
  }

  markMessage({ seq }: OwedMessage, state: 'owed' | 'delivered' | 'dead', nextAt: number): void {
    this.#mayWrite();
    const row = this.#tables.outbox.get(seq);
    if (row === undefined) return;
    if (state === 'delivered') this.#tables.drop(this.#tables.outbox, seq);
    else this.#tables.put(this.#tables.outbox, seq, { ...row, state, nextAt, tries: row.tries + 1 });
  }

  nextOwedAt(): WallMs | null {
    let at: number | null = null;
    for (const { state, nextAt } of this.#tables.outbox.values()) {
      if (state === 'owed' && (at === null || nextAt < at)) at = nextAt;
    }
    return at as WallMs | null;
  }

  #mayWrite(): void {
    if (this.isDead || this.#epoch !== this.#tables.epoch) {
      this.isDead = true;
      throw DEATH;
    }
  }
}

/** Most rows are the only ones of their kind, and looked for all the time: no text is made for those. */
function rowOf(kind: string, ref: string): string {
  return ref === 'all' ? kind : `${kind}:${ref}`;
}
