import type { BotSizing } from '../domain/bot-sizing.ts';
import type { Instrument } from '../domain/instrument.ts';
import { BOT_DRAWDOWN_MAX, type RiskProfile } from '../domain/risk-profile.ts';
import type { AccountLimits } from '../risk/limits.ts';
import { ceilingPrice } from './ceiling.ts';
import { lossAt, USUAL_SLIPPAGE_FRACTION, type FeesOf } from './worst-case.ts';

/** Money in account currency. */
export interface PreviewInput {
  readonly amount: number;
  readonly profile: RiskProfile;
  /** The bot's own way to a size; absent: as large as its profile and the limits let it be. */
  readonly sizing?: BotSizing | undefined;
  readonly limits: AccountLimits;
  readonly account: { readonly equity: number; readonly buyingPower: number };
  /** The bot's list, with the last price (null when unknown) and account currency per unit of its currency (null when unknown). */
  readonly list: readonly {
    readonly instrument: Instrument;
    readonly price: number | null;
    readonly rate: number | null;
  }[];
  /** Fees of an instrument, in its currency. */
  readonly fees: (instrument: Instrument) => FeesOf;
}

/** What a risk level means in money, beside the form that makes a bot. */
export interface Preview {
  readonly largestPosition: number;
  /** Which limit makes it smaller than the profile would; null when none does. */
  readonly cutBy: 'position-fraction' | 'risk-per-trade' | 'cash' | 'equal-weight' | 'capped-kelly' | null;
  /** What its way to a size makes of a position, for one example; null where it goes by its profile. */
  readonly sized: Sized | null;
  /** What the largest position loses at the profile's stop, with usual slippage and the dearest fees of the list. */
  readonly stopOutCost: number;
  /** So many of them in a row and the bot stops buying; null when a stop-out costs nothing. */
  readonly stopOutsToStop: number | null;
  /** The value of its own money below which it stops buying, before any gain. */
  readonly stopsBuyingBelow: number;
  readonly instrumentCount: number;
  /** How many of the list one position can pay at least one lot of. */
  readonly affordable: number;
  readonly monthlyAssumption: number;
  /** The same compounded over twelve months: (1 + m)^12 − 1. */
  readonly yearlyImplied: number;
}

export interface Sized {
  readonly method: Exclude<BotSizing['method'], 'profile'>;
  readonly position: number;
  /** The example: how far its stop is, or what its price usually moves in a bar, as a fraction; null: neither counts. */
  readonly at: number | null;
}

/** What a price usually moves in a bar, in the example of `volatility-target`: about a lively share's day. */
const EXAMPLE_MOVE = 0.02;

/** Limits and profile in money, before there is a bot. Pure; fast enough for every keystroke. */
export function previewBot(input: PreviewInput): Preview {
  const { amount, profile, limits, account, list, sizing = { method: 'profile' } } = input;
  const feeFraction = dearestRoundTrip(input);
  // Of every unit of money in the position, so much is gone at the stop.
  const lossFraction = profile.stop + (1 - profile.stop) * USUAL_SLIPPAGE_FRACTION + feeFraction;
  const own = amount * profile.positionMax;
  const cuts = [
    { cutBy: 'position-fraction', most: account.equity * limits.positionFractionMax },
    { cutBy: 'risk-per-trade', most: (account.equity * limits.riskFractionMax) / lossFraction },
    { cutBy: 'cash', most: account.buyingPower },
    ...ownCuts(sizing, amount),
  ] as const;
  const least = cuts.reduce<(typeof cuts)[number]>(
    (smallest, cut) => (cut.most < smallest.most ? cut : smallest),
    cuts[0],
  );
  const largestPosition = Math.max(0, Math.min(own, least.most));
  const atWidestStop = largestPosition * lossFraction;
  const stopOutCost =
    sizing.method === 'fixed-fraction' ? Math.min(atWidestStop, amount * sizing.fraction) : atWidestStop;
  return {
    largestPosition,
    cutBy: least.most < own ? least.cutBy : null,
    sized: sizedBy(sizing, { amount, largestPosition, lossFraction, stop: profile.stop }),
    stopOutCost,
    // A hair under a whole number is that number: 1,500 in losses of 300 are five.
    stopOutsToStop: stopOutCost > 0 ? Math.ceil((amount * BOT_DRAWDOWN_MAX) / stopOutCost - 1e-9) : null,
    stopsBuyingBelow: amount * (1 - BOT_DRAWDOWN_MAX),
    instrumentCount: list.length,
    affordable: list.filter((entry) => lotCost(entry) <= largestPosition).length,
    monthlyAssumption: profile.monthlyAssumption,
    yearlyImplied: (1 + profile.monthlyAssumption) ** 12 - 1,
  };
}

/** Ways to a size that bound what a position costs, whatever it is. */
function ownCuts(sizing: BotSizing, amount: number) {
  if (sizing.method === 'equal-weight') return [{ cutBy: sizing.method, most: amount / sizing.positions }];
  if (sizing.method === 'capped-kelly') return [{ cutBy: sizing.method, most: amount * sizing.max }];
  return [];
}

function sizedBy(
  sizing: BotSizing,
  of: { amount: number; largestPosition: number; lossFraction: number; stop: number },
): Sized | null {
  const { amount, largestPosition, lossFraction, stop } = of;
  const { method } = sizing;
  switch (method) {
    case 'profile':
      return null;
    case 'fixed-fraction':
      return { method, position: Math.min(largestPosition, (amount * sizing.fraction) / lossFraction), at: stop };
    case 'volatility-target':
      return {
        method,
        position: Math.min(largestPosition, (amount * sizing.fraction) / EXAMPLE_MOVE),
        at: EXAMPLE_MOVE,
      };
    case 'equal-weight':
    case 'capped-kelly':
      return { method, position: largestPosition, at: null };
  }
}

/** One lot at its ceiling, in account currency; Infinity where price or rate is unknown. */
function lotCost({ instrument, price, rate }: PreviewInput['list'][number]): number {
  if (price === null || rate === null || !(price > 0)) return Infinity;
  return ceilingPrice(price, null, instrument) * Number(instrument.lotSize) * Number(instrument.multiplier) * rate;
}

/** Fees and tax of buying and of selling at the stop, as a fraction of a position's money: the largest of the list. */
function dearestRoundTrip({ amount, profile, list, fees }: PreviewInput): number {
  let dearest = 0;
  for (const { instrument, price, rate } of list) {
    if (price === null || rate === null || !(price > 0) || !(rate > 0)) continue;
    const multiplier = Number(instrument.multiplier);
    const quantity = Math.max(
      Number(instrument.lotSize),
      Math.floor((amount * profile.positionMax) / (price * multiplier * rate)),
    );
    const trade = { quantity, entryPrice: price, multiplier, rate: 1, fees: fees(instrument) };
    const exitPrice = price * (1 - profile.stop);
    const paid = lossAt({ ...trade, exitPrice }) - (price - exitPrice) * quantity * multiplier;
    dearest = Math.max(dearest, paid / (price * quantity * multiplier));
  }
  return dearest;
}
