import type { Timeframe } from '#shared/domain/bar.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { InstrumentId, UserId } from '#shared/domain/ids.ts';
import type { Role } from '#shared/domain/role.ts';
import type { ResearchDone, Trouble } from '#shared/contract/watch.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { failure } from '#shared/contract/errors.ts';
import { err } from '#shared/lib/result.ts';
import type { OwnerLimits } from '#shared/domain/owner-limits.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import type { BarsPort } from '#shared/usecases/ports.ts';
import type { Env } from './env.ts';
import type { OpenAccount } from './objects/account/account-rpc.ts';
import type { AnchorBody, ChainHead } from './objects/account/audit-chain.ts';
import type { FoundTrouble } from './objects/account/troubles.ts';
import type {
  BrokerNewsFollower,
  BrokerSessionRpc,
  QuoteFollower,
} from './objects/broker-session/broker-session-rpc.ts';
import type { ChannelRpc } from './objects/channel/channel-rpc.ts';
import { isLiveMarket } from './objects/market/live-market-id.ts';
import type { MarketDoor } from './objects/market/market-rpc.ts';
import type { UserRpc } from './objects/user/user-rpc.ts';
import { ownTurn } from './own-turn.ts';

/* The doors to objects, by the names everybody knows them under: an account's, a market's and a user's own id. */

/** What only this installation itself asks of an account. */
export interface AccountAdmin {
  /** Makes the account; the same again changes nothing. */
  open(spec: OpenAccount): Promise<void>;
  /** Does what is due. The minute cron calls it where an alarm was lost. */
  wake(): Promise<void>;
  /** What somebody who looks from outside has seen of it; null: all is well. The same again changes nothing. */
  setTrouble(trouble: Trouble, found: FoundTrouble | null, recipient?: UserId | null): Promise<void>;
  /** Nod was off between these; said once. */
  wasOff(from: WallMs, to: WallMs): Promise<void>;
  /** What one of its people asked of past prices is there; said once. */
  researchDone(done: ResearchDone, recipient: UserId): Promise<void>;
  /** Sends nothing for so long; whether everything that had left got its answer within the wait. */
  drain(how: { holdMs: number; waitMs: number }): Promise<boolean>;
  /** Checks its chain of events, also against a head that was kept elsewhere. */
  audit(kept: ChainHead | null): Promise<{ head: ChainHead; brokenAt: number | null }>;
  /** Takes over a chain of events that was written under another key; null where it is this key's own. */
  anchorAudit(): Promise<AnchorBody | null>;
  /** What this person is there now; null: nothing. */
  roleOf(userId: string): Promise<Role | null>;
  /** The mode of all accounts, set by the owner. */
  setGlobalMode(mode: Mode, by: Caller): Promise<void>;
  /** The owner's limits for all accounts. */
  setOwnerLimits(limits: OwnerLimits, by: Caller): Promise<void>;
}

export function accountAdmin(env: Env, accountId: string): AccountAdmin {
  return env.ACCOUNT.getByName(accountId);
}

/**
 * An account as people ask it. One that nobody opened answers `not-found` here already: asking a made-up id must not
 * make an object.
 */
export function accountDoor(env: Env, accountId: string, exists: () => Promise<boolean>): AccountPort {
  const stub = env.ACCOUNT.getByName(accountId) as unknown as Record<string, (...args: unknown[]) => unknown>;
  const ask =
    (method: string) =>
    async (...args: unknown[]): Promise<unknown> =>
      (await exists()) ? stub[method]?.(...args) : err(failure('not-found', { id: accountId }));
  // Not a promise, whoever asks.
  return new Proxy({} as AccountPort, { get: (_, method) => (method === 'then' ? undefined : ask(String(method))) });
}

export function marketDoor(env: Env, marketId: string): MarketDoor {
  return env.MARKET.getByName(marketId);
}

/** A live market fetches what is asked for before it is read. Many of these are often asked for one after the other. */
export function barsDoor(env: Env, marketId: string, timeframe: Timeframe): BarsPort {
  const bars = env.BARS.getByName(`${marketId}:${timeframe}`);
  const load = async (instrumentIds: readonly InstrumentId[]): Promise<void> => {
    await ownTurn();
    if (isLiveMarket(marketId)) await marketDoor(env, marketId).loadBars({ instrumentIds, timeframe });
  };
  return {
    read: async (query) => {
      await load([query.instrumentId]);
      return bars.read(query);
    },
    readMany: async (query) => {
      await load(query.instrumentIds);
      return bars.readMany(query);
    },
  };
}

export type UserDoor = UserRpc & { fetch(request: Request): Promise<Response> };

export function userDoor(env: Env, userId: string): UserDoor {
  return env.USER.getByName(userId);
}

export function sessionDoor(env: Env, connectionId: string): BrokerSessionRpc {
  return env.BROKER_SESSION.getByName(connectionId);
}

/** What a broker's session tells an account. */
export function brokerNewsDoor(env: Env, accountId: string): BrokerNewsFollower {
  return env.ACCOUNT.getByName(accountId);
}

/** What a broker's session tells a market that watches its quotes. */
export function quoteDoor(env: Env, marketId: string): QuoteFollower {
  return env.MARKET.getByName(marketId);
}

/** One chat app of this installation. */
export function channelDoor(env: Env, channel: Channel): ChannelRpc {
  return env.CHANNEL.getByName(channel);
}
