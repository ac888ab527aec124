import type { LimitName } from '../domain/account-limits.ts';
import { LIMIT_FACTS, LIMIT_NAMES } from '../domain/limit-facts.ts';
import { HORIZONS } from '../domain/signal.ts';
import { decimal, ZERO, type Decimal } from '../lib/decimal.ts';
import type { CheckName } from './check.ts';
import { correlationMatrix, mostAlike, mostLikeTheRest, togetherOf } from './correlations.ts';
import { besideOf, grossOf, heatOf, isFund, netOf, sectorOf } from './exposure.ts';
import { heldAndPending } from './room.ts';
import { recentStopOuts } from './stop-outs.ts';
import {
  alike,
  counted,
  eachOrder,
  fallen,
  inMoney,
  ofEquity,
  type LimitUsage,
  type Measured,
  type Used,
  type UsageInput,
} from './usage.ts';

interface Measure {
  readonly check: CheckName | null;
  readonly of: (input: UsageInput) => Measured | Measured[];
}

/** How each limit is measured: a limit without a line does not compile. */
const MEASURES: Readonly<Record<LimitName, Measure>> = {
  positionFractionMax: {
    check: 'position-size',
    of: (input) => {
      const { positionFractionMax, firstTrades } = input.limits;
      const max = decimal(positionFractionMax).times(firstTrades?.sizeFraction ?? 1);
      return ofEquity(input, largestPosition(input), max);
    },
  },
  positionAmountMax: {
    check: 'position-amount',
    of: (input) => inMoney(input, largestPosition(input), input.limits.positionAmountMax),
  },
  riskFractionMax: {
    check: 'risk-per-trade',
    of: (input) => ofEquity(input, largestLoss(input), input.limits.riskFractionMax),
  },
  heatFractionMax: {
    check: 'portfolio-heat',
    of: (input) => ofEquity(input, { used: heatOf(input.book), from: 'book' }, input.limits.heatFractionMax),
  },
  investedMax: { check: 'invested-max', of: (input) => inMoney(input, invested(input), input.limits.investedMax) },
  // No check: a size is cut to it, and a person's own is not.
  botSizeFractionMax: { check: null, of: ({ limits }) => eachOrder(limits.botSizeFractionMax) },
  unconfirmedFractionMax: { check: null, of: ({ limits }) => eachOrder(limits.unconfirmedFractionMax) },
  secondNodAbove: { check: null, of: ({ limits }) => eachOrder(limits.secondNodAbove) },
  exposureGrossMax: {
    check: 'exposure-gross',
    of: (input) => ofEquity(input, { used: grossOf(input.book), from: 'book' }, input.limits.exposureGrossMax),
  },
  exposureNetMax: {
    check: 'exposure-net',
    of: (input) => {
      const used = netOf(input.book)?.abs() ?? null;
      return ofEquity(input, { used, from: 'book' }, input.limits.exposureNetMax);
    },
  },
  sectorFractionMax: {
    check: 'sector-exposure',
    of: (input) => ofEquity(input, largestSector(input), input.limits.sectorFractionMax),
  },
  fundFractionMax: {
    check: 'sector-exposure',
    of: (input) => {
      const funds = input.book.filter(({ instrument }) => isFund(instrument));
      return ofEquity(input, { used: grossOf(funds), from: 'book' }, input.limits.fundFractionMax);
    },
  },
  horizonSplit: { check: 'horizon-split', of: horizonParts },
  correlationMax: { check: 'correlation', of: pairs },
  portfolioCorrelationMax: { check: 'correlation', of: withTheRest },
  openPositionsMax: { check: 'open-positions', of: (input) => counted(input.positions, input.limits.openPositionsMax) },
  drawdownMax: {
    check: 'drawdown',
    of: (input) => fallen(input, input.account.peakEquity, input.limits.drawdownMax, 'account.peakEquity'),
  },
  dailyLossFractionMax: {
    check: 'daily-loss',
    of: (input) =>
      fallen(input, input.account.dayStartEquity, input.limits.dailyLossFractionMax, 'account.dayStartEquity'),
  },
  consecutiveLossesMax: { check: 'consecutive-losses', of: lossesInARow },
  stopOutsMax: {
    check: 'stop-out-guard',
    of: ({ closed, limits }) => counted(recentStopOuts(closed, limits).length, limits.stopOutsMax),
  },
  stopOutSessions: { check: 'stop-out-guard', of: ({ limits }) => eachOrder(limits.stopOutSessions) },
  cooldownSessions: { check: 'cooldown', of: ({ limits }) => eachOrder(limits.cooldownSessions) },
  lowPerformerSessions: { check: 'low-performer', of: ({ limits }) => eachOrder(limits.lowPerformerSessions) },
  lowPerformerTrades: { check: 'low-performer', of: ({ limits }) => eachOrder(limits.lowPerformerTrades) },
  ordersPerDayMax: {
    check: 'orders-per-day',
    of: ({ account, limits }) => counted(account.ordersToday, limits.ordersPerDayMax, 'account.ordersToday'),
  },
  ordersPerMinuteMax: {
    check: 'orders-per-minute',
    of: ({ account, limits }) =>
      counted(account.ordersLastMinute, limits.ordersPerMinuteMax, 'account.ordersLastMinute'),
  },
  duplicateWindowMs: { check: 'duplicates', of: ({ limits }) => eachOrder(limits.duplicateWindowMs) },
  dayTradesMax: {
    check: 'day-trades',
    of: ({ account, limits }) => counted(account.dayTrades, limits.dayTradesMax, 'account.dayTrades'),
  },
  settledCashOnly: { check: 'settled-cash', of: ({ limits }) => eachOrder(Number(limits.settledCashOnly)) },
  collarMax: { check: 'collar', of: ({ limits }) => eachOrder(limits.collarMax) },
  quoteAgeMaxMs: { check: 'known-price', of: ({ limits }) => eachOrder(limits.quoteAgeMaxMs) },
  spreadMax: { check: 'spread', of: ({ limits }) => eachOrder(limits.spreadMax) },
  tradedValueMin: { check: 'liquidity', of: ({ limits }) => eachOrder(limits.tradedValueMin) },
  tradedValueShareMax: { check: 'liquidity', of: ({ limits }) => eachOrder(limits.tradedValueShareMax) },
  priceMinUsd: { check: 'minimum-price', of: ({ limits }) => eachOrder(limits.priceMinUsd) },
  priceMinKrw: { check: 'minimum-price', of: ({ limits }) => eachOrder(limits.priceMinKrw) },
  sessionKinds: { check: 'session-kind', of: ({ limits }) => eachOrder(limits.sessionKinds.length) },
  shortAllowed: { check: 'short-sale', of: ({ limits }) => eachOrder(Number(limits.shortAllowed)) },
  blockList: { check: 'block-list', of: ({ limits }) => eachOrder(limits.blockList.length) },
  blockedUntil: { check: 'block-list', of: ({ limits }) => eachOrder(Object.keys(limits.blockedUntil).length) },
  earningsSessions: { check: 'earnings', of: ({ limits }) => eachOrder(limits.earningsSessions) },
  blockedSectors: { check: 'block-list', of: ({ limits }) => eachOrder(limits.blockedSectors.length) },
  allowList: { check: 'allow-list', of: ({ limits }) => eachOrder(limits.allowList?.length ?? null) },
  sectors: { check: 'sector-exposure', of: ({ limits }) => eachOrder(Object.keys(limits.sectors).length) },
};

function largestPosition({ book }: UsageInput): Used {
  const [largest, ...rest] = togetherOf(book);
  if (largest === undefined) return { used: ZERO, from: 'book' };
  if (largest.value === null || rest.some(({ value }) => value === null)) return { used: null, from: 'book' };
  return { used: decimal(largest.value).abs(), from: 'book', about: [largest.instrument.symbol] };
}

function largestLoss({ tradeLosses }: UsageInput): Used {
  let [used, about]: [Decimal, readonly string[]] = [ZERO, []];
  for (const { symbol, loss } of tradeLosses) {
    if (loss === null) return { used: null, from: 'book' };
    if (decimal(loss).gt(used)) [used, about] = [decimal(loss), [symbol]];
  }
  return { used, from: 'book', about };
}

function largestSector({ book, limits }: UsageInput): Used {
  let [used, about]: [Decimal, readonly string[]] = [ZERO, []];
  for (const { instrument } of book) {
    if (isFund(instrument)) continue;
    const exposure = grossOf(besideOf(book, instrument, limits));
    if (exposure === null) return { used: null, from: 'book' };
    const sector = sectorOf(instrument, limits);
    if (exposure.gt(used)) [used, about] = [exposure, sector === null ? [] : [sector]];
  }
  return { used, from: 'book', about };
}

function invested({ account, pending }: UsageInput): Used {
  const buying = pending.filter(({ side, holder }) => side === 'buy' && holder !== 'external');
  return { used: heldAndPending(account.invested, buying), from: 'account.invested' };
}

function horizonParts(input: UsageInput): Measured[] {
  const { horizonSplit: split } = input.limits;
  if (split === null) return [{ state: 'off' }];
  return HORIZONS.map((horizon) => {
    const buying = input.pending.filter((trade) => trade.side === 'buy' && trade.horizon === horizon);
    const used = heldAndPending(input.account.byHorizon?.[horizon] ?? null, buying);
    const max = decimal(split[horizon]).div(100);
    return { ...ofEquity(input, { used, from: 'account.byHorizon' }, max), part: horizon };
  });
}

function pairs({ book, past, limits: { correlationMax: max } }: UsageInput): Measured {
  const held = togetherOf(book);
  const most = mostAlike(held, correlationMatrix(held, past));
  return alike(held.length, most === null ? null : { ...most, about: most.symbols }, max);
}

function withTheRest({ book, past, limits: { portfolioCorrelationMax: max } }: UsageInput): Measured {
  const held = togetherOf(book);
  const most = mostLikeTheRest(held, past);
  return alike(held.length, most === null ? null : { ...most, about: [most.symbol] }, max);
}

/** Counts only in the session of the last one. */
function lossesInARow({ closed, limits }: UsageInput): Measured {
  const end = closed.findIndex(({ result }) => decimal(result).gte(0));
  const losses = closed[0]?.sessionsAgo !== 0 ? 0 : end < 0 ? closed.length : end;
  return counted(losses, limits.consecutiveLossesMax);
}

/** Every limit, in the order in which they are shown. */
export function usageOf(input: UsageInput): LimitUsage[] {
  return LIMIT_NAMES.flatMap((name) => {
    const { check, of } = MEASURES[name];
    const { unit } = LIMIT_FACTS[name];
    return [of(input)].flat().map((measured) => ({ ...NOTHING, ...measured, name, check, unit }));
  });
}

const NOTHING = {
  part: null,
  used: null,
  limit: null,
  fraction: null,
  reached: null,
  amounts: null,
  about: [],
  missing: [],
} as const;
