import type {
  BacktestRunDetail,
  BacktestRunView,
  CreateBacktest,
  CreateBotBacktest,
} from '../contract/backtest-run.ts';
import { COMBINATIONS_MAX } from '../contract/backtest-run.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { MarketId } from '../domain/ids.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { STRATEGIES } from '../strategies/index.ts';
import { accountOf, requireScope } from './access.ts';
import type { Page, PageRequest } from './account-port.ts';
import { activeMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import { inMarketOf } from './market-of.ts';
import { decodeCursor, encodeCursor } from './merged-cursor.ts';
import type { UseCaseDeps } from './ports.ts';
import { resolveUniverse } from './resolve-universe.ts';

/** Takes a request down; it is worked on beside all else. `deps` see the market that is meant. */
export async function createBacktest(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateBacktest,
): Promise<Result<BacktestRunView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const sound = soundSettings(input);
  if (!sound.ok) return sound;
  const active = await activeMarket(deps);
  const known = await refuseUnknown(deps, input.symbols);
  if (!known.ok) return known;
  return taken(deps, caller, {
    request: input,
    marketId: active.ok ? active.value.id : ('' as MarketId),
    accountId: input.accountId ?? null,
    botId: null,
  });
}

/**
 * The same as a bot trades: its strategy, its money, its risk level, its list, on the market of its account. `isOnce`:
 * nothing is begun beside a test of the same bot over the same days.
 */
export async function backtestBot(
  deps: UseCaseDeps,
  caller: Caller,
  { botId, input, isOnce = false }: { readonly botId: string; readonly input: CreateBotBacktest; isOnce?: boolean },
): Promise<Result<BacktestRunView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const account = accountOf(deps, caller, botId);
  if (!account.ok) return account;
  const found = await account.value.bot(caller, botId);
  if (!found.ok) return found;
  const bot = found.value;
  const lists = bot.watchlistId === null ? [] : await deps.watchlists.list(caller.userId);
  const own = lists.find(({ id }) => id === bot.watchlistId)?.names;
  const names = own ?? RISK_PROFILES[bot.riskLevel].watchlist;
  return inMarketOf(deps, { caller, accountId: bot.accountId }, async (there) => {
    const active = await activeMarket(there);
    if (!active.ok) return active;
    const { id: marketId, market } = active.value;
    const { instrumentIds } = await resolveUniverse(there, marketId, names, { isOwn: own !== undefined });
    const instruments = await market.instruments(instrumentIds ?? names);
    const wanted = new Set<string>(instrumentIds ?? []);
    // One book has one currency: what is priced in another is left out.
    const symbols = instruments.flatMap(({ id, symbol, kind, currency }) =>
      currency === bot.currency && (instrumentIds === null ? kind !== 'index' : wanted.has(id)) ? [symbol] : [],
    );
    const request: CreateBacktest = {
      ...input,
      strategy: bot.strategy,
      config: bot.strategyConfig,
      symbols,
      accountId: bot.accountId,
      timeframe: input.timeframe ?? bot.timeframe,
      cash: bot.investmentAmount,
      sizing: { kind: 'bot', riskLevel: bot.riskLevel, profile: bot.profile, method: bot.sizing, exits: bot.exits },
      mayShort: false,
      atEnd: 'left',
    };
    const sound = soundSettings(request);
    if (!sound.ok) return sound;
    return taken(deps, caller, { request, marketId, accountId: bot.accountId, botId, isOnce });
  });
}

export async function listBacktests(
  deps: UseCaseDeps,
  caller: Caller,
  { limit, cursor }: PageRequest,
): Promise<Result<Page<BacktestRunView>, Failure>> {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  if (cursor !== undefined && after === null) return err(failure('invalid-request', undefined, 'cursor'));
  const all = (await deps.backtests.list(caller.userId)).filter((run) => isSeenBy(caller, run));
  const rest = after === null ? all : all.filter(({ id }) => id.slice(ID_PREFIX.length) < after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    last !== undefined && rest.length > items.length ? encodeCursor(last.id.slice(ID_PREFIX.length)) : null;
  return ok({ items, nextCursor });
}

/** Before the ULID of a request's id. */
const ID_PREFIX = 't_';

export async function showBacktest(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<BacktestRunDetail, Failure>> {
  const run = await deps.backtests.find(caller.userId, id);
  return run !== null && isSeenBy(caller, run) ? ok(run) : err(failure('not-found', { id: id.slice(0, 64) }));
}

/** What is being worked on stops before its next slice. */
export async function cancelBacktest(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<BacktestRunDetail, Failure>> {
  const mine = await changeable(deps, caller, id);
  if (!mine.ok) return mine;
  await deps.backtests.cancel(caller.userId, id, deps.now());
  // Where a card of it stands in a chat, whoever is woken says what became of it.
  deps.background('wake-backtest', () => deps.backtests.wake(id));
  return showBacktest(deps, caller, id);
}

export async function deleteBacktest(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const mine = await changeable(deps, caller, id);
  if (!mine.ok) return mine;
  await deps.backtests.remove(caller.userId, id);
  return ok({ id });
}

async function changeable(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<BacktestRunDetail, Failure>> {
  const scope = requireScope(caller, 'propose');
  return scope.ok ? showBacktest(deps, caller, id) : scope;
}

/** A token that is bound to some accounts sees what was asked about these. */
function isSeenBy({ accountIds }: Caller, { accountId }: BacktestRunView): boolean {
  return accountIds === null || (accountId !== null && accountIds.includes(accountId));
}

async function taken(
  deps: UseCaseDeps,
  caller: Caller,
  asked: Pick<BacktestRunView, 'request' | 'botId' | 'accountId'> & {
    readonly marketId: MarketId;
    readonly isOnce?: boolean;
  },
): Promise<Result<BacktestRunView, Failure>> {
  const id = await deps.backtests.create({ ...asked, userId: caller.userId }, deps.now());
  if (id === null) return err(failure('backtests-waiting'));
  // The row is what counts: whoever sweeps finds it when this goes astray.
  deps.background('wake-backtest', () => deps.backtests.wake(id));
  return showBacktest(deps, caller, id);
}

/** Settings that the strategy takes, and axes that are settings of it with numbers. */
function soundSettings(input: CreateBacktest): Result<void, Failure> {
  const strategy = STRATEGIES.find(({ name }) => name === input.strategy);
  if (strategy === undefined) return err(failure('invalid-request', { strategy: input.strategy }, 'strategy'));
  const parsed = strategy.configSchema.safeParse(input.config);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(failure('invalid-request', undefined, ['config', ...(issue?.path ?? [])].join('.')));
  }
  if (input.sizing.kind === 'bot' && input.mayShort) return err(failure('invalid-request', undefined, 'mayShort'));
  if (input.from !== undefined && input.to !== undefined && input.from > input.to)
    return err(failure('invalid-request', undefined, 'to'));
  if (input.kind !== 'grid' && input.kind !== 'walk-forward') return ok(undefined);
  const names = new Set<string>();
  let combinations = 1;
  for (const [place, { name, values }] of input.axes.entries()) {
    const isNumber = typeof (parsed.data as Readonly<Record<string, unknown>>)[name] === 'number';
    if (!isNumber || names.has(name)) return err(failure('invalid-request', undefined, `axes.${place}.name`));
    names.add(name);
    combinations *= values.length;
  }
  return combinations <= COMBINATIONS_MAX
    ? ok(undefined)
    : err(failure('too-large', { combinations, limit: COMBINATIONS_MAX }, 'axes'));
}

async function refuseUnknown(deps: UseCaseDeps, names: readonly string[]): Promise<Result<void, Failure>> {
  const active = await activeMarket(deps);
  const finder = active.ok
    ? await finderOf(deps, { marketId: active.value.id, marketAt: active.value.state.marketAt, names })
    : null;
  for (const name of names) {
    if ((finder?.find(name) ?? null) !== null || (await deps.markets.imported(name)) !== null) continue;
    return err(failure('unknown-instrument', { symbol: name }, 'symbols'));
  }
  return ok(undefined);
}
