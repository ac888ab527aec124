import { z } from 'zod';
import { CURRENCIES } from '../domain/instrument.ts';
import { isDecimalText } from '../lib/decimal.ts';

export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w:.~-]+$/);
/** A decimal string as money, prices and quantities travel. */
export const DecimalString = z.string().max(52).refine(isDecimalText, 'a plain decimal such as "12.5"');
export const PositiveDecimal = DecimalString.refine((text) => Number(text) > 0, 'more than 0');
/** People and scripts may send an amount as a number too; it leaves as a string. */
export const AmountInput = z
  .union([
    PositiveDecimal,
    z
      .number()
      .positive()
      .max(1e12)
      .transform((value) => String(value))
      .pipe(PositiveDecimal),
  ])
  .describe('a positive amount, as a decimal string or a number');
/** ISO 8601 UTC. */
export const Instant = z.iso.datetime();
export const Currency = z.enum(CURRENCIES);
export const Side = z.enum(['buy', 'sell']);
export const Horizon = z.enum(['short', 'mid', 'long']);
export const ReasonView = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ReasonView = z.infer<typeof ReasonView>;

/** Lists answer newest first; `nextCursor` is null on the last page. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Whose market is meant; absent: the one this installation plays. */
export const OfAccount = z.object({ accountId: Id.optional() });

export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Of lists whose cursor is a number. */
export const NumberedPageQuery = PageQuery.extend({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
