import { z } from 'zod';

const part = z.number().gt(0).max(1);

/**
 * How a bot finds the size of a purchase; every limit caps it whatever the method is, and none of them ever makes it
 * larger. Fractions are of the bot's amount. Absent: `profile`, the largest position its risk level and the limits allow.
 */
export const botSizingSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('profile') }),
  /** So much is lost at the stop-loss, with fees and slippage. */
  z.strictObject({ method: z.literal('fixed-fraction'), fraction: part }),
  /** So much a position usually moves in one bar: its average true range times its size. */
  z.strictObject({ method: z.literal('volatility-target'), fraction: part }),
  /** The same amount of money in each of so many positions. */
  z.strictObject({ method: z.literal('equal-weight'), positions: z.int().min(1).max(100) }),
  /** A part of what Kelly's formula says of this setup's own record, never above `max`. */
  z.strictObject({ method: z.literal('capped-kelly'), fraction: part, max: part }),
]);
export type BotSizing = z.infer<typeof botSizingSchema>;

/**
 * Whether a size that is found in the new way may be larger than in the one before. `profile` is the largest there is; of
 * two other ways nobody can tell.
 */
export function mayBeLarger(before: BotSizing, after: BotSizing): boolean {
  if (before.method === 'profile') return false;
  switch (after.method) {
    case 'profile':
      return true;
    case 'fixed-fraction':
    case 'volatility-target':
      return before.method !== after.method || after.fraction > before.fraction;
    case 'equal-weight':
      return before.method !== after.method || after.positions < before.positions;
    case 'capped-kelly':
      return before.method !== after.method || after.fraction > before.fraction || after.max > before.max;
  }
}

export type SizingMethod = BotSizing['method'];
export const SIZING_METHODS = [
  'profile',
  'fixed-fraction',
  'volatility-target',
  'equal-weight',
  'capped-kelly',
] as const satisfies readonly SizingMethod[];

export type SizingNumber = 'fraction' | 'positions' | 'max';

/** What people set of each way, in this order. `positions` is a count, the others are said in percent. */
export const SIZING_NUMBERS: Readonly<Record<SizingMethod, readonly SizingNumber[]>> = {
  profile: [],
  'fixed-fraction': ['fraction'],
  'volatility-target': ['fraction'],
  'equal-weight': ['positions'],
  'capped-kelly': ['fraction', 'max'],
};

/** What each begins with where somebody only names it. */
export const USUAL_SIZINGS: { readonly [Method in SizingMethod]: Extract<BotSizing, { method: Method }> } = {
  profile: { method: 'profile' },
  'fixed-fraction': { method: 'fixed-fraction', fraction: 0.01 },
  'volatility-target': { method: 'volatility-target', fraction: 0.01 },
  'equal-weight': { method: 'equal-weight', positions: 5 },
  'capped-kelly': { method: 'capped-kelly', fraction: 0.5, max: 0.2 },
};

/** A number of it as people say it: a count as it is, a part in percent. */
export function saidSizingNumber(sizing: BotSizing, name: SizingNumber): number {
  const value = Number((sizing as Partial<Record<SizingNumber, number>>)[name] ?? 0);
  return name === 'positions' ? value : Number((value * 100).toFixed(6));
}

/** The way with these numbers, said as people say them, in the order of `SIZING_NUMBERS`; what is missing is as usual. Null where it cannot be. */
export function sizingOf(method: SizingMethod, said: readonly number[]): BotSizing | null {
  const given = SIZING_NUMBERS[method].flatMap((name, place): [string, number][] => {
    const number = said[place];
    return number === undefined ? [] : [[name, name === 'positions' ? number : Number((number / 100).toFixed(8))]];
  });
  const parsed = botSizingSchema.safeParse({ ...USUAL_SIZINGS[method], ...Object.fromEntries(given) });
  return parsed.success && said.length <= SIZING_NUMBERS[method].length ? parsed.data : null;
}

export function isSameSizing(one: BotSizing, other: BotSizing): boolean {
  return (
    one.method === other.method &&
    SIZING_NUMBERS[one.method].every((name) => saidSizingNumber(one, name) === saidSizingNumber(other, name))
  );
}
