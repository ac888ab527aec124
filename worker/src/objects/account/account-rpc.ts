import type { BrokerName } from '#shared/contract/connection.ts';
import type { AccountId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import type { AccountLimits } from '#shared/risk/limits.ts';

/** What an account is made from; everything but its limits, grants and mode is fixed for life. */
export interface OpenAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly marketId: MarketId;
  readonly world: World;
  readonly baseCurrency: Currency;
  /** Paper money to begin with, as a decimal; `0` for none. */
  readonly deposit: string;
  /** Four characters made with the state: who wrote an order id. */
  readonly writer: string;
  /** Absent: Nod's own paper broker. */
  readonly broker?: BrokerName;
  /** The connection it trades over; absent for Nod's own paper broker. */
  readonly connectionId?: string;
  /** What binds it from its first moment on, beside the usual limits. */
  readonly limits?: Pick<AccountLimits, 'investedMax' | 'firstTrades'>;
}
