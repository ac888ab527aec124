import type { BotPreview, BotView, CreateBot, PreviewBot } from '../contract/bot.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { AccountId, MarketId } from '../domain/ids.ts';
import { profileOf } from '../domain/own-profile.ts';
import { RISK_PROFILES, type RiskLevel } from '../domain/risk-profile.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountFor } from './access.ts';
import { asConfirmed } from './as-confirmed.ts';
import type { AccountPort, ResolvedUniverse } from './account-port.ts';
import { livelyStocks } from './lively-stocks.ts';
import type { UseCaseDeps } from './ports.ts';
import { resolveUniverse } from './resolve-universe.ts';
import { wordsFor } from '../words/catalogue.ts';

/** Of a longer list nobody asks which of it is lively. */
const CHOSEN_MAX = 20;

interface Prepared {
  readonly account: AccountPort;
  readonly accountId: string;
  readonly marketId: MarketId;
  readonly universe: ResolvedUniverse;
}

/** Makes a bot on the given or the default account. It looks at the last closed bar at once, unless it begins paused. */
export async function createTradingBot(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateBot,
  isPaused = false,
): Promise<Result<BotView, Failure>> {
  const portfolioId = await portfolioFor(deps, caller, input.portfolioId);
  if (!portfolioId.ok) return portfolioId;
  const prepared = await prepare(deps, caller, input);
  if (!prepared.ok) return prepared;
  const { account, accountId, marketId, universe } = prepared.value;
  const chosen = { ...input, accountId, ...(portfolioId.value !== null && { portfolioId: portfolioId.value }) };
  const own = input.name === undefined ? { ownName: await ownName(deps, caller, input) } : {};
  const bot = await asConfirmed(deps, caller, (given) =>
    account.createBot(caller, chosen, universe, { isPaused, given, ...own }),
  );
  if (!bot.ok) return bot;
  if (portfolioId.value !== null) await deps.portfolios.addHolder(portfolioId.value, accountId, bot.value.id);
  if (isPaused) return bot;
  deps.background('look-now', () => deps.markets.market(marketId).lookNow(accountId as AccountId, bot.value.id));
  return bot;
}

/** What a bot with this strategy is called in its maker's language. */
async function ownName(deps: UseCaseDeps, caller: Caller, { strategy }: CreateBot): Promise<string> {
  const user = await deps.users.find(caller.userId);
  const { ownNames } = wordsFor(user?.language ?? 'en').bots;
  return Object.entries(ownNames).find(([name]) => name === strategy)?.[1] ?? ownNames.other;
}

/** What a bot with these settings would mean in money; nothing is made. */
export async function previewTradingBot(
  deps: UseCaseDeps,
  caller: Caller,
  input: PreviewBot,
): Promise<Result<BotPreview, Failure>> {
  const prepared = await prepare(deps, caller, input);
  if (!prepared.ok) return prepared;
  const { account, accountId, marketId, universe } = prepared.value;
  const preview = await account.previewBot(caller, { ...input, accountId }, universe);
  const { instrumentIds, filledUp } = universe;
  // What the market fills a list up with was nobody's choice.
  if (!preview.ok || filledUp || instrumentIds === null || instrumentIds.length > CHOSEN_MAX) return preview;
  const { stop } = profileOf(input.riskLevel, input.profile);
  return ok({ ...preview.value, stop, lively: await livelyStocks(deps, marketId, { instrumentIds, stop }) });
}

async function prepare(
  deps: UseCaseDeps,
  caller: Caller,
  input: { accountId?: string | undefined; watchlistId?: string | undefined; riskLevel: RiskLevel },
): Promise<Result<Prepared, Failure>> {
  const accountId = input.accountId ?? (await deps.accounts.defaultId(caller));
  if (accountId === null) return err(failure('not-found', { id: 'account' }, 'accountId'));
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  const view = await account.value.view(caller);
  if (!view.ok) return view;
  const names = await namesFor(deps, caller, input);
  if (!names.ok) return names;
  const marketId = view.value.marketId as MarketId;
  const isOwn = input.watchlistId !== undefined;
  const universe = await resolveUniverse(deps, marketId, names.value, { isOwn });
  if (isOwn && universe.instrumentIds?.length === 0)
    return err(failure('invalid-request', { field: 'watchlistId' }, 'watchlistId'));
  return ok({
    account: account.value,
    accountId,
    marketId,
    universe,
  });
}

async function namesFor(
  deps: UseCaseDeps,
  caller: Caller,
  input: { watchlistId?: string | undefined; riskLevel: RiskLevel },
): Promise<Result<readonly string[], Failure>> {
  if (input.watchlistId === undefined) return ok(RISK_PROFILES[input.riskLevel].watchlist);
  const lists = await deps.watchlists.list(caller.userId);
  const list = lists.find((stored) => stored.id === input.watchlistId);
  return list === undefined ? err(failure('not-found', { id: input.watchlistId }, 'watchlistId')) : ok(list.names);
}

/** The given portfolio when it is the caller's, else the default one. Null when the caller has none. */
async function portfolioFor(
  deps: UseCaseDeps,
  caller: Caller,
  portfolioId: string | undefined,
): Promise<Result<string | null, Failure>> {
  const portfolios = await deps.portfolios.list(caller.userId);
  if (portfolioId === undefined) return ok(portfolios.find((portfolio) => portfolio.isDefault)?.id ?? null);
  const chosen = portfolios.find((portfolio) => portfolio.id === portfolioId);
  if (chosen === undefined) return err(failure('not-found', { id: portfolioId }, 'portfolioId'));
  return chosen.kind === 'elsewhere' ? err(failure('portfolio-elsewhere', undefined, 'portfolioId')) : ok(portfolioId);
}
