import { z } from 'zod';
import { LIMIT_DEFAULTS, limitShape, type LimitName } from '../domain/account-limits.ts';

type Shape = typeof limitShape;

/** Every limit with what holds where it is not set: limits that were stored before there were more read as the new ones' defaults. */
const withDefaults = Object.fromEntries(
  Object.entries(limitShape).map(([name, schema]: [string, z.ZodType]) => [
    name,
    schema.default(LIMIT_DEFAULTS[name as LimitName]),
  ]),
) as unknown as { [Name in keyof Shape]: z.ZodDefault<Shape[Name]> }; // name by name, which the line above cannot say

/** Limits of one account: those a person sets, and the first trades with real money. */
export const accountLimitsSchema = z.strictObject({
  ...withDefaults,
  /** How many, and which part of the usual size each has. Null when they are through. */
  firstTrades: z
    .strictObject({ count: z.int().min(1).max(1_000), sizeFraction: z.number().gt(0).max(1) })
    .nullable()
    .default(null),
});

export type AccountLimits = Readonly<z.infer<typeof accountLimitsSchema>>;

export const DEFAULT_LIMITS: AccountLimits = accountLimitsSchema.parse({});

/**
 * Limits as they were stored. Where they are damaged nothing may be bought until a person sets them again, and what can
 * still be read of them holds; nobody throws, as sales, stops and their books read limits too.
 */
export function readLimits(stored: unknown): AccountLimits {
  const whole = accountLimitsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const found: Readonly<Record<string, unknown>> = typeof stored === 'object' ? { ...stored } : {};
  const readable = Object.entries(found).filter(
    ([name, value]) => accountLimitsSchema.safeParse({ [name]: value }).success,
  );
  return accountLimitsSchema.parse({ ...Object.fromEntries(readable), allowList: [] });
}

/** Whether any of them is measured over past prices: gathering those costs a question. */
export function asksPast(limits: AccountLimits): boolean {
  const { correlationMax, portfolioCorrelationMax, tradedValueMin, tradedValueShareMax } = limits;
  return [correlationMax, portfolioCorrelationMax, tradedValueMin, tradedValueShareMax].some((max) => max !== null);
}
