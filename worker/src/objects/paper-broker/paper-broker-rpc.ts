import type { Broker, BrokerOrder, BrokerSnapshot, Execution } from '#shared/ports/broker.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';

/**
 * Faults of a paper broker, for rehearsing what real ones do. All zero and false from the start. Delays are wall
 * milliseconds, at most 60,000.
 */
export interface PaperBrokerSettings {
  /** The request is on the wire: not booked yet. */
  readonly receiveDelayMs: number;
  /** The order is booked, the answer is on the wire. */
  readonly replyDelayMs: number;
  /** The fill is booked, the news of it is on the wire. */
  readonly newsDelayMs: number;
  /** The request arrives, the answer never does. */
  readonly cutReplies: boolean;
  /** Every new order is refused with this code. */
  readonly refuseWith: string | null;
}

export const NO_FAULTS: PaperBrokerSettings = {
  receiveDelayMs: 0,
  replyDelayMs: 0,
  newsDelayMs: 0,
  cutReplies: false,
  refuseWith: null,
};

export interface PaperBrokerRpc extends Omit<Broker, 'class' | 'dedupMs' | 'can'> {
  /** Binds the book to its account and market; repeated calls change nothing. */
  open(spec: { accountId: AccountId; marketId: MarketId }): Promise<void>;
  configure(change: Partial<PaperBrokerSettings>): Promise<PaperBrokerSettings>;
  /** A split of what is held, once per `id`; what rests counts in old shares and ends. */
  split(split: { id: string; instrumentId: InstrumentId; ratio: number }): Promise<void>;
  /** The whole book, for comparison with an account's ledger. */
  book(): Promise<WholeBook>;
}

export interface WholeBook extends Pick<BrokerSnapshot, 'positions'> {
  readonly orders: readonly BrokerOrder[];
  readonly executions: readonly Execution[];
}
