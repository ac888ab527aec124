import { z } from 'zod';
import { horizonSplitSchema } from '../domain/horizon-split.ts';

const fraction = z.number().gt(0).max(1);

/** Limits of one account. Fractions are of the account's equity unless said otherwise; 0.1 is 10 %. */
export const accountLimitsSchema = z.strictObject({
  /** Largest value of one instrument over all holders. */
  positionFractionMax: fraction.default(0.1),
  /** Most that one trade may lose at its stop, fees and tax included. */
  riskFractionMax: fraction.default(0.02),
  /** Below the peak of equity: trips to HALTED. */
  drawdownMax: fraction.default(0.15),
  /** Below the equity at the start of the trading day. */
  dailyLossFractionMax: fraction.default(0.05),
  ordersPerDayMax: z.int().min(0).max(1_000).default(20),
  /** Different instruments held or being bought. */
  openPositionsMax: z.int().min(0).max(1_000).default(15),
  /** How far a buy's ceiling may lie above the last price, as a fraction of that price. */
  collarMax: fraction.default(0.02),
  /** Oldest quote an order may leave on. */
  quoteAgeMaxMs: z.int().min(1_000).default(60_000),
  /** An equal order within this time of the last one is a duplicate. */
  duplicateWindowMs: z.int().min(0).default(60_000),
  /** Instrument ids or symbols nobody may buy. */
  blockList: z.array(z.string()).readonly().default([]),
  /** Sectors of which nobody may buy. */
  blockedSectors: z.array(z.string()).readonly().default([]),
  /** Most that may be invested at once, in the account's currency; null where nobody set it. Set when going live. */
  investedMax: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,9})?$/)
    .nullable()
    .default(null),
  /** Shares of equity that bots may have invested short, mid and long; null where nobody set them. */
  horizonSplit: horizonSplitSchema.nullable().default(null),
  /**
   * Largest purchase, of equity, that a person's session, token or chat may let go without a step-up; null: as the
   * account's world has it (domain/step-up.ts).
   */
  unconfirmedFractionMax: z.number().min(0).max(1).nullable().default(null),
  /** The first trades with real money: how many, and which part of the usual size each has. Null when they are through. */
  firstTrades: z
    .strictObject({ count: z.int().min(1).max(1_000), sizeFraction: fraction })
    .nullable()
    .default(null),
});

export type AccountLimits = Readonly<z.infer<typeof accountLimitsSchema>>;

export const DEFAULT_LIMITS: AccountLimits = accountLimitsSchema.parse({});
