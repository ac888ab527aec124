import type { Instrument } from '../domain/instrument.ts';
import type { ForecastChange, SetupRecord } from '../domain/signal.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import type { BotSizing } from '../domain/bot-sizing.ts';
import { SIZE_BOUNDS, type SizeBound, type SizeMethodBound } from '../domain/size-bound.ts';
import { quantise, quantiseQuantity } from '../domain/tick.ts';
import type { AccountLimits } from '../risk/limits.ts';
import type { RoomBound, Rooms } from '../risk/rooms.ts';
import { ceilingPrice } from './ceiling.ts';
import { methodCap, type MethodRefusal } from './size-method.ts';
import { lossAt, USUAL_SLIPPAGE_FRACTION, worstCase, type FeesOf, type WorstCase } from './worst-case.ts';

/** Prices in the instrument's currency; money in the account's, joined by `rate`. Floats: the account re-checks in Decimal. */
export interface SizeInput {
  readonly instrument: Instrument;
  /** Last known price. */
  readonly price: number;
  readonly atr: number | null;
  /** From the signal; quantised and capped by the profile here. */
  readonly stopPrice: number | null;
  readonly targetPrice: number | null;
  readonly gapFraction: number | null;
  /** A forecast's share: a part of the size, nearer stop and target; null or absent: none. Never more of anything. */
  readonly forecast?: Pick<ForecastChange, 'sizeFraction' | 'stopPrice' | 'targetPrice'> | null;
  readonly profile: RiskProfile;
  /** `amount`: what the bot was given; `cash`: what is left of it, after its reservations. */
  readonly bot: { readonly amount: number; readonly cash: number };
  readonly account: {
    readonly equity: number;
    readonly buyingPower: number;
    /** Value of this instrument over all holders, held or being bought. */
    readonly positionValue: number;
    /** Value of everything held or being bought; read only where the limits say how much may be. */
    readonly invested: number;
    /** What is left of the share of its horizon; read only where the limits split by it. */
    readonly horizonRoom: number;
    /** What limits over more than the instrument leave for it; absent: none is asked. */
    readonly rooms?: Rooms;
  };
  /** The bot's own way; absent: as large as its profile and the limits let it be. */
  readonly sizing?: BotSizing | undefined;
  /** What came of this setup before; read only by a way of sizing that goes by it. */
  readonly record?: SetupRecord | null;
  readonly limits: AccountLimits;
  /** Account currency for one unit of the instrument's; null when unknown: then nothing is bought. */
  readonly rate: number | null;
  readonly fees: FeesOf;
}

/** One cap: the money it allows and the quantity that fits. Money in account currency. */
export interface SizeCap {
  readonly bound: SizeBound;
  readonly amount: number;
  readonly quantity: number;
}

export interface Sizing {
  readonly quantity: number;
  /** The cap that decided; the card names it. */
  readonly boundBy: SizeBound;
  readonly caps: readonly SizeCap[];
  /** Most a unit may cost ("at most"), on the tick. */
  readonly ceiling: number;
  readonly stopPrice: number;
  readonly targetPrice: number;
  /** At the ceiling, without and with fees, in account currency. */
  readonly cost: number;
  readonly fees: number;
  readonly costOfBot: number | null;
  readonly costOfEquity: number | null;
  readonly botCashAfter: number;
  /** Gain at the target after fees and tax, and how much that is for 1 at risk (null without risk). */
  readonly gainAtTarget: number;
  readonly rewardForOne: number | null;
  readonly worstCase: WorstCase;
}

/** Why nothing is bought. `needs` is the number of that bound that would buy one lot. */
export type SizeRefusal =
  | { readonly code: 'too-small'; readonly boundBy: SizeBound; readonly has: number; readonly needs: number }
  | { readonly code: 'stop-not-below-price'; readonly has: number; readonly needs: number }
  | MethodRefusal
  | { readonly code: 'rate-unknown' }
  | { readonly code: 'price-unknown' };

export type SizeAnswer =
  { readonly quantity: 0; readonly refusal: SizeRefusal } | (Sizing & { readonly refusal: null });

/** How much to buy: every cap in money, the smaller wins, rounded down to the lot. Pure; never exceeds any cap. */
export function sizeEntry(input: SizeInput): SizeAnswer {
  const { instrument, price, rate, profile, fees } = input;
  if (!(price > 0) || price === Infinity) return refuse({ code: 'price-unknown' });
  if (rate === null || !(rate > 0)) return refuse({ code: 'rate-unknown' });
  const ceiling = ceilingPrice(price, input.atr, instrument);
  // Sizes are reckoned with the strategy's own stop: a nearer one must not make room for more shares.
  const usualLevels = protection(input, ceiling);
  const { stopPrice: usualStop } = usualLevels;
  if (usualStop >= ceiling) return refuse({ code: 'stop-not-below-price', has: usualStop, needs: ceiling });
  const { stopPrice, targetPrice } = nearer(input, ceiling, usualLevels);
  const lot = Number(instrument.lotSize);
  const multiplier = Number(instrument.multiplier);
  const unit = ceiling * multiplier * rate;
  const stopFill = usualStop * (1 - USUAL_SLIPPAGE_FRACTION);
  const trade = { entryPrice: ceiling, multiplier, rate, fees };

  const costOf = (quantity: number): number => unit * quantity;
  const costWithFees = (quantity: number): number =>
    unit * quantity + fees({ side: 'buy', quantity, price: ceiling }) * rate;
  const lossOf = (quantity: number): number => lossAt({ ...trade, quantity, exitPrice: stopFill });

  const { bot, account, limits } = input;
  const perUnitLoss = (ceiling - stopFill) * multiplier * rate;
  const uses: Record<Exclude<SizeBound, PartOfUsual | SizeMethodBound | RoomBound>, Use> = {
    'position-max-bot': { amount: bot.amount * profile.positionMax, perUnit: unit, of: costOf },
    'position-fraction': {
      amount: account.equity * limits.positionFractionMax - account.positionValue,
      perUnit: unit,
      of: costOf,
    },
    'risk-per-trade': { amount: account.equity * limits.riskFractionMax, perUnit: perUnitLoss, of: lossOf },
    'bot-cash': { amount: bot.cash, perUnit: unit, of: costWithFees },
    'buying-power': { amount: account.buyingPower, perUnit: unit, of: costWithFees },
    'invested-max': { amount: Number(limits.investedMax ?? 0) - account.invested, perUnit: unit, of: costOf },
    'horizon-split': { amount: account.horizonRoom, perUnit: unit, of: costOf },
  };
  const range = input.atr === null ? null : input.atr * multiplier * rate;
  const gainForOne = gainOf(usualLevels.targetPrice, { ...trade, quantity: lot }) / lossOf(lot);
  const method = methodCap(input.sizing ?? { method: 'profile' }, {
    amount: bot.amount,
    unitRange: range,
    record: input.record ?? null,
    rewardForOne: gainForOne,
  });
  if (method !== null && 'code' in method) return refuse(method);
  const counted = {
    cost: { perUnit: unit, of: costOf },
    paid: { perUnit: unit, of: costWithFees },
    loss: { perUnit: perUnitLoss, of: lossOf },
    range: { perUnit: range ?? 0, of: (quantity: number): number => (range ?? 0) * quantity },
  };
  const asked = new Map<SizeBound, Use>(Object.entries(uses) as [SizeBound, Use][]);
  if (limits.investedMax === null) asked.delete('invested-max');
  if (limits.horizonSplit === null) asked.delete('horizon-split');
  for (const [bound, amount] of Object.entries(account.rooms ?? {}) as [RoomBound, number][])
    asked.set(bound, { amount, ...counted[ROOM_COUNTS[bound]] });
  if (method !== null) asked.set(method.bound, { amount: method.amount, ...counted[method.what] });
  const caps: SizeCap[] = [];
  for (const bound of SIZE_BOUNDS) {
    const use = asked.get(bound);
    if (use !== undefined) caps.push({ bound, amount: use.amount, quantity: largestWithin(use, lot) });
  }
  // A part of what it would be otherwise, whatever decided that: one after the other, so that each makes it smaller.
  const partOfUsual = (bound: PartOfUsual, part: number): void => {
    const { quantity } = smallest(caps);
    caps.push({ bound, amount: costOf(quantity) * part, quantity: quantiseQuantity(quantity * part, lot) });
  };
  if (input.forecast) partOfUsual('forecast', input.forecast.sizeFraction);
  if (limits.botSizeFractionMax < 1) partOfUsual('bot-size-fraction', limits.botSizeFractionMax);
  if (limits.firstTrades !== null) partOfUsual('first-trades', limits.firstTrades.sizeFraction);
  const least = smallest(caps);
  if (least.quantity <= 0) {
    const needs = (asked.get(least.bound)?.of ?? costOf)(lot);
    return refuse({ code: 'too-small', boundBy: least.bound, has: Math.max(0, least.amount), needs });
  }
  const quantity = least.quantity;
  const cost = costOf(quantity);
  const total = costWithFees(quantity);
  const gain = gainOf(targetPrice, { ...trade, quantity });
  const worst = worstCase({ ...trade, quantity, stopPrice, gapFraction: input.gapFraction, equity: account.equity });
  return {
    quantity,
    refusal: null,
    boundBy: least.bound,
    caps,
    ceiling,
    stopPrice,
    targetPrice,
    cost,
    fees: total - cost,
    costOfBot: bot.amount > 0 ? cost / bot.amount : null,
    costOfEquity: account.equity > 0 ? cost / account.equity : null,
    botCashAfter: bot.cash - total,
    gainAtTarget: gain,
    rewardForOne: worst.atStop > 0 ? gain / worst.atStop : null,
    worstCase: worst,
  };
}

/** Stop and target on the tick: the signal's own, but never further from the ceiling than the profile allows. */
function protection(input: SizeInput, ceiling: number): { stopPrice: number; targetPrice: number } {
  const { instrument, profile } = input;
  const stop = Math.max(input.stopPrice ?? 0, ceiling * (1 - profile.stop));
  const target = Math.min(input.targetPrice ?? Infinity, ceiling * (1 + profile.target));
  return { stopPrice: quantise(stop, instrument, 'stop'), targetPrice: quantise(target, instrument, 'target') };
}

/** Bounds that are a part of what it would be otherwise. */
type PartOfUsual = 'forecast' | 'bot-size-fraction' | 'first-trades';

/** What of a purchase each of these counts. */
const ROOM_COUNTS: Readonly<Record<RoomBound, 'cost' | 'paid' | 'loss'>> = {
  'position-amount': 'cost',
  'exposure-gross': 'cost',
  'exposure-net': 'cost',
  'sector-exposure': 'cost',
  'portfolio-heat': 'loss',
  'settled-cash': 'paid',
  liquidity: 'cost',
};

function gainOf(exitPrice: number, trade: Omit<Parameters<typeof lossAt>[0], 'exitPrice'>): number {
  return -lossAt({ ...trade, exitPrice });
}

/** The levels with a forecast's share: nearer, or as they are. */
function nearer(
  { instrument, forecast }: SizeInput,
  ceiling: number,
  { stopPrice, targetPrice }: { readonly stopPrice: number; readonly targetPrice: number },
): { stopPrice: number; targetPrice: number } {
  const stop = quantise(Math.max(stopPrice, forecast?.stopPrice ?? 0), instrument, 'stop');
  const target = quantise(Math.min(targetPrice, forecast?.targetPrice ?? Infinity), instrument, 'target');
  return {
    stopPrice: stop < ceiling ? stop : stopPrice,
    targetPrice: target > ceiling ? target : targetPrice,
  };
}

/** What a cap allows, what one unit takes of it before fees, and what a quantity takes with them. */
interface Use {
  readonly amount: number;
  readonly perUnit: number;
  readonly of: (quantity: number) => number;
}

/** The largest multiple of `lot` that stays within the amount. Exact whatever the fees are, as long as they never fall. */
function largestWithin({ amount, perUnit, of }: Use, lot: number): number {
  // Doubles carry about 16 digits: an amount that is equal in decimals may be a hair short here.
  const room = amount * (1 + 1e-12);
  if (!(room > 0)) return 0;
  let within = 0;
  let beyond = Math.floor(room / (perUnit * lot) + 1e-9) + 1;
  while (beyond - within > 1) {
    const lots = Math.floor((within + beyond) / 2);
    if (of(quantiseQuantity(lots * lot, lot)) <= room) within = lots;
    else beyond = lots;
  }
  return quantiseQuantity(within * lot, lot);
}

function smallest(caps: readonly SizeCap[]): SizeCap {
  return caps.reduce((least, cap) => (cap.quantity < least.quantity ? cap : least));
}

function refuse(refusal: SizeRefusal): SizeAnswer {
  return { quantity: 0, refusal };
}
