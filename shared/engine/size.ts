import type { Instrument } from '../domain/instrument.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import { quantise, quantiseQuantity } from '../domain/tick.ts';
import type { AccountLimits } from '../risk/limits.ts';
import { ceilingPrice } from './ceiling.ts';
import { lossAt, USUAL_SLIPPAGE_FRACTION, worstCase, type FeeEstimate, type WorstCase } from './worst-case.ts';

/** What can bound a size, in the order in which a tie is named. */
export const SIZE_BOUNDS = [
  'profile-position',
  'account-position',
  'risk-per-trade',
  'bot-cash',
  'buying-power',
] as const;
export type SizeBound = (typeof SIZE_BOUNDS)[number];

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
  readonly profile: RiskProfile;
  /** `amount`: what the bot was given; `cash`: what is left of it, after its reservations. */
  readonly bot: { readonly amount: number; readonly cash: number };
  readonly account: {
    readonly equity: number;
    readonly buyingPower: number;
    /** Value of this instrument over all holders, held or being bought. */
    readonly positionValue: number;
  };
  readonly limits: AccountLimits;
  /** Account currency for one unit of the instrument's; null when unknown: then nothing is bought. */
  readonly rate: number | null;
  readonly fees: FeeEstimate;
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
  const { stopPrice, targetPrice } = protection(input, ceiling);
  const lot = Number(instrument.lotSize);
  const multiplier = Number(instrument.multiplier);
  const unit = ceiling * multiplier * rate;
  const stopFill = stopPrice * (1 - USUAL_SLIPPAGE_FRACTION);
  const trade = { entryPrice: ceiling, multiplier, rate, fees };

  const costOf = (quantity: number): number => unit * quantity;
  const costWithFees = (quantity: number): number =>
    unit * quantity + fees({ side: 'buy', quantity, price: ceiling }) * rate;
  const lossOf = (quantity: number): number => lossAt({ ...trade, quantity, exitPrice: stopFill });

  const { bot, account, limits } = input;
  const amounts: Record<SizeBound, [amount: number, uses: (quantity: number) => number]> = {
    'profile-position': [bot.amount * profile.positionMax, costOf],
    'account-position': [account.equity * limits.positionSizeMax - account.positionValue, costOf],
    'risk-per-trade': [account.equity * limits.riskPerTradeMax, lossOf],
    'bot-cash': [bot.cash, costWithFees],
    'buying-power': [account.buyingPower, costWithFees],
  };
  const caps = SIZE_BOUNDS.map((bound): SizeCap => {
    const [amount, uses] = amounts[bound];
    return { bound, amount, quantity: largestWithin(amount, uses, lot) };
  });
  const least = caps.reduce((smallest, cap) => (cap.quantity < smallest.quantity ? cap : smallest));
  if (least.quantity <= 0) {
    const [has, uses] = amounts[least.bound];
    return refuse({ code: 'too-small', boundBy: least.bound, has: Math.max(0, has), needs: uses(lot) });
  }
  const quantity = least.quantity;
  const cost = costOf(quantity);
  const total = costWithFees(quantity);
  const gain = -lossAt({ ...trade, quantity, exitPrice: targetPrice });
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

/**
 * The largest multiple of `lot` whose use stays within `amount`. `uses` never falls with the quantity. Starts from
 * the share of one lot and steps down in proportion: fees with a floor or a step need a few rounds, never many.
 */
function largestWithin(amount: number, uses: (quantity: number) => number, lot: number): number {
  if (!(amount > 0)) return 0;
  // Without fixed fees the use is proportional: a quantity large enough that fixed parts fade gives the first guess.
  const perUnit = (uses(lot * 1_000) - uses(lot)) / (lot * 999);
  let quantity = quantiseQuantity(perUnit > 0 ? amount / perUnit : 0, lot);
  for (let round = 0; round < 64 && quantity > 0; round += 1) {
    const used = uses(quantity);
    if (used <= amount) return quantity;
    quantity = quantiseQuantity(Math.min(quantity - lot, quantity * (amount / used)), lot);
  }
  return 0;
}

function refuse(refusal: SizeRefusal): SizeAnswer {
  return { quantity: 0, refusal };
}
