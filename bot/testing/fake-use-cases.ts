import {
  AccountLimitsView,
  type AccountView,
  type PositionView,
  type TransactionView,
} from '#shared/contract/account.ts';
import type { AlertView } from '#shared/contract/alert.ts';
import type { BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import type { AwayDetail } from '#shared/contract/away.ts';
import type { BotView, CreateBot } from '#shared/contract/bot.ts';
import type { LinkedChatView } from '#shared/contract/channel.ts';
import { failure, type ErrorCode, type Failure } from '#shared/contract/errors.ts';
import type { GroupView } from '#shared/contract/group.ts';
import type { InstrumentView } from '#shared/contract/market.ts';
import type {
  ApproveProposal,
  CreateOrder,
  OrderView,
  ProposalView,
  RejectProposal,
} from '#shared/contract/proposal.ts';
import type { RoleView } from '#shared/contract/role.ts';
import type { RiskView } from '#shared/contract/risk.ts';
import type { SellingView } from '#shared/contract/selling.ts';
import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { SignalView } from '#shared/contract/day-records.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso } from '#shared/lib/time.ts';
import { laterMoments } from '#shared/domain/later-moments.ts';
import { presetViews } from '#shared/usecases/screen-views.ts';
import type { Answer, UseCases } from '#shared/usecases/facade.ts';
import { fakeAway } from './away-builder.ts';
import { fakeChats } from './fake-chats.ts';
import { fakePeople } from './fake-people.ts';
import {
  aBot,
  aLook,
  anAccount,
  anInstrument,
  aRisk,
  aPreview,
  aSignal,
  aTransaction,
  JOB,
  MARKET,
  NODS,
  NOW,
  NOW_ISO,
} from './builders.ts';
import { aBacktestRun } from './backtest-builders.ts';
import { fakeBacktests } from './fake-backtests.ts';
import { createBotText } from './call-texts.ts';
import { aSavedScreen, aScreenResult } from './screen-builders.ts';
import { anOrder, aPosition, aProposal, moneyOfOrder } from './trading-builders.ts';
import { neverAsked } from './never-asked.ts';

export interface FakeState {
  account: AccountView;
  /** Accounts beside the default one. */
  others: AccountView[];
  bots: BotView[];
  proposals: ProposalView[];
  orders: OrderView[];
  positions: PositionView[];
  transactions: TransactionView[];
  instruments: InstrumentView[];
  watchlists: WatchlistView[];
  alerts: AlertView[];
  groups: GroupView[];
  /** Of whoever asks. */
  chats: LinkedChatView[];
  alertSettings: AlertSettings;
  roles: RoleView[];
  /** Whether whoever asks owns the account. */
  isOwner: boolean;
  signals: SignalView[];
  /** Backtests of this person. */
  tests: BacktestRunDetail[];
  risk: RiskView;
  /** What whoever speaks has not been told yet of a time away. */
  away: AwayDetail | null;
  /** What was asked that changes something, in order. */
  calls: string[];
  /** The next change answers this error. */
  failNext: ErrorCode | null;
}

export function fakeState(change: Partial<FakeState> = {}): FakeState {
  return {
    account: anAccount(),
    others: [],
    bots: [aBot()],
    proposals: [aProposal()],
    orders: [anOrder()],
    positions: [aPosition()],
    transactions: [aTransaction(), aTransaction({ type: 'sell', amount: '1372.92', realizedPnl: '-118.8' })],
    instruments: [
      anInstrument(),
      anInstrument({ id: 'i_hrbm', symbol: 'HRBM', nameEn: 'Harbourmoor Freight', nameKo: '하버무어 프레이트' }),
    ],
    watchlists: [],
    alerts: [],
    groups: [],
    chats: [],
    alertSettings: AlertSettings.parse({}),
    roles: [],
    isOwner: true,
    signals: [aSignal()],
    tests: [aBacktestRun()],
    risk: aRisk(),
    away: null,
    calls: [],
    failNext: null,
    ...change,
  };
}

type Whole = { [Name in keyof UseCases]: UseCases[Name] };

/** Use cases over plain arrays: they answer what the real ones would, and write down what changes something. */
export function fakeUseCases(state: FakeState): UseCases {
  const answer = <T>(value: T): Answer<T> => Promise.resolve(ok(value));
  const no = <T>(code: ErrorCode, values?: Failure['values']): Answer<T> => Promise.resolve(err(failure(code, values)));
  /** A call to another account than the default one says which. */
  const of = (accountId: string, call: string): string =>
    accountId === state.account.id ? call : `${call} of ${accountId}`;
  const page = <T>(items: T[]) => answer({ items, nextCursor: null });
  const change = <T>(call: string, work: () => Result<T, Failure>): Answer<T> => {
    state.calls.push(call);
    const { failNext } = state;
    state.failNext = null;
    return failNext === null ? Promise.resolve(work()) : no(failNext);
  };
  const find = <T extends { id: string }>(items: readonly T[], id: string): Answer<T> => {
    const item = items.find((known) => known.id === id);
    return item === undefined ? no('not-found') : answer(item);
  };
  const mark = (id: string, what: 'read' | 'dismiss') =>
    change(`${what} ${id}`, () => {
      const marked = what === 'read' ? { readAt: NOW_ISO } : { dismissedAt: NOW_ISO };
      state.signals = state.signals.map((signal) => (signal.id === id ? { ...signal, ...marked } : signal));
      const signal = state.signals.find((known) => known.id === id);
      return signal === undefined ? err(failure('not-found')) : ok(signal);
    });
  const setMode = (mode: AccountView['mode'], modeReason: string | null, id = state.account.id) => {
    const changed = (one: AccountView): AccountView => (one.id === id ? { ...one, mode, modeReason } : one);
    state.account = changed(state.account);
    state.others = state.others.map(changed);
    return ok(state.others.find((other) => other.id === id) ?? state.account);
  };
  const setBotMode = (id: string, mode: BotView['mode']): Result<BotView, Failure> => {
    state.bots = state.bots.map((bot) => (bot.id === id ? { ...bot, mode, silent: null } : bot));
    const bot = state.bots.find((known) => known.id === id);
    return bot === undefined ? err(failure('not-found')) : ok(bot);
  };
  const decide = ({ userId, channel }: Caller, id: string, decided: Partial<ProposalView>): ProposalView => {
    const before = state.proposals.find((known) => known.id === id) ?? aProposal({ id });
    const after = { ...before, ...decided, decidedAt: NOW_ISO, decidedBy: userId, decidedChannel: channel };
    state.proposals = state.proposals.map((known) => (known.id === id ? after : known));
    return after;
  };
  const unused = () => no<never>('unavailable');
  const fake: Whole = {
    health: () => answer({ status: 'ok', version: '0.1.0', at: NOW_ISO }),
    me: unused,
    updateMe: (_caller, { language }) => change(`updateMe ${language ?? ''}`, () => err(failure('unavailable'))),
    scorecard: unused,
    ...fakeAway(state),
    users: unused,
    ...fakePeople(state.roles),
    accounts: () => page([state.account, ...state.others]),
    account: (_caller, id) => answer(state.others.find((other) => other.id === id) ?? state.account),
    defaultAccount: () => answer(state.account),
    createAccount: unused,
    updateAccount: unused,
    updateLimits: (_caller, _id, input) =>
      change(`updateLimits ${JSON.stringify(input)}`, () => {
        const { block = [], unblock = [], blockUntil = {}, ...whole } = input;
        const before = AccountLimitsView.parse(state.risk);
        const blockList = [...before.blockList.filter((name) => !unblock.includes(name)), ...block];
        const ends = Object.entries(before.blockedUntil).filter(([name]) => !unblock.includes(name));
        const dated = Object.keys(blockUntil).map((name): [string, string] => [name, '2027-02-18']);
        const blockedUntil = Object.fromEntries([...ends, ...dated]);
        state.risk = aRisk({ ...before, blockList, blockedUntil, ...whole } as AccountLimitsView);
        return ok(AccountLimitsView.parse(state.risk));
      }),
    channels: unused,
    setChannelToken: unused,
    removeChannel: unused,
    testChannel: unused,
    createLinkCode: unused,
    ...fakeChats(state, change),
    heartbeat: unused,
    setHeartbeat: unused,
    connections: unused,
    connection: unused,
    createConnection: unused,
    checkConnection: unused,
    replaceKeys: unused,
    benchmark: () => answer({ symbol: 'SPY', resultPercent: 0.4 }),
    leavingConnection: unused,
    removeConnection: unused,
    leavingAccount: unused,
    closeAccount: unused,
    positions: () => page(state.positions),
    orders: () => page(state.orders),
    order: async (_caller, id) => {
      const order = await find(state.orders, id);
      return order.ok ? ok({ ...order.value, receipt: [] }) : order;
    },
    createOrder: (_caller, id, input: CreateOrder) =>
      change(of(id, `createOrder ${input.side} ${input.quantity} ${input.symbol}${stopOf(input)}`), () =>
        ok(anOrder({ side: input.side, quantity: input.quantity, symbol: input.symbol, purpose: 'manual' })),
      ),
    stopEverywhere: (_caller, mode) => {
      if (!state.isOwner) return no('not-allowed');
      return change(`stopEverywhere ${mode}`, () => {
        const reason = mode === 'active' ? null : 'global-stop';
        for (const { id } of [state.account, ...state.others]) setMode(mode, reason, id);
        return ok([state.account, ...state.others]);
      });
    },
    ownerLimits: unused,
    updateOwnerLimits: unused,
    replaceOrder: unused,
    cancelAllOrders: unused,
    settleOrder: unused,
    cancelOrder: (_caller, id) =>
      change(`cancelOrder ${id}`, () => ok(anOrder({ ...state.orders.find((o) => o.id === id), status: 'cancelled' }))),
    transactions: (_caller, _account, { type }) =>
      page(state.transactions.filter((booking) => type === undefined || booking.type === type)),
    transactionSummary: unused,
    createTransaction: unused,
    performance: () => answer({ points: [], returnPercent: -0.9, drawdownPercent: 3.1 }),
    nods: unused,
    nodSummary: () => answer(NODS),
    limits: () => answer(AccountLimitsView.parse(state.risk)),
    risk: () => answer(state.risk),
    validateOrder: (_caller, _id, order) =>
      answer({ allowed: true, checks: [], money: moneyOfOrder(order), fx: null, passingQuantity: null }),
    events: () => answer([]),
    pauseAccount: (_caller, id) => change(of(id, 'pauseAccount'), () => setMode('reducing', null, id)),
    resumeAccount: (_caller, id) => change(of(id, 'resumeAccount'), () => setMode('active', null, id)),
    panic: (_caller, id) => change(of(id, 'panic'), () => setMode('halted', 'sell-everything', id)),
    showPanic: () => answer({ ...BILL, positions: state.positions.map(billed) }),
    takeBackPanic: (_caller, id) => change(of(id, 'takeBackPanic'), () => setMode('halted', 'selling-taken-back')),
    goingLive: unused,
    goLive: unused,
    backToPaper: unused,
    goBackToPaper: unused,
    closePosition: (_caller, _account, { symbol }) =>
      change(`closePosition ${symbol}`, () =>
        ok(anOrder({ symbol, side: 'sell', type: 'market', limitPrice: null, purpose: 'manual', proposalId: null })),
      ),
    moveStop: (_caller, _account, { symbol, stopPrice = null }) =>
      change(`moveStop ${symbol} ${stopPrice}`, () => {
        const [holding] = aPosition().holders;
        const protection = { heldBy: 'nod', stopPrice, confirmedAt: NOW_ISO } as const;
        return ok(aPosition({ holders: holding === undefined ? [] : [{ ...holding, stopPrice, protection }] }));
      }),
    bots: () => page(state.bots),
    bot: (_caller, id) => find(state.bots, id),
    botStatus: unused,
    looks: () => answer([aLook()]),
    previewBot: (_caller, { riskLevel }) => {
      const largestPosition = { low: '1000', medium: '1500', high: '2000' }[riskLevel];
      const stopOutCost = { low: '50', medium: '120', high: '300' }[riskLevel];
      return answer(aPreview({ largestPosition, stopOutCost }));
    },
    createBot: (_caller, input: CreateBot) =>
      change(createBotText(input), () => {
        const { investmentAmount, riskLevel, durationWeeks, autonomy } = input;
        const { exits = {} } = input;
        const bot = aBot({ investmentAmount, riskLevel, durationWeeks, autonomy, exits, lastLook: null });
        state.bots = [bot];
        return ok(bot);
      }),
    updateBot: (_caller, id, input) =>
      change(`updateBot ${id} ${JSON.stringify(input)}`, () => {
        const bot = state.bots.find((found) => found.id === id);
        if (bot === undefined) return err(failure('not-found'));
        const { sizing = bot.sizing, profile = bot.profile } = input;
        const updated = { ...bot, sizing, profile };
        state.bots = state.bots.map((found) => (found.id === id ? updated : found));
        return ok(updated);
      }),
    pauseBot: (_caller, id) => change(`pauseBot ${id}`, () => setBotMode(id, 'reducing')),
    resumeBot: (_caller, id) => change(`resumeBot ${id}`, () => setBotMode(id, 'active')),
    leaving: (_caller, botId) =>
      answer({
        accountId: state.account.id,
        botId,
        bots: state.bots.filter(({ id }) => id === botId).map(({ id, name }) => ({ id, name })),
        positions: state.positions.map(({ symbol, nameEn, nameKo, currency, quantity, marketPrice, holders }) => ({
          ...{ symbol, nameEn, nameKo, currency, botId, quantity, marketPrice, joins: null },
          ...{ stopPrice: holders[0]?.stopPrice ?? null, heldBy: holders[0]?.protection.heldBy ?? 'none' },
        })),
        cancels: 0,
        takesBack: 1,
      }),
    deleteBot: (_caller, id, { positions }) =>
      change(`deleteBot ${id} ${positions ?? 'nothing'}`, () => ok({ id, isGone: positions === undefined })),
    endBot: (_caller, id, { choice, weeks }) =>
      change(`endBot ${id} ${choice} ${weeks}`, () => ok(state.bots.find((bot) => bot.id === id) ?? aBot())),
    proposals: (_caller, { status }) =>
      page(state.proposals.filter((proposal) => status === undefined || proposal.status === status)),
    proposal: (_caller, id) => find(state.proposals, id),
    approve: (caller, id, input: ApproveProposal) =>
      change(`approve ${id} ${input.hash.slice(0, 4)} ${input.edit?.quantity ?? 'all'}`, () => {
        const order = anOrder({ quantity: input.edit?.quantity ?? '12' });
        state.orders = [order];
        const { sizing, worstCase, quantity } = state.proposals.find((known) => known.id === id) ?? aProposal();
        const part = Number(order.quantity) / Number(quantity);
        const of = (amount: string): string => String(Math.round(Number(amount) * part));
        // A smaller size is another question in its figures, as the account makes it one.
        const smaller =
          part === 1
            ? {}
            : {
                quantity: order.quantity,
                sizing: {
                  ...sizing,
                  cost: of(sizing.cost),
                  costFractionOfBot: (sizing.costFractionOfBot ?? 0) * part,
                  costFractionOfAccount: (sizing.costFractionOfAccount ?? 0) * part,
                  gainAtTarget: of(sizing.gainAtTarget ?? '0'),
                },
                worstCase: { ...worstCase, atStop: of(worstCase.atStop), inGap: of(worstCase.inGap) },
              };
        return ok({ proposal: decide(caller, id, { ...smaller, status: 'approved', orderId: order.id }), order });
      }),
    later: (_caller, id, { moment }) =>
      change(`later ${id} ${moment}`, () => {
        const found = state.proposals.find((known) => known.id === id);
        if (found === undefined) return err(failure('not-found'));
        const at = laterMoments(found, { now: NOW, zone: 'America/New_York' }).find((one) => one.moment === moment);
        return at === undefined ? err(failure('invalid-request')) : ok({ ...found, remindAt: toIso(at.at) });
      }),
    reject: (caller, id, { reason }: RejectProposal) =>
      change(`reject ${id} ${reason ?? 'none'}`, () => {
        const values: Record<string, string> = reason === undefined ? {} : { reason };
        return ok(decide(caller, id, { status: 'rejected', reason: { code: 'skipped', values } }));
      }),
    ...neverAsked(unused),
    watchlists: () => page(state.watchlists),
    watchlist: unused,
    createWatchlist: (_caller, { name, symbols }) =>
      change(`createWatchlist ${symbols.join(' ')}`, () => {
        const items = symbols.map((symbol) => ({ name: symbol, instrumentId: `i_${symbol}` }));
        const list = { id: 'w_1', name, items, createdAt: NOW_ISO };
        state.watchlists = [list];
        return ok(list);
      }),
    updateWatchlist: (_caller, id, { symbols = [] }) =>
      change(`updateWatchlist ${symbols.join(' ')}`, () => {
        const items = symbols.map((symbol) => ({ name: symbol, instrumentId: `i_${symbol}` }));
        const list = { id, name: state.watchlists[0]?.name ?? '', items, createdAt: NOW_ISO };
        state.watchlists = [list];
        return ok(list);
      }),
    deleteWatchlist: unused,
    notifications: unused,
    instruments: (_caller, { query }) => {
      const wanted = query?.toLowerCase();
      const matches = ({ symbol, nameEn, nameKo }: InstrumentView): boolean =>
        wanted === undefined || [symbol, nameEn, nameKo].some((name) => name.toLowerCase().includes(wanted));
      return page(state.instruments.filter(matches));
    },
    instrument: (_caller, symbol) => {
      const wanted = symbol.toLowerCase();
      const match = state.instruments.find(({ symbol: own, nameEn, nameKo }) =>
        [own, nameEn, nameKo].some((name) => name.toLowerCase() === wanted),
      );
      return match === undefined ? no('unknown-instrument', { symbol }) : answer(match);
    },
    picture: unused,
    quote: () => answer({ price: '124.22', at: NOW_ISO, source: 'iex' }),
    bars: unused,
    indicators: unused,
    pivots: () =>
      answer({
        symbol: 'NVDA',
        currency: 'USD',
        timeframe: '1d',
        method: 'classic',
        period: 'week',
        from: null,
        to: null,
        levels: {
          pivot: '123.4',
          support: ['121.1', '118.2', '115.9'],
          resistance: ['126.3', '128.6', '131.5'],
        },
        turns: { support: [], resistance: [] },
      }),
    indicatorCatalogue: unused,
    analysis: unused,
    forecast: unused,
    ...fakeBacktests(state, change),
    deleteBacktest: unused,
    indices: unused,
    screens: () => page([...presetViews(), aSavedScreen()]),
    screen: unused,
    checkScreen: unused,
    createScreen: unused,
    updateScreen: unused,
    deleteScreen: unused,
    runScreen: (_caller, id) =>
      id === 'golden-cross'
        ? answer({ id: 'sr_1', state: 'running', done: 300, total: 5_000, failure: null, result: null })
        : answer({ id, state: 'done', done: 60, total: 60, failure: null, result: aScreenResult(id) }),
    runLooseScreen: unused,
    screenRun: (_caller, id) =>
      answer({ id, state: 'done', done: 60, total: 60, failure: null, result: aScreenResult(null) }),
    cancelScreenRun: unused,
    screenResults: unused,
    screenToWatchlist: unused,
    strategies: unused,
    strategy: unused,
    snapshots: () => page([]),
    ratings: () => page([]),
    signals: () => page(state.signals.filter(({ dismissedAt }) => dismissedAt === null)),
    unreadSignals: () => answer({ count: state.signals.filter(({ readAt }) => readAt === null).length }),
    readSignal: (_caller, id) => mark(id, 'read'),
    dismissSignal: (_caller, id) => mark(id, 'dismiss'),
    jobs: () => page([JOB]),
    job: () => answer(JOB),
    updateJob: unused,
    runJob: (_caller: Caller, name) => change(`runJob ${name}`, () => ok({ ...JOB, name })),
    market: () => answer(MARKET),
    controlMarket: unused,
  };
  return fake;
}

const BILL: Omit<SellingView, 'positions'> = {
  ...{ accountId: 'a_00000001', state: 'not-asked', currency: 'USD' },
  ...{ brings: '1511.9', gain: '19.9', cancels: 1, takesBack: 1 },
};

/** A Korean share waits for its open. */
function billed(position: PositionView): SellingView['positions'][number] {
  const { symbol, instrumentId, nameEn, nameKo, currency, quantity, marketPrice, priceAt } = position;
  const isKorean = currency === 'KRW';
  return {
    ...{ symbol, instrumentId, nameEn, nameKo, currency, quantity, marketPrice, priceAt },
    ...{ brings: position.marketValue, gain: position.unrealizedPnl },
    waits: isKorean ? { code: 'waits-for-market', values: {} } : null,
    soldAt: isKorean ? '2026-11-23T00:00:00.000Z' : null,
  };
}

function stopOf({ stopPrice }: CreateOrder): string {
  return stopPrice === undefined ? '' : ` stop ${stopPrice}`;
}
