import type { AccountId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { BarsPort } from '#shared/usecases/ports.ts';
import type { Env } from './env.ts';
import type { MarketRpc } from './objects/market/market-rpc.ts';
import type { UserRpc } from './objects/user/user-rpc.ts';

/** What only this installation itself asks of an account. */
export interface AccountAdmin {
  /** Makes the account; the same again changes nothing. */
  open(spec: {
    id: AccountId;
    name: string;
    ownerId: UserId;
    marketId: MarketId;
    world: World;
    baseCurrency: Currency;
    deposit: string;
    writer: string;
  }): Promise<void>;
  /** Does what is due. The minute cron calls it where an alarm was lost. */
  wake(): Promise<void>;
}

/*
 * The typed doors to objects. Their stubs' own types lose unions and records on the way through RPC; the classes
 * implement these interfaces, which is what the compiler holds them to.
 */
export function accountDoor(env: Env, accountId: string): AccountPort & AccountAdmin {
  return env.ACCOUNT.getByName(accountId) as unknown as AccountPort & AccountAdmin;
}

export function marketDoor(env: Env, marketId: string): MarketRpc {
  return env.MARKET.getByName(marketId) as unknown as MarketRpc;
}

export function barsDoor(env: Env, marketId: string, timeframe: Timeframe): BarsPort {
  return env.BARS.getByName(`${marketId}:${timeframe}`) as unknown as BarsPort;
}

export type UserDoor = UserRpc & { fetch(request: Request): Promise<Response> };

export function userDoor(env: Env, userId: string): UserDoor {
  return env.USER.getByName(userId) as unknown as UserDoor;
}
