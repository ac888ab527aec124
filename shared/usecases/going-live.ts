import type { AccountView } from '../contract/account.ts';
import type { ConnectionView } from '../contract/connection.ts';
import { failure, type Failure } from '../contract/errors.ts';
import {
  FIRST_TRADES,
  PRACTICE_DAYS_MIN,
  PRACTICE_TRADES_MIN,
  type BackToPaperView,
  type GoingLiveView,
} from '../contract/going-live.ts';
import type { Caller } from '../domain/caller.ts';
import { EQUAL_WEIGHT } from '../domain/equal-weight.ts';
import type { MarketId } from '../domain/ids.ts';
import type { World } from '../domain/market.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { wordsFor } from '../words/catalogue.ts';
import { accountFor } from './access.ts';
import type { Practice } from './account-port.ts';
import { benchmarkSince } from './benchmark.ts';
import { listConnections } from './connections.ts';
import type { UseCaseDeps } from './ports.ts';

/** An account that was practised with, and the connections real money could go over. */
export interface Practiced {
  readonly account: AccountView;
  readonly practice: Practice;
  readonly connections: readonly ConnectionView[];
}

/** What stands on both sides of the door; an account with real money has none. */
export async function practiced(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<Practiced, Failure>> {
  const port = accountFor(deps, caller, accountId);
  if (!port.ok) return port;
  const account = await port.value.view(caller);
  if (!account.ok) return account;
  if (account.value.world === 'live') return err(failure('already-live'));
  const [practice, connections] = await Promise.all([port.value.practice(caller), listConnections(deps, caller)]);
  if (!practice.ok) return practice;
  if (!connections.ok) return connections;
  const live = connections.value.filter(({ environment }) => environment === 'live');
  return ok({ account: account.value, practice: practice.value, connections: live });
}

/** Whether what paper showed is too little to go by. Invented and past prices are no paper. */
export function isThin(world: World, { days, trades }: Practice): boolean {
  return world !== 'paper' || days < PRACTICE_DAYS_MIN || trades < PRACTICE_TRADES_MIN;
}

/** The door, as one screen. */
export async function showGoingLive(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<GoingLiveView, Failure>> {
  const found = await practiced(deps, caller, accountId);
  if (!found.ok) return found;
  const { account, practice, connections } = found.value;
  const { since, days, trades, resultPercent, deepestFallPercent, fillVsQuotePercent } = practice;
  const [benchmark, user] = await Promise.all([
    // A market out of reach leaves one line of the screen open, not the whole door shut.
    benchmarkSince(deps, account.marketId as MarketId, since).catch(() => ({
      symbol: EQUAL_WEIGHT,
      resultPercent: null,
    })),
    deps.users.find(caller.userId),
  ]);
  const { count, sizeFraction } = FIRST_TRADES;
  return ok({
    accountId,
    currency: account.baseCurrency,
    paper: { days, trades, resultPercent, benchmark, deepestFallPercent, fillVsQuotePercent },
    isThin: isThin(account.world, practice),
    differs: ['fills', 'fees', 'tax', 'nerves'].map((code) => ({ code, values: {} })),
    // Alpaca takes a stop together with the order; Nod holds what it cannot take.
    stopsHeldBy: 'broker',
    connections: connections.map(({ id, name, accountEnding, health }) => ({
      id,
      name,
      accountEnding,
      state: health.state,
    })),
    firstTrades: { count, sizeFraction },
    buyingPower: connections.find(({ accountIds }) => accountIds.length === 0)?.buyingPower ?? null,
    sentence: wordsFor(user?.language ?? 'en').goingLive.sentence,
  });
}

/** What stays open on a live account when its person goes back to paper; nothing is changed by asking. */
export async function showBackToPaper(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<BackToPaperView, Failure>> {
  const port = accountFor(deps, caller, accountId);
  if (!port.ok) return port;
  const [account, positions, paperAccountId] = await Promise.all([
    port.value.view(caller),
    port.value.positions(caller),
    deps.accounts.defaultId(caller),
  ]);
  if (!account.ok) return account;
  if (!positions.ok) return positions;
  if (account.value.world !== 'live') return err(failure('not-live'));
  return ok({
    accountId,
    paperAccountId,
    staysOpen: positions.value.flatMap(({ symbol, holders }) =>
      holders.map(({ quantity, stopPrice, protection }) => ({
        symbol,
        quantity,
        stopPrice,
        heldBy: protection.heldBy,
      })),
    ),
    workingOrders: account.value.workingOrders,
  });
}

/** One tap: the live account buys nothing more and goes on protecting; the list says what of it stays open. */
export async function goBackToPaper(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<BackToPaperView, Failure>> {
  const before = await showBackToPaper(deps, caller, accountId);
  if (!before.ok) return before;
  const paused = await deps.accounts.account(accountId).pause(caller);
  return paused.ok ? showBackToPaper(deps, caller, accountId) : paused;
}
