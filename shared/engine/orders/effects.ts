import type { InstrumentId } from '../../domain/ids.ts';
import type { WallMs } from '../../lib/time.ts';
import type {
  BrokerOrderRequest,
  BrokerReplaceRequest,
  BrokerSnapshot,
  CancelAnswer,
  LookUpAnswer,
  ReplaceAnswer,
  SubmitAnswer,
} from '../../ports/broker.ts';

/** What the account owes itself later and the order protocol does not know: the host does it. */
export interface Due {
  readonly kind: string;
  readonly ref: string;
}

/**
 * One thing asked of the outside. Everything between two effects happens in one turn; at every effect the process may
 * die, and other flows may run before its answer comes.
 */
export type Effect =
  /** `intentId` is for `isWanted`: asked once more right before the first byte leaves. */
  | { readonly kind: 'submit'; readonly intentId: string; readonly request: BrokerOrderRequest }
  | { readonly kind: 'replace'; readonly intentId: string; readonly request: BrokerReplaceRequest }
  | { readonly kind: 'cancel'; readonly clientOrderId: string; readonly brokerOrderId: string | null }
  | { readonly kind: 'look-up'; readonly clientOrderId: string }
  | { readonly kind: 'snapshot'; readonly cursor: string | null; readonly since: WallMs }
  /** Names, currencies and rules of instruments that a broker spoke of. */
  | { readonly kind: 'learn'; readonly instrumentIds: readonly InstrumentId[] }
  /** One message that is owed. Answers whether it arrived. */
  | { readonly kind: 'deliver'; readonly seq: number; readonly recipient: string }
  | { readonly kind: 'host'; readonly due: Due }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Side by side; answers when all have. */
  | { readonly kind: 'all'; readonly flows: readonly Flow<unknown>[] };

/**
 * A piece of the order protocol: plain code that yields what it asks and is given the answers. Driven by `runAsync`
 * over promises, by the simulator over virtual time.
 */
export type Flow<T> = Generator<Effect, T, unknown>;

export function* submit(intentId: string, request: BrokerOrderRequest): Flow<SubmitAnswer> {
  return (yield { kind: 'submit', intentId, request }) as SubmitAnswer;
}

export function* replace(intentId: string, request: BrokerReplaceRequest): Flow<ReplaceAnswer> {
  return (yield { kind: 'replace', intentId, request }) as ReplaceAnswer;
}

export function* cancel(clientOrderId: string, brokerOrderId: string | null): Flow<CancelAnswer> {
  return (yield { kind: 'cancel', clientOrderId, brokerOrderId }) as CancelAnswer;
}

export function* lookUp(clientOrderId: string): Flow<LookUpAnswer> {
  return (yield { kind: 'look-up', clientOrderId }) as LookUpAnswer;
}

/** Null: out of reach, which is never an empty book. */
export function* snapshot(cursor: string | null, since: WallMs): Flow<BrokerSnapshot | null> {
  return (yield { kind: 'snapshot', cursor, since }) as BrokerSnapshot | null;
}

/** False: nobody could be asked. */
export function* learn(instrumentIds: readonly InstrumentId[]): Flow<boolean> {
  return (yield { kind: 'learn', instrumentIds }) !== false;
}

export function* deliver(seq: number, recipient: string): Flow<boolean> {
  return (yield { kind: 'deliver', seq, recipient }) as boolean;
}

export function* host(due: Due): Flow<void> {
  yield { kind: 'host', due };
}

export function* wait(ms: number): Flow<void> {
  yield { kind: 'wait', ms };
}

export function* all<T>(flows: readonly Flow<T>[]): Flow<T[]> {
  const [only] = flows;
  if (only === undefined) return [];
  if (flows.length === 1) return [yield* only];
  return (yield { kind: 'all', flows }) as T[];
}
