import { waitUntil } from 'cloudflare:workers';
import { ulid } from 'ulid';
import type { EventView } from '#shared/contract/account.ts';
import type { ChatMessage, SendChat } from '#shared/contract/chat.ts';
import type { CreateBacktest } from '#shared/contract/backtest-run.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { StreamMessage } from '#shared/contract/stream.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { AccountId, InstrumentId, MarketId, UserId } from '#shared/domain/ids.ts';
import { invariant } from '#shared/lib/invariant.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Accounts } from '#shared/usecases/account-port.ts';
import { activeMarket, marketView } from '#shared/usecases/active-market.ts';
import { forgetSoldOut } from '#shared/usecases/connections.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { AccountOpener, GlobalMode, Markets, RequireStepUp, UseCaseDeps } from '#shared/usecases/ports.ts';
import type { AccountLists } from '#shared/usecases/role-port.ts';
import type { Chats } from '#shared/usecases/chat-port.ts';
import type { Groups } from '#shared/usecases/group-port.ts';
import { readsForecasts } from '#shared/strategies/index.ts';
import type { PictureAsked } from '#shared/usecases/pictures/show-picture.ts';
import { pastBars, pastBarsOfList, type PastBars } from '#shared/usecases/past-bars.ts';
import { passAtClose, runDailyScreens, type AskedAtClose, type AtClose } from '#shared/usecases/daily-screens.ts';
import type { AsOf } from '#shared/usecases/measure-screen.ts';
import { workOnScreenRun } from '#shared/usecases/run-screen.ts';
import { createUseCases } from '#shared/usecases/use-cases.ts';
import { accountLists } from './account-lists.ts';
import { computeAnalyst } from './analysts/compute-analyst.ts';
import { barsMax } from './compute/backtest.ts';
import { drawPicture } from './draw-picture.ts';
import { brokerConnections } from './broker-connections.ts';
import { channelConnections } from './channel-connections.ts';
import { chatCards, type ChatCards } from './chat-cards.ts';
import { groupCards, type GroupCards } from './group-cards.ts';
import type { Env } from './env.ts';
import { heartbeatIn } from './heartbeat.ts';
import { log } from './log.ts';
import { liveMarketId } from './objects/market/live-market-id.ts';
import { mintSecret, readSecret } from './objects/user/secret.ts';
import { accountAdmin, accountDoor, barsDoor, marketDoor, sessionDoor, userDoor, type UserDoor } from './peers.ts';
import { accountDirectory, type AccountDirectory } from './store/account-directory.ts';
import { alertSettingsIn } from './store/alert-settings.ts';
import { aliasesOf } from './store/aliases.ts';
import { analysesIn } from './store/analyses.ts';
import { backtestRepository } from './store/backtests.ts';
import { chatRepository } from './store/chats.ts';
import { groupRepository } from './store/groups.ts';
import { connectionDirectory, type ConnectionDirectory } from './store/connections.ts';
import { openDatabase, type Database } from './store/database.ts';
import { inOwnTurns } from './store/in-own-turns.ts';
import { importedInstrument } from './store/instrument-store.ts';
import { erasePerson } from './store/erase-person.ts';
import { factsIn } from './store/facts.ts';
import { listenerIn, type Listener } from './store/listeners.ts';
import { jobRepository } from './store/jobs.ts';
import { noteRepository } from './store/notes.ts';
import { pushCards, type PushCards } from './push-cards.ts';
import { pushDevices } from './push-devices.ts';
import { portfolioRepository, type PortfolioRepository } from './store/portfolios.ts';
import { screensIn } from './store/screens.ts';
import { parseOwnerLimits } from '#shared/domain/owner-limits.ts';
import { parseMode, readSetting, writtenIn } from './store/settings.ts';
import { signInTriesIn, type SignInTries } from './store/sign-in-tries.ts';
import { signalsIn } from './store/signals.ts';
import { snapshotsIn } from './store/snapshots.ts';
import { userHandles } from './store/user-handles.ts';
import { userRepository, type UserRepository } from './store/users.ts';
import { waysInOf, type WaysIn } from './store/ways-in.ts';
import { watchlistRepository } from './store/watchlists.ts';
import { measureBeside, sweepScreenRuns, wakeScreening } from './screen-runs.ts';
import { VERSION } from './version.ts';
import { eventInWebChat, sayInWebChat, type SaidInWebChat } from './web-chat.ts';

/** Everything HTTP, the crons and the user object stand on. */
export interface Composition {
  readonly env: Env;
  readonly database: Database;
  readonly directory: AccountDirectory;
  readonly users: UserRepository;
  /** Whose a passkey is, by the handle it keeps. */
  userOfHandle(handle: string): Promise<string | null>;
  readonly signInTries: SignInTries;
  readonly waysIn: WaysIn;
  readonly portfolios: PortfolioRepository;
  readonly opener: AccountOpener;
  readonly connections: ConnectionDirectory;
  readonly useCases: UseCases;
  readonly requireStepUp: RequireStepUp;
  readonly accountLists: AccountLists;
  user(userId: string): UserDoor;
  /** A picture as a PNG, drawn beside this process. */
  picture(caller: Caller, asked: PictureAsked): Promise<Result<Uint8Array<ArrayBuffer>, Failure>>;
  /** Does a screen's run that waits; one that somebody works on is left to them. */
  workOnScreenRun(id: string): Promise<void>;
  /** Takes up the runs that nobody works on. */
  sweepScreenRuns(): Promise<void>;
  /** Keys that are to go once nothing is left go. */
  forgetSoldOut(): Promise<number>;
  /** Looks with every saved screen at the end of a market's day. */
  dailyScreens(as: AsOf, atClose?: AtClose | null): Promise<{ looked: number; found: number }>;
  /** What passes these conditions at a close. */
  screensAtClose(
    as: AsOf,
    atClose: AtClose | null,
    asked: readonly AskedAtClose[],
  ): Promise<(readonly InstrumentId[] | null)[]>;
  /** The web chat: a line or a button in, what Nod says out. */
  chat(caller: Caller, input: SendChat): Promise<Result<ChatMessage[], Failure>>;
  /** What an event of an account says to this person, in their language; nothing when it is no news. */
  alert(userId: string, event: EventView): Promise<SaidInWebChat>;
  /** Who speaks from which chat app. */
  readonly chats: Chats;
  /** Where others read along, and what each is told of. */
  readonly groups: Groups;
  /** How this person is told what happens. */
  listener(userId: string): Promise<Listener>;
  /** Cards that Nod says by itself in chat apps. */
  readonly chatCards: ChatCards;
  readonly groupCards: GroupCards;
  /** What a person's devices are shown. */
  readonly pushCards: PushCards;
  /** The active market with the prices of everything in it; null when nothing changed since the mark `before`. */
  marketGlance(before: string): Promise<{ mark: string; message: StreamMessage } | null>;
  /** Stored bars for the process on the same machine: of these symbols, or of a bot's list. */
  pastBars(asked: PastBarsAsked): Promise<Result<PastBars[], Failure>>;
  /** The bars of a request, of the market it was asked about; more than a run may hold are not read. */
  barsOfBacktest(marketId: MarketId, request: CreateBacktest): Promise<Result<PastBars[], Failure>>;
  /** Tells the active market that a question is looked at. */
  watchMarket(until: WallMs): Promise<void>;
}

export interface PastBarsAsked {
  readonly symbols: readonly string[];
  /** Where no symbol is named. */
  readonly list: readonly string[];
  readonly timeframe?: Timeframe | undefined;
  /** Of a strategy that reads them. */
  readonly forecasts?: boolean | undefined;
}

const composed = new WeakMap<Env, Composition>();

/** The one place adapters are built and handed to use cases; once per isolate and binding set. */
export function compose(env: Env): Composition {
  const known = composed.get(env);
  if (known !== undefined) return known;
  const made = build(env);
  composed.set(env, made);
  return made;
}

function build(env: Env): Composition {
  const now = (): WallMs => Date.now() as WallMs;
  const database = openDatabase(env.DB);
  const work = inOwnTurns(env.DB);
  const directory = accountDirectory(database);
  const users = userRepository(database);
  const portfolios = portfolioRepository(database);
  const markets: Markets = {
    activeId: async () => (await readSetting(database, 'active-market')) as MarketId | null,
    market: (marketId) => marketDoor(env, marketId),
    bars: (marketId, timeframe) => barsDoor(env, marketId, timeframe),
    aliases: (marketId) => aliasesOf(work, marketId),
    imported: (symbol) => importedInstrument(work, symbol),
  };
  const opener = accountOpener(env, { directory, portfolios, now });
  const connections = connectionDirectory(database);
  const deps: UseCaseDeps = {
    version: VERSION,
    now,
    background: (name, work) => waitUntil(work().catch((error: unknown) => log('background-failed', { name, error }))),
    accounts: accountsOf(env, directory, markets),
    opener,
    markets,
    users,
    portfolios,
    notes: noteRepository(database),
    watchlists: watchlistRepository(database),
    screens: screensIn(work, (key) => wakeScreening(env, key)),
    facts: factsIn(work),
    snapshots: snapshotsIn(work),
    signals: signalsIn(work),
    measureBeside: (frame) => measureBeside(env, frame),
    jobs: jobRepository(env),
    analyst: computeAnalyst(env.COMPUTE),
    analyses: analysesIn(work, now),
    backtests: backtestRepository(work, env.ANALYSIS_QUEUE),
    connections: brokerConnections(env, connections, now),
    chats: chatRepository(database),
    groups: groupRepository(database),
    channels: channelConnections(env, database),
    pushDevices: pushDevices(env, users),
    heartbeat: heartbeatIn(env, database),
    secrets: {
      mint: async () => {
        const { secret: text, selector, hash } = await mintSecret();
        return { text, selector, hash };
      },
      read: (text) => readSecret(text),
    },
    accessHistory: {
      list: (userId, query) => userDoor(env, userId).accessEvents(query),
      record: (userId, change) => userDoor(env, userId).recordAccess(change),
    },
    people: {
      erase: (userId) => erasePerson(env.DB, userId),
      forget: (userId) => userDoor(env, userId).forget(),
    },
    neverCame: (userId) => userDoor(env, userId).neverCame(),
    accountLists: accountLists({ directory, portfolios }, now),
    requireStepUp: stepUpGuard(env),
    globalMode: globalModeOf(env, database, directory),
    ownerLimits: {
      ...writtenIn(database, 'owner-limits', { parse: parseOwnerLimits, text: JSON.stringify }),
      tell: (limits, by) =>
        tellAll(directory, 'owner-limits-not-told', (id) => accountAdmin(env, id).setOwnerLimits(limits, by)),
    },
    alertSettings: alertSettingsIn(database),
    visits: {
      mark: (userId) => userDoor(env, userId).visit(),
      tell: (userId) => userDoor(env, userId).tellAway(),
    },
    notices: { list: (userId, limit) => userDoor(env, userId).notices(limit) },
    limitTokens: (userId, accountIds) => userDoor(env, userId).limitTokens([...accountIds]),
  };
  const useCases = createUseCases(deps);
  const user = (userId: string): UserDoor => userDoor(env, userId);
  const chat = { useCases, users, user, now };
  const cards = chatCards({ useCases, users, now });
  return {
    env,
    database,
    directory,
    users,
    userOfHandle: userHandles(database),
    signInTries: signInTriesIn(env.DB, database, env.settings.AUDIT_KEY),
    waysIn: waysInOf(database),
    portfolios,
    opener,
    connections,
    useCases,
    requireStepUp: deps.requireStepUp,
    accountLists: deps.accountLists,
    user,
    picture: (caller, asked) => drawPicture({ useCases, compute: env.COMPUTE }, caller, asked),
    workOnScreenRun: (id) => workOnScreenRun(deps, id),
    sweepScreenRuns: () => sweepScreenRuns(deps),
    forgetSoldOut: () => forgetSoldOut(deps),
    dailyScreens: (as, atClose = null) => runDailyScreens(deps, as, atClose),
    screensAtClose: (as, atClose, asked) => passAtClose(deps, { as, atClose }, asked),
    alert: (userId, event) => eventInWebChat(cards, now, { userId, event }),
    chats: deps.chats,
    groups: deps.groups,
    listener: (userId) => listenerIn(database, userId),
    chatCards: cards,
    groupCards: groupCards({ useCases, users, now }),
    pushCards: pushCards({ useCases, users, now }, cards),
    chat: (caller, input) => sayInWebChat(chat, caller, input),
    marketGlance: (before) => glance(deps, before),
    pastBars: ({ symbols, list, timeframe, forecasts }) =>
      symbols.length > 0
        ? pastBars(deps, symbols, { timeframe, forecasts })
        : pastBarsOfList(deps, list, { timeframe, forecasts }),
    barsOfBacktest: (marketId, { symbols, timeframe, strategy, config }) =>
      pastBars(
        { ...deps, markets: { ...markets, activeId: () => Promise.resolve(marketId === '' ? null : marketId) } },
        symbols,
        {
          timeframe,
          forecasts: readsForecasts(strategy, config),
          barsMax: barsMax(0),
        },
      ),
    watchMarket: async (until) => {
      const id = await markets.activeId();
      if (id !== null) await marketDoor(env, id).watched(until);
    },
  };
}

/** Tells every account there is; answers how many could not be told. */
async function tellAll(
  directory: AccountDirectory,
  untold: string,
  tell: (accountId: string) => Promise<void>,
): Promise<number> {
  const ids = (await directory.all()).map(({ id }) => id);
  const told = await Promise.allSettled(ids.map((id) => tell(id)));
  const failed = told.flatMap((one, at) =>
    one.status === 'rejected' ? [{ id: ids[at], error: one.reason as unknown }] : [],
  );
  for (const { id, error } of failed) log(untold, { account: id, error });
  return failed.length;
}

function globalModeOf(env: Env, database: Database, directory: AccountDirectory): GlobalMode {
  return {
    ...writtenIn(database, 'global-mode', { parse: (stored) => parseMode(stored) ?? 'active', text: (mode) => mode }),
    tell: (mode, by) =>
      tellAll(directory, 'global-mode-not-told', (id) => accountAdmin(env, id).setGlobalMode(mode, by)),
    worlds: async () => (await directory.all()).map(({ world }) => world),
  };
}

function stepUpGuard(env: Env): RequireStepUp {
  return async ({ userId, sessionId }, reason, about = '') => {
    const isProven = sessionId !== undefined && (await userDoor(env, userId).takeProof(sessionId, reason, about));
    return isProven ? ok(undefined) : err(failure('step-up-required', { reason, ...(about !== '' && { about }) }));
  };
}

function accountsOf(env: Env, directory: AccountDirectory, markets: Markets): Accounts {
  // Accounts are never removed, so what was found once stays true.
  const known = new Set<string>();
  const isThere = async (accountId: string): Promise<boolean> => {
    if (!known.has(accountId) && (await directory.exists(accountId))) known.add(accountId);
    return known.has(accountId);
  };
  // Whether it was closed the account itself knows; where there is no other one, nobody has to be asked.
  const firstOpen = async (caller: Caller, ids: readonly string[]): Promise<string | null> => {
    if (ids.length === 1) return ids[0] ?? null;
    for (const id of ids) {
      const view = await accountDoor(env, id, () => isThere(id)).view(caller);
      if (!view.ok || view.value.closedAt === null) return id;
    }
    return null;
  };
  return {
    idsOf: async (caller) => (await directory.of(caller)).map((account) => account.id),
    defaultId: async (caller) => {
      const [accounts, active] = await Promise.all([directory.of(caller), markets.activeId()]);
      const paper = accounts.filter((account) => account.world !== 'live');
      const first = paper.filter((account) => account.marketId === active);
      const ids = [...new Set([...first, ...paper])].map(({ id }) => id);
      return (await firstOpen(caller, ids)) ?? ids[0] ?? null;
    },
    account: (accountId) => accountDoor(env, accountId, () => isThere(accountId)),
  };
}

function newAccountId(now: WallMs): string {
  return `a_${ulid(now).slice(-KEY_LENGTH).toLowerCase()}`;
}

/** The 8 characters that ids of an account's bots, proposals and orders carry. */
const KEY_LENGTH = 8;

function accountOpener(
  env: Env,
  { directory, portfolios, now }: { directory: AccountDirectory; portfolios: PortfolioRepository; now: () => WallMs },
): AccountOpener {
  return {
    openPaper: async ({ userId, name, marketId, world, baseCurrency, deposit }) => {
      const id = newAccountId(now());
      await accountAdmin(env, id).open({
        id: id as AccountId,
        name,
        ownerId: userId as UserId,
        marketId,
        world,
        baseCurrency,
        deposit,
        writer: env.settings.WRITER,
      });
      // Last: an account nobody finds is harmless, a listed one that does not exist is not.
      await directory.add({ id, name, marketId, world, broker: 'paper', userId }, now());
      await portfolios.addHolder(await portfolios.ensureDefault(userId, now()), id, 'manual');
      return id;
    },
    openBroker: async ({ userId, name, broker, connectionId, world, baseCurrency, limits }) => {
      const session = sessionDoor(env, connectionId);
      // One that was cut off before it was listed goes on: no other could ever trade over this connection.
      const begun = (await session.view())?.accountIds[0];
      const id = begun === undefined || (await directory.exists(begun)) ? newAccountId(now()) : begun;
      const marketId = liveMarketId(connectionId);
      // Its prices come over the same connection, and are shown to this person's accounts only.
      await marketDoor(env, marketId).boot({
        id: marketId,
        source: { kind: 'live', vendor: broker, connectionId, world },
      });
      await accountAdmin(env, id).open({
        id: id as AccountId,
        name,
        ownerId: userId as UserId,
        marketId,
        world,
        baseCurrency,
        deposit: '0',
        writer: env.settings.WRITER,
        broker,
        connectionId,
        ...(limits !== undefined && { limits }),
      });
      await session.attach(id as AccountId);
      invariant((await session.view())?.accountIds[0] === id, 'one account trades over a connection');
      await directory.add({ id, name, marketId, world, broker, connectionId, userId }, now());
      await portfolios.addHolder(await portfolios.ensureDefault(userId, now()), id, 'manual');
      return id;
    },
    rename: (accountId, name) => directory.rename(accountId, name),
  };
}

async function glance(deps: UseCaseDeps, before: string): Promise<{ mark: string; message: StreamMessage } | null> {
  const active = await activeMarket(deps);
  if (!active.ok) return null;
  const { market, state } = active.value;
  const mark = [state.id, state.step, state.phase, state.speed, state.noWait, state.holdUntil].join(' ');
  if (mark === before) return null;
  const instruments = await market.instruments();
  const symbols = new Map<string, string>(instruments.map((instrument) => [instrument.id, instrument.symbol]));
  const prices: Record<string, number> = {};
  for (const quote of await market.quotes(instruments.map(({ id }) => id)))
    prices[symbols.get(quote.instrumentId) ?? quote.instrumentId] = quote.price;
  return { mark, message: { type: 'market', market: marketView(state), prices } };
}
