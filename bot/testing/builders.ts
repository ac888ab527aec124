import type { AccountLimitsView, AccountView, EventView, TransactionView } from '#shared/contract/account.ts';
import type { AlertView, CreateAlert } from '#shared/contract/alert.ts';
import type { BotPreview, BotView, LookView } from '#shared/contract/bot.ts';
import type { SignalView } from '#shared/contract/day-records.ts';
import type { InstrumentView, JobView, MarketView } from '#shared/contract/market.ts';
import type { NodSummary } from '#shared/contract/nods.ts';
import type { RiskView } from '#shared/contract/risk.ts';
import { LIMIT_DEFAULTS } from '#shared/domain/account-limits.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { usageOf } from '#shared/risk/measures.ts';

/** 10:31 in New York, 0:31 the next day in Seoul. */
export const NOW = Date.parse('2026-11-20T15:31:00Z') as WallMs;
const iso = (ms: number): string => new Date(ms).toISOString();
export const NOW_ISO = iso(NOW);

export function anAccount(change: Partial<AccountView> = {}): AccountView {
  return {
    id: 'a_00000001',
    name: 'Main account',
    role: 'owner',
    world: 'paper',
    marketId: 'm_1',
    broker: 'paper',
    connectionId: null,
    mayTrade: true,
    health: {
      state: 'connected',
      sentence: { code: 'paper-health', values: {} },
      mend: null,
      checkedAt: NOW_ISO,
      lostSince: null,
    },
    differences: [],
    firstTrades: null,
    limitsLock: null,
    botSizeFraction: 1,
    modeSentence: null,
    closedAt: null,
    baseCurrency: 'USD',
    mode: 'active',
    modeReason: null,
    recovering: false,
    cash: { USD: '10805' } as AccountView['cash'],
    reserved: { USD: '0' } as AccountView['reserved'],
    unassigned: '10805',
    equity: '24310.52',
    dayResult: '-119',
    dayResultPercent: -0.4872,
    realizedPnl: '88',
    peakEquity: '24500',
    drawdownPercent: 0.7735,
    protection: { positions: 1, protected: 1, heldByBroker: 0, heldByNod: 1 },
    troubles: [],
    brokerCheckedAt: NOW_ISO,
    pendingProposals: 1,
    silentBots: 0,
    workingOrders: 0,
    unresolvedOrders: 0,
    createdAt: NOW_ISO,
    seq: 1,
    ...change,
  };
}

export function aLook(change: Partial<LookView> = {}): LookView {
  return {
    botId: 'b_00000001_01',
    at: NOW_ISO,
    marketAt: NOW_ISO,
    looked: 60,
    funnel: [
      { code: 'uptrend', count: 14 },
      { code: 'momentum', count: 9 },
      { code: 'volume', count: 3 },
      { code: 'setup', count: 0 },
    ],
    closest: {
      symbol: 'HRBM',
      nameEn: 'Harbourmoor Freight',
      nameKo: '하버무어 프레이트',
      code: 'volume',
      has: 1.2,
      needs: 1.5,
    },
    asked: [],
    blocked: [],
    nextLookAt: iso(NOW + 15 * 60_000),
    ...change,
  };
}

export function aBot(change: Partial<BotView> = {}): BotView {
  return {
    id: 'b_00000001_01',
    accountId: 'a_00000001',
    portfolioId: null,
    name: 'Steady',
    investmentAmount: '5000',
    currency: 'USD',
    riskLevel: 'medium',
    profile: {},
    durationWeeks: 4,
    autonomy: 'ask',
    askAbove: null,
    sells: 'sell-and-tell',
    sizing: { method: 'profile' },
    exits: {},
    strategy: 'ma-cross',
    strategyConfig: {},
    timeframe: '1d',
    watchlistId: null,
    missingNames: null,
    instrumentCount: 60,
    mode: 'active',
    modeReason: null,
    createdAt: NOW_ISO,
    endsAt: iso(NOW + 28 * 86_400_000),
    equity: '5000',
    invested: '0',
    cashFree: '5000',
    realizedPnl: '0',
    unrealizedPnl: '0',
    peakEquity: '5000',
    trades: 0,
    wins: 0,
    pendingProposals: 0,
    ending: null,
    silent: null,
    lastLook: aLook(),
    ...change,
  };
}

export function anInstrument(change: Partial<InstrumentView> = {}): InstrumentView {
  return {
    id: 'i_nvda',
    marketId: 'm_1',
    symbol: 'NVDA',
    nameEn: 'NVIDIA',
    nameKo: '엔비디아',
    exchange: 'us',
    currency: 'USD',
    kind: 'stock',
    sector: 'technology',
    lastPrice: '124.22',
    priceAt: NOW_ISO,
    dayChange: 0.012,
    ...change,
  };
}

export function aSignal(change: Partial<SignalView> = {}): SignalView {
  return {
    id: 's_1',
    symbol: 'NVDA',
    nameEn: 'NVIDIA',
    nameKo: '엔비디아',
    currency: 'USD',
    kind: 'index-addition',
    action: 'buy',
    day: '2026-11-19',
    marketAt: NOW_ISO,
    price: '124.22',
    reasons: [{ code: 'joins-named-index', values: { index: 'SP500', days: 5 } }],
    readAt: null,
    dismissedAt: null,
    ...change,
  };
}

export function aPreview(change: Partial<BotPreview> = {}): BotPreview {
  return {
    currency: 'USD',
    largestPosition: '1500',
    cutBy: null,
    sized: null,
    stopOutCost: '120',
    stopOutsToStop: 6,
    stopsBuyingBelow: '4250',
    instrumentCount: 60,
    affordable: 52,
    missingNames: [],
    filledUp: false,
    monthlyAssumption: 0.05,
    yearlyImplied: 0.796,
    ...change,
  };
}

export function aTransaction(change: Partial<TransactionView> = {}): TransactionView {
  return {
    id: 't_1',
    botId: null,
    type: 'buy',
    at: NOW_ISO,
    symbol: 'NVDA',
    quantity: '12',
    price: '124.31',
    amount: '-1491.72',
    currency: 'USD',
    realizedPnl: null,
    realizedInBase: null,
    orderId: null,
    entries: [],
    ...change,
  };
}

export const LIMITS: AccountLimitsView = LIMIT_DEFAULTS;

const NVDA: Instrument = {
  id: 'i_nvda' as InstrumentId,
  marketId: 'm_1' as MarketId,
  symbol: 'NVDA',
  nameEn: 'NVIDIA',
  nameKo: '엔비디아',
  exchange: 'us',
  currency: 'USD',
  kind: 'stock',
  sector: 'technology',
  multiplier: '1',
  expiresOn: null,
  lotSize: '1',
};

/** The usage of an account that holds one position of 1,491.72 with a stop, as the account itself would measure it. */
export function aRisk(limits: Partial<AccountLimitsView> = {}): RiskView {
  const { equity, peakEquity, id, baseCurrency } = anAccount();
  const usage = usageOf({
    currency: baseCurrency,
    limits: { ...DEFAULT_LIMITS, ...limits },
    account: {
      equity,
      peakEquity,
      dayStartEquity: '24429.52',
      ordersToday: 2,
      ordersLastMinute: 0,
      dayTrades: 0,
      invested: '1491.72',
      byHorizon: { short: '0', mid: '1491.72', long: '0' },
    },
    book: [{ instrument: NVDA, holder: 'manual', value: '1491.72', hasStop: true, lossAtStop: '116.16' }],
    pending: [],
    positions: 1,
    tradeLosses: [{ symbol: 'NVDA', loss: '120' }],
    closed: [],
    past: null,
  });
  return {
    ...LIMITS,
    ...limits,
    accountId: id,
    currency: baseCurrency,
    marketAt: NOW_ISO,
    equity,
    usage: usage.map((one) => ({ ...one, about: [...one.about], missing: [...one.missing] })),
    correlation: { instruments: [], matrix: [], returns: 60, leastCommon: 20, countsBars: false, more: 0 },
    exposure: [],
    drawdown: [{ at: NOW_ISO, equity: '24310.52', peak: '24500', drawdown: 0.007735 }],
  };
}

const NO_NODS = {
  ended: 0,
  gained: 0,
  total: null,
  average: null,
  open: 0,
  openTotal: null,
  notBought: 0,
  isTooFew: true,
  booked: null,
  bookedCount: 0,
};
export const NODS: NodSummary = {
  currency: 'USD',
  groups: [
    { ...NO_NODS, answer: 'yes', count: 3, ended: 2, gained: 1, total: '-31', average: '-15.5', isHypothetical: false },
    { ...NO_NODS, answer: 'skipped', count: 1, ended: 1, gained: 1, total: '31', average: '31', isHypothetical: true },
    { ...NO_NODS, answer: 'unanswered', count: 1, isHypothetical: true },
  ],
  others: { waiting: 0, takenBack: 0, alone: 0 },
  broken: 0,
  of: { read: 5, all: 5 },
  judgedAt: NOW_ISO,
  offers: [],
  assumptions: [],
};

export const MARKET: MarketView = {
  id: 'm_1',
  world: 'paper',
  baseTimeframe: '15m',
  zone: 'UTC',
  step: 120,
  steps: null,
  marketAt: NOW_ISO,
  phase: 'between',
  speed: 1,
  noWait: false,
  holdUntil: null,
  instrumentCount: 60,
};

export const JOB: JobView = {
  name: 'strategy-run',
  schedule: '@close',
  calendar: 'market',
  enabled: true,
  lastRunAt: NOW_ISO,
  lastDurationMs: 12,
  lastResult: 'ok',
  lastMessage: null,
  nextRunAt: null,
};

export function anEvent(type: string, body: Record<string, unknown>, change: Partial<EventView> = {}): EventView {
  return {
    accountId: 'a_00000001',
    seq: 1,
    type,
    at: NOW_ISO,
    marketAt: NOW_ISO,
    actor: 'nod',
    channel: 'clock',
    body,
    ...change,
  };
}

/** An alert as it is when it was just made. */
export function anAlert(input: CreateAlert, change: Partial<AlertView> = {}): AlertView {
  const is = input.kind === 'indicator' ? input.is : input.kind === 'percent' && input.percent < 0 ? 'below' : 'above';
  return {
    id: 'w_00000001_01K9XQ4T0A5B6C7D8E9F0G1000',
    accountId: 'a_00000001',
    kind: input.kind,
    instrument:
      input.kind === 'screen' ? null : { symbol: 'NVDA', nameEn: 'NVIDIA', nameKo: '엔비디아', currency: 'USD' },
    price: input.kind === 'price' ? input.price : input.kind === 'percent' ? '118' : null,
    percent: input.kind === 'percent' ? input.percent : null,
    is: input.kind === 'screen' ? null : is,
    indicator: input.kind === 'indicator' ? input.indicator : null,
    line: null,
    value: input.kind === 'indicator' ? input.value : null,
    timeframe: null,
    screen: input.kind === 'screen' ? { id: input.screenId, nameEn: 'Golden cross', nameKo: '골든크로스' } : null,
    repeats: input.repeats,
    state: 'watching',
    fired: 0,
    firedAt: null,
    createdAt: NOW_ISO,
    ...change,
  };
}
