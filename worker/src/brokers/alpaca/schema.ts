import { z } from 'zod';
import { decimal, toText } from '#shared/lib/decimal.ts';

/*
 * Alpaca's payloads as far as Nod reads them. Its lists of words may grow without notice, so words stay strings here and
 * the mapper decides what an unknown one means; a field that money depends on must be there and be readable.
 */

const Decimal = z
  .union([z.string().regex(/^[+-]?\d{1,30}(\.\d{1,20})?$/), z.number()])
  .transform((value) => toText(decimal(value)));
const MaybeDecimal = Decimal.nullish().transform((value) => value ?? null);
const Instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const MaybeInstant = Instant.nullish().transform((value) => value ?? null);
const Word = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const MaybeId = z
  .string()
  .nullish()
  .transform((value) => (value === '' ? null : (value ?? null)));

const orderFields = {
  id: z.string().min(1),
  client_order_id: z.string().min(1),
  asset_id: MaybeId,
  symbol: Word,
  side: Word,
  type: Word,
  order_class: Word,
  time_in_force: Word,
  status: Word,
  qty: MaybeDecimal,
  notional: MaybeDecimal,
  filled_qty: Decimal,
  limit_price: MaybeDecimal,
  stop_price: MaybeDecimal,
  submitted_at: MaybeInstant,
  created_at: MaybeInstant,
  replaces: MaybeId,
  replaced_by: MaybeId,
};
const AlpacaLeg = z.object(orderFields);
export const AlpacaOrder = z.object({
  ...orderFields,
  legs: z
    .array(AlpacaLeg)
    .nullish()
    .transform((legs) => legs ?? []),
});
export type AlpacaLeg = z.infer<typeof AlpacaLeg>;
export type AlpacaOrder = z.infer<typeof AlpacaOrder>;

export const AlpacaFill = z.object({
  id: z.string().min(1),
  order_id: z.string().min(1),
  symbol: Word,
  side: Word,
  qty: Decimal,
  price: Decimal,
  transaction_time: Instant,
});
export type AlpacaFill = z.infer<typeof AlpacaFill>;

/** What moved cash without a trade: fees, dividends, interest, transfers. */
export const AlpacaMove = z.object({
  id: z.string().min(1),
  activity_type: Word,
  status: Word,
  symbol: MaybeId,
  net_amount: MaybeDecimal,
  currency: Word,
  date: MaybeInstant,
  created_at: MaybeInstant,
});
export type AlpacaMove = z.infer<typeof AlpacaMove>;

export const AlpacaPosition = z.object({ asset_id: MaybeId, symbol: Word, qty: Decimal, side: Word });
export type AlpacaPosition = z.infer<typeof AlpacaPosition>;

const Flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
export const AlpacaAccount = z.object({
  account_number: z.string().min(1),
  status: Word,
  currency: Word,
  cash: Decimal,
  buying_power: Decimal,
  equity: Decimal,
  multiplier: Word,
  shorting_enabled: Flag,
  trading_blocked: Flag,
  account_blocked: Flag,
  trade_suspended_by_user: Flag,
});
export type AlpacaAccount = z.infer<typeof AlpacaAccount>;

export const AlpacaConfigurations = z.object({
  no_shorting: Flag,
  suspend_trade: Flag,
  fractional_trading: Flag,
});
export type AlpacaConfigurations = z.infer<typeof AlpacaConfigurations>;

export const AlpacaAsset = z.object({
  id: z.string().min(1),
  class: Word,
  symbol: z.string().min(1),
  name: Word,
  status: Word,
  tradable: Flag,
  fractionable: Flag,
});
export type AlpacaAsset = z.infer<typeof AlpacaAsset>;

const ClockTime = z.string().regex(/^\d{2}:\d{2}$/);
export const AlpacaDay = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  open: ClockTime,
  close: ClockTime,
});
export type AlpacaDay = z.infer<typeof AlpacaDay>;

/** What Alpaca says when it says no; some of its doors leave the code out. */
export const AlpacaError = z.object({
  code: z
    .number()
    .nullish()
    .transform((code) => code ?? null),
  message: z.string().min(1),
});
export type AlpacaError = z.infer<typeof AlpacaError>;
