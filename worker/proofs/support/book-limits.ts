import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { BookLine, CheckInput, CheckName, ClosedTrade } from '#shared/risk/check.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { placeCorrelation } from './correlation-limit.ts';
import type { Random } from './random.ts';

/*
 * Limits over the whole book, over what closed and over past prices, each met one unit below, on it and one above. As in
 * `check-limits.ts`: whole numbers, multiplied out, with no line in common with the checks.
 */

export const BOOK_COUNTED = [
  'position-amount',
  'exposure-gross',
  'exposure-net',
  'sector-exposure',
  'portfolio-heat',
  'settled-cash',
  'orders-per-minute',
  'day-trades',
  'correlation',
  'liquidity',
  'spread',
  'minimum-price',
  'price-limit',
  'cooldown',
  'stop-out-guard',
  'low-performer',
  'consecutive-losses',
] as const satisfies readonly CheckName[];
export type BookCounted = (typeof BOOK_COUNTED)[number];

/** The order in whole units of money (ten-thousandths), and what stands around it. */
export interface Order {
  readonly input: CheckInput;
  readonly over: -1n | 0n | 1n;
  readonly cost: bigint;
  readonly buyFee: bigint;
  /** At its stop, with fees. */
  readonly loss: bigint;
  /** Held and being bought of the same instrument. */
  readonly here: bigint;
  readonly share: number;
  readonly parts: bigint;
  readonly text: (units: bigint) => string;
}

const OTHER = 'bot-9' as Holder;
const TINY = 1_000_000n;

export function placeInBook(target: BookCounted, order: Order, random: Random): CheckInput {
  const { input, over, cost, text, share, parts } = order;
  const { limits, account } = input;
  switch (target) {
    case 'position-amount':
      return { ...input, limits: { ...limits, positionAmountMax: text(order.here + cost - over) } };
    case 'exposure-gross':
    case 'exposure-net': {
      const book = someBook(order, random);
      const gross = book.reduce((sum, { units }) => sum + (units < 0n ? -units : units), 0n);
      const net = book.reduce((sum, { units }) => sum + units, 0n);
      const isGross = target === 'exposure-gross';
      const equity = text((isGross ? gross : net) + cost - over);
      return { ...input, book, account: { ...account, equity } };
    }
    case 'sector-exposure': {
      const isFund = random.chance(0.3);
      const book = someBook(order, random);
      const counts = ({ instrument: { kind, sector } }: BookLine): boolean =>
        isFund ? kind === 'etf' : kind === 'stock' && sector !== 'health';
      const before = book.filter(counts).reduce((sum, { units }) => sum + (units < 0n ? -units : units), 0n);
      const equity = text((before + cost - over) * parts);
      const instrument: Instrument = {
        ...input.instrument,
        kind: isFund ? 'etf' : 'stock',
        sector: isFund ? null : 'energy',
      };
      return {
        ...input,
        instrument,
        book,
        account: { ...account, equity },
        limits: { ...limits, sectorFractionMax: share, fundFractionMax: share },
      };
    }
    case 'portfolio-heat': {
      const book = someBook(order, random);
      const heat = book.reduce((sum, line) => {
        const whole = line.units < 0n ? -line.units : line.units;
        return sum + (line.hasStop ? line.lost : whole);
      }, 0n);
      const equity = text((heat + order.loss - over) * parts);
      return { ...input, book, account: { ...account, equity }, limits: { ...limits, heatFractionMax: share } };
    }
    case 'settled-cash': {
      const waits = BigInt(random.int(0, 90_000_000));
      const buyingPower = text(cost + order.buyFee + waits - over);
      return {
        ...input,
        account: { ...account, buyingPower, unsettled: text(waits) },
        limits: { ...limits, settledCashOnly: true },
      };
    }
    case 'orders-per-minute':
      return { ...input, account: { ...account, ordersLastMinute: limits.ordersPerMinuteMax - 1 + Number(over) } };
    case 'day-trades': {
      const dayTradesMax = random.int(1, 9);
      const dayTrades = dayTradesMax - 1 + Number(over);
      return { ...input, account: { ...account, dayTrades }, limits: { ...limits, dayTradesMax } };
    }
    case 'correlation':
      return placeCorrelation(input, over, random);
    case 'liquidity':
      return liquidity(order, random);
    case 'spread': {
      // Millionths: a spread is measured, not counted.
      const most = random.int(2, 50_000);
      return { ...input, spread: (most + Number(over)) / 1e6, limits: { ...limits, spreadMax: most / 1e6 } };
    }
    case 'minimum-price': {
      const least = BigInt(random.int(2, 900_000));
      return { ...input, limitPrice: text(least - over), limits: { ...limits, priceMinUsd: text(least) } };
    }
    case 'price-limit':
      return priceLimit(order, random);
    case 'cooldown': {
      const cooldownSessions = random.int(1, 20);
      const trade = { instrumentId: input.instrument.id, result: '1', isStopOut: true };
      const closed = [{ ...trade, sessionsAgo: cooldownSessions - Number(over) }];
      return { ...input, closed, limits: { ...limits, cooldownSessions, stopOutsMax: null } };
    }
    case 'stop-out-guard': {
      const stopOutsMax = random.int(2, 9);
      const stopOutSessions = random.int(1, 9);
      const trade = { instrumentId: 'other' as InstrumentId, result: '-1' };
      const recent = Array.from({ length: stopOutsMax - 1 + Number(over) }, (_, n): ClosedTrade => ({
        ...trade,
        isStopOut: true,
        sessionsAgo: n % stopOutSessions,
      }));
      const apart = [
        { ...trade, isStopOut: true, sessionsAgo: stopOutSessions },
        { ...trade, isStopOut: false, sessionsAgo: 0 },
        { ...trade, isStopOut: true, result: '0', sessionsAgo: 0 },
      ];
      return { ...input, closed: [...recent, ...apart], limits: { ...limits, stopOutsMax, stopOutSessions } };
    }
    case 'low-performer': {
      const first = BigInt(random.int(-9_000_000, 9_000_000));
      const trade = { instrumentId: input.instrument.id, isStopOut: false };
      const closed = [
        { ...trade, result: text(first), sessionsAgo: 0 },
        { ...trade, result: text(-first - over), sessionsAgo: limits.lowPerformerSessions - 1 },
        { ...trade, result: '-9999', sessionsAgo: limits.lowPerformerSessions },
      ];
      return { ...input, closed, limits: { ...limits, lowPerformerTrades: 2 } };
    }
    case 'consecutive-losses': {
      const max = random.int(2, 9);
      const trade = { instrumentId: 'other' as InstrumentId, isStopOut: false, sessionsAgo: 0 };
      const losses = Array.from({ length: max - 1 + Number(over) }, () => ({ ...trade, result: '-0.0001' }));
      const before = [
        { ...trade, result: '0' },
        { ...trade, result: '-5' },
      ];
      return { ...input, closed: [...losses, ...before], limits: { ...limits, consecutiveLossesMax: max } };
    }
  }
}

interface Line extends BookLine {
  readonly units: bigint;
  readonly lost: bigint;
}

/** Long and short, stocks of two sectors and of none known, funds; with a stop and without. */
function someBook({ text }: Order, random: Random): Line[] {
  return Array.from({ length: random.int(0, 5) }, (_, n): Line => {
    const units = BigInt(random.int(-20_000_000, 40_000_000));
    const lost = BigInt(random.int(0, 9_000_000));
    return {
      instrument: anInstrument({
        id: `book-${n}` as InstrumentId,
        kind: random.chance(0.3) ? 'etf' : 'stock',
        sector: random.pick(['energy', 'health', null]),
      }),
      holder: OTHER,
      value: text(units),
      hasStop: random.chance(0.6),
      lossAtStop: text(lost),
      units,
      lost,
    };
  });
}

/** The same value every day: its median; or too little of it, by one unit. */
function liquidity({ input, over, cost, text, share, parts }: Order, random: Random): CheckInput {
  const { limits, instrument } = input;
  const isShare = random.chance(0.6);
  const least = BigInt(random.int(10, 9_000_000)) * TINY;
  const daily = isShare ? (cost - over) * parts : least - over;
  // A day's value is in the instrument's prices; 15 digits of it are still one double.
  const value = Number(text(daily)) / Number(instrument.multiplier);
  const tradedValue = new Array<number>(random.int(10, 40)).fill(value);
  const set = isShare ? { tradedValueShareMax: share } : { tradedValueMin: text(least) };
  return {
    ...input,
    past: new Map([[instrument.id, { t: [], close: [], tradedValue }]]),
    limits: { ...limits, ...set },
  };
}

/** KRX ticks, written down once more: below these prices, in won. */
const TICKS: readonly (readonly [bigint, bigint])[] = [
  [2_000n, 1n],
  [5_000n, 5n],
  [20_000n, 10n],
  [50_000n, 50n],
  [200_000n, 100n],
  [500_000n, 500n],
];

/** At the upper limit of the day or the lower, and a tick beside. */
function priceLimit({ input, over }: Order, random: Random): CheckInput {
  const tick = (price: bigint): bigint => TICKS.find(([below]) => price < below)?.[1] ?? 1_000n;
  const base = BigInt(random.int(500, 700_000));
  const close = base - (base % tick(base));
  const range = (close * 3n) / 10n;
  const move = range - (range % tick(close));
  const isHigh = random.chance(0.5);
  const edge = isHigh ? close + move : close - move;
  const rest = edge % tick(edge);
  const inside = isHigh || rest === 0n ? edge - rest : edge + tick(edge) - rest;
  // Below a step of the table the next price down is a smaller tick away; beside it there is none of either.
  const step = isHigh ? tick(inside) : tick(inside - 1n);
  const limitPrice = String(isHigh ? inside + over * step : inside - over * step);
  return {
    ...input,
    instrument: { ...input.instrument, exchange: 'krx', currency: 'KRW' },
    limitPrice,
    previousClose: Number(close),
  };
}
