import { z } from 'zod';
import { isLooser, limitShape, type LimitName, type SettableLimits } from './account-limits.ts';

const MASK = {
  positionFractionMax: true,
  riskFractionMax: true,
  heatFractionMax: true,
  botSizeFractionMax: true,
  exposureGrossMax: true,
  exposureNetMax: true,
  sectorFractionMax: true,
  fundFractionMax: true,
  correlationMax: true,
  portfolioCorrelationMax: true,
  openPositionsMax: true,
  drawdownMax: true,
  dailyLossFractionMax: true,
  consecutiveLossesMax: true,
  stopOutsMax: true,
  cooldownSessions: true,
  ordersPerDayMax: true,
  ordersPerMinuteMax: true,
  dayTradesMax: true,
  collarMax: true,
  spreadMax: true,
  quoteAgeMaxMs: true,
} as const satisfies Partial<Record<LimitName, true>>;

/**
 * The owner's limits: ceilings over the limits of every account of the installation. Absent: none. Plain numbers only, so
 * that of two everybody can tell which is stricter; amounts are of one account's currency and stay its own.
 */
export const ownerLimitsSchema = z.strictObject(limitShape).pick(MASK).partial();
export type OwnerLimits = Readonly<z.infer<typeof ownerLimitsSchema>>;
export type OwnerLimitName = keyof typeof MASK;
export const OWNER_LIMIT_NAMES = Object.keys(MASK) as readonly OwnerLimitName[];

/** As they were stored; null: damaged, so nobody knows them. */
export function parseOwnerLimits(stored: string | null): OwnerLimits | null {
  if (stored === null) return {};
  try {
    return ownerLimitsSchema.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}

/** An account's limits under the owner's: of each the stricter one. */
export function underOwner<T extends SettableLimits>(own: T, owner: OwnerLimits): T {
  const cut = OWNER_LIMIT_NAMES.filter((name) => isBeyond(name, own[name], owner));
  return cut.length === 0 ? own : { ...own, ...Object.fromEntries(cut.map((name) => [name, owner[name]] as const)) };
}

/** Whether an account may not have this limit, as the owner's is stricter. */
export function isBeyond(name: OwnerLimitName, value: SettableLimits[OwnerLimitName], owner: OwnerLimits): boolean {
  return isLooser(name, owner[name] ?? null, value);
}

/** Which of the owner's limits let more through than before. */
export function loosenedByOwner(before: OwnerLimits, after: OwnerLimits): OwnerLimitName[] {
  return OWNER_LIMIT_NAMES.filter((name) => isLooser(name, before[name] ?? null, after[name] ?? null));
}
