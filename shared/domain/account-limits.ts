import { z } from 'zod';
import type { DatedBlocks } from './dated-blocks.ts';
import type { HorizonSplit } from './horizon-shares.ts';
import { horizonSplitSchema } from './horizon-split.ts';
import { HORIZONS } from './signal.ts';

/*
 * The limits of an account that people see and set: one line each in the shape, the defaults and the directions. HTTP
 * (`contract/account.ts`), the stored limits (`risk/limits.ts`) and the question whether a change is looser read them
 * from here. Fractions are of the account's equity unless said otherwise; 0.1 is 10 %. Amounts are decimal text in the
 * account's currency. Null asks nothing.
 */

const fraction = z.number().gt(0).max(1);
const amount = z.string().regex(/^\d{1,15}(\.\d{1,9})?$/);
const symbol = z.string().trim().min(1).max(60);
const day = z.iso.date();
const symbols = z.array(symbol).max(1_000).readonly();

/** Where an exchange is in its day. Auctions gather orders for one price; `extended` is before and after the session. */
export const SESSION_KINDS = ['regular', 'half', 'opening-auction', 'closing-auction', 'extended'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

export const limitShape = {
  /** Largest value of one instrument over all holders. */
  positionFractionMax: fraction,
  /** The same as an amount. */
  positionAmountMax: amount.nullable(),
  /** Most that one trade may lose at its stop, fees and tax included. */
  riskFractionMax: fraction,
  /** Most that may be lost if every stop is hit: of holdings and working orders; what has no stop counts whole. */
  heatFractionMax: fraction.nullable(),
  /** Everything held and being bought, long and short added: 1 is all of the equity, more is borrowed. */
  exposureGrossMax: z.number().gt(0).max(10).nullable(),
  /** The same, long less short. */
  exposureNetMax: z.number().gt(0).max(10).nullable(),
  /** Most in one sector. While it is set, what has no known sector is not bought. */
  sectorFractionMax: fraction.nullable(),
  /** Percent of equity that bots may have invested short, mid and long, 100 together; null where nobody set it. */
  horizonSplit: horizonSplitSchema.nullable(),
  /** Funds and indices have no sector: most in all of them together. */
  fundFractionMax: fraction.nullable(),
  /** Sectors by symbol or id, where the market names none or another. */
  sectors: z.record(z.string().min(1).max(40), z.string().trim().min(1).max(40)).readonly(),
  /** Largest correlation of daily returns with any one holding. */
  correlationMax: fraction.nullable(),
  /** Largest correlation with the returns of all holdings together, by their weights. */
  portfolioCorrelationMax: fraction.nullable(),
  /** Most of the size they would have otherwise that bots buy; 1 is all of it. A start after a fall from the peak is at half. */
  botSizeFractionMax: fraction,
  /** Below the peak of equity: trips to HALTED. */
  drawdownMax: fraction,
  /** Below the equity at the start of the trading day: trips to HALTED, and nothing more is bought that day. */
  dailyLossFractionMax: fraction,
  /** After so many closed trades in a row that lost, nothing is bought until the next session. */
  consecutiveLossesMax: z.int().min(1).max(1_000).nullable(),
  ordersPerDayMax: z.int().min(0).max(1_000),
  /** Within one minute of market time. */
  ordersPerMinuteMax: z.int().min(0).max(1_000),
  /** Different instruments held or being bought. */
  openPositionsMax: z.int().min(0).max(1_000),
  /** A cash account: proceeds of a sale are spent when they have settled. */
  settledCashOnly: z.boolean(),
  /** Bought and sold on the same day, within five sessions: at so many nothing is bought that a stop might sell today. */
  dayTradesMax: z.int().min(0).max(1_000).nullable(),
  /** An entry may be a short sale. */
  shortAllowed: z.boolean(),
  /** How far a buy's ceiling may lie above the last price, as a fraction of that price. */
  collarMax: fraction,
  /** Cheapest price per unit, by the instrument's currency. */
  priceMinUsd: amount.nullable(),
  priceMinKrw: amount.nullable(),
  /** Least value traded in a day, median of 20. */
  tradedValueMin: amount.nullable(),
  /** Largest order, as a part of that median. */
  tradedValueShareMax: fraction.nullable(),
  /** Widest ask less bid, as a fraction of their middle. */
  spreadMax: fraction.nullable(),
  /** Oldest quote an order may leave on. */
  quoteAgeMaxMs: z.int().min(1_000).max(86_400_000),
  /** Kinds of session in which an entry may leave. */
  sessionKinds: z.array(z.enum(SESSION_KINDS)).max(SESSION_KINDS.length).readonly(),
  /** An equal order within this time of the last one is a duplicate. */
  duplicateWindowMs: z.int().min(0).max(86_400_000),
  /** Instrument ids or symbols nobody may buy. */
  blockList: symbols,
  /** The same with the last day on which it holds, `YYYY-MM-DD` of its exchange; afterwards it is as if it never stood here. */
  blockedUntil: z
    .record(symbol, day)
    .refine((blocks) => Object.keys(blocks).length <= 1_000)
    .readonly(),
  /** Sessions before known earnings in which nothing of that company is bought, their day with them; null asks nothing. */
  earningsSessions: z.int().min(1).max(20).nullable(),
  /** Sectors of which nothing is bought; while there are any, neither is what has no known sector. */
  blockedSectors: symbols,
  /** The only ones that may be bought; an empty list is nothing at all. */
  allowList: symbols.nullable(),
  /** Sessions for which what was stopped out is not bought again; 1 is the rest of that day. */
  cooldownSessions: z.int().min(0).max(250),
  /** So many stop-outs within `stopOutSessions` stop all buying until fewer are. */
  stopOutsMax: z.int().min(1).max(1_000).nullable(),
  stopOutSessions: z.int().min(1).max(20),
  /** What has lost over its closed trades of so many sessions, at least `lowPerformerTrades` of them, is not bought; 0 asks nothing. */
  lowPerformerSessions: z.int().min(0).max(60),
  lowPerformerTrades: z.int().min(1).max(100),
  /** Most that may be invested at once; null where nobody set it. Set when going live. */
  investedMax: amount.nullable(),
  /**
   * Largest purchase, of equity, that a person's session, token or chat may let go without a step-up; null: as the
   * account's world has it (domain/step-up.ts).
   */
  unconfirmedFractionMax: z.number().min(0).max(1).nullable(),
  /** A larger purchase goes when two people have nodded to it (domain/two-people.ts); null: one is enough. */
  secondNodAbove: amount.nullable(),
};

export type SettableLimits = Readonly<z.infer<z.ZodObject<typeof limitShape>>>;
export type LimitName = keyof SettableLimits;

/**
 * What holds where nobody set anything. Locks after losses are wide enough for a bot on an invented market, whose day is
 * 96 bars of some fifteen trades. Limits that need what many markets do not tell (sectors, bid and ask) or that
 * are a matter of the person's account (settled cash, day trades) ask nothing until they are set.
 */
export const LIMIT_DEFAULTS: SettableLimits = {
  positionFractionMax: 0.1,
  positionAmountMax: null,
  riskFractionMax: 0.02,
  heatFractionMax: 0.5,
  exposureGrossMax: 1,
  exposureNetMax: 1,
  sectorFractionMax: null,
  horizonSplit: null,
  fundFractionMax: null,
  sectors: {},
  correlationMax: null,
  portfolioCorrelationMax: null,
  botSizeFractionMax: 1,
  drawdownMax: 0.15,
  dailyLossFractionMax: 0.05,
  consecutiveLossesMax: 10,
  ordersPerDayMax: 20,
  ordersPerMinuteMax: 20,
  openPositionsMax: 15,
  settledCashOnly: false,
  dayTradesMax: null,
  shortAllowed: false,
  collarMax: 0.02,
  priceMinUsd: '1',
  priceMinKrw: '100',
  tradedValueMin: null,
  tradedValueShareMax: null,
  spreadMax: null,
  quoteAgeMaxMs: 60_000,
  sessionKinds: ['regular', 'half', 'opening-auction', 'closing-auction'],
  duplicateWindowMs: 60_000,
  blockList: [],
  blockedUntil: {},
  earningsSessions: null,
  blockedSectors: [],
  allowList: null,
  cooldownSessions: 1,
  stopOutsMax: 12,
  stopOutSessions: 1,
  lowPerformerSessions: 5,
  lowPerformerTrades: 3,
  investedMax: null,
  unconfirmedFractionMax: null,
  secondNodAbove: null,
};

/** Which way a limit is loosened; nothing asked (null) is the loosest of all. `changed`: nobody can tell, so any change. */
type Looser = 'larger' | 'smaller' | 'true' | 'false' | 'longer' | 'shorter' | 'any-larger' | 'earlier' | 'changed';

export const LOOSER: Readonly<Record<LimitName, Looser>> = {
  positionFractionMax: 'larger',
  positionAmountMax: 'larger',
  riskFractionMax: 'larger',
  heatFractionMax: 'larger',
  exposureGrossMax: 'larger',
  exposureNetMax: 'larger',
  sectorFractionMax: 'larger',
  horizonSplit: 'any-larger',
  fundFractionMax: 'larger',
  sectors: 'changed',
  correlationMax: 'larger',
  portfolioCorrelationMax: 'larger',
  botSizeFractionMax: 'larger',
  drawdownMax: 'larger',
  dailyLossFractionMax: 'larger',
  consecutiveLossesMax: 'larger',
  ordersPerDayMax: 'larger',
  ordersPerMinuteMax: 'larger',
  openPositionsMax: 'larger',
  settledCashOnly: 'false',
  dayTradesMax: 'larger',
  shortAllowed: 'true',
  collarMax: 'larger',
  priceMinUsd: 'smaller',
  priceMinKrw: 'smaller',
  tradedValueMin: 'smaller',
  tradedValueShareMax: 'larger',
  spreadMax: 'larger',
  quoteAgeMaxMs: 'larger',
  sessionKinds: 'longer',
  duplicateWindowMs: 'smaller',
  blockList: 'shorter',
  blockedUntil: 'earlier',
  earningsSessions: 'smaller',
  blockedSectors: 'shorter',
  allowList: 'longer',
  cooldownSessions: 'smaller',
  stopOutsMax: 'larger',
  stopOutSessions: 'smaller',
  lowPerformerSessions: 'smaller',
  lowPerformerTrades: 'larger',
  investedMax: 'larger',
  unconfirmedFractionMax: 'larger',
  secondNodAbove: 'larger',
};

type LimitValue = SettableLimits[LimitName];

/** Whether a limit lets more through with its new value than with the one before. */
export function isLooser(name: LimitName, before: LimitValue, after: LimitValue): boolean {
  if (before === null) return false;
  if (after === null) return true;
  const has = (list: LimitValue, one: string): boolean => Array.isArray(list) && list.includes(one);
  switch (LOOSER[name]) {
    // Amounts have 15 places at most before the point: a double tells them apart to the thousandth.
    case 'larger':
      return Number(after) > Number(before);
    case 'smaller':
      return Number(after) < Number(before);
    case 'true':
      return after === true && before === false;
    case 'false':
      return after === false && before === true;
    case 'longer':
      return (after as readonly string[]).some((one) => !has(before, one));
    case 'shorter':
      return (before as readonly string[]).some((one) => !has(after, one));
    case 'any-larger': {
      const [was, is] = [before as HorizonSplit, after as HorizonSplit];
      return HORIZONS.some((horizon) => is[horizon] > was[horizon]);
    }
    case 'earlier': {
      const [was, is] = [before as DatedBlocks, after as DatedBlocks];
      return Object.entries(was).some(([name, last]) => !Object.hasOwn(is, name) || (is[name] ?? '') < last);
    }
    case 'changed':
      return JSON.stringify(after) !== JSON.stringify(before);
  }
}
