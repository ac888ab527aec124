import type { CreateTransaction } from '#shared/contract/account.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { bookCharge, bookConversion, bookDeposit, bookDividend, bookWithdrawal } from '#shared/domain/booking.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { dividendShares } from '#shared/domain/corporate-action.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import { cash, money, type Money } from '#shared/domain/money.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { moveBotMoney } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import {
  balance,
  buyingPower,
  fxRate,
  heldPositions,
  post,
  rateToBase,
  stampOf,
  type HeldPosition,
} from './money-book.ts';
import { shiftMarks } from './valuation.ts';
import { marketMustKnow } from './schedule.ts';

/** Splits are in `splits.ts`. */
type ByHand = Omit<CreateTransaction, 'type'> & { readonly type: Exclude<CreateTransaction['type'], 'split'> };

/**
 * Paper money in or out and other bookings made by hand. Answers the id of the (first) transaction. Over a connection the
 * broker's book counts: money that is not there would widen every limit that is a share of it.
 */
export function bookByHand(
  ctx: AccountContext,
  caller: Caller,
  input: ByHand,
  instrument: Instrument | null,
): Result<string, Failure> {
  if (ctx.spec.connectionId !== undefined) return err(failure('booked-by-broker', { type: input.type }));
  const currency = input.currency ?? instrument?.currency ?? ctx.spec.baseCurrency;
  const booked = bookType(ctx, input, currency, instrument);
  if (!booked.ok) return booked;
  appendEvent(ctx, {
    type: 'money.booked',
    actor: caller,
    subject: booked.value,
    body: {
      type: input.type,
      amount: input.amount ?? null,
      currency,
      symbol: instrument?.symbol ?? null,
    },
  });
  marketMustKnow(ctx);
  return booked;
}

function bookType(
  ctx: AccountContext,
  input: ByHand,
  currency: Currency,
  instrument: Instrument | null,
): Result<string, Failure> {
  if (input.amount === undefined) return missing('amount');
  // Less than the currency's smallest unit is no money.
  if (cash(input.amount, currency).lte(0)) return missing('amount');
  const amount = money(input.amount, currency);
  if (input.type === 'dividend') {
    const held = heldOf(ctx, instrument);
    return held.ok ? ok(shareDividend(ctx, held.value, amount)) : held;
  }
  if (input.type === 'deposit') return ok(bookCash(ctx, 'deposit', amount));
  const available = currency === ctx.spec.baseCurrency ? buyingPower(ctx) : balance(ctx, 'cash', currency);
  if (decimal(amount.amount).gt(available)) {
    return err(failure('insufficient-cash', { has: toText(available), needs: amount.amount }, 'amount'));
  }
  return input.type === 'conversion'
    ? convertCash(ctx, amount, input.toCurrency)
    : ok(bookCash(ctx, input.type, amount));
}

function bookCash(ctx: AccountContext, type: 'deposit' | 'withdrawal' | 'fee', amount: Money): string {
  const stamp = stampOf(ctx, 'manual');
  const moved = decimal(amount.amount).times(rateToBase(ctx, amount.currency) ?? 0);
  switch (type) {
    case 'deposit':
      post(ctx, bookDeposit(stamp, amount));
      shiftMarks(ctx, moved);
      break;
    case 'withdrawal':
      post(ctx, bookWithdrawal(stamp, amount));
      shiftMarks(ctx, moved.neg());
      break;
    case 'fee':
      post(ctx, bookCharge(stamp, 'fee', amount));
  }
  return stamp.id;
}

function convertCash(ctx: AccountContext, amount: Money, to: Currency | undefined): Result<string, Failure> {
  if (to === undefined || to === amount.currency) return missing('toCurrency');
  const rate = fxRate(ctx, amount.currency, to);
  const stamp = stampOf(ctx, 'manual');
  const conversion = rate === null ? null : bookConversion(stamp, amount, rate);
  if (conversion?.ok !== true) return err(failure('no-cash-in-currency', { currency: to }, 'toCurrency'));
  post(ctx, conversion.value);
  return ok(stamp.id);
}

function shareDividend(ctx: AccountContext, held: readonly HeldPosition[], amount: Money): string {
  const total = sum(held.map((position) => decimal(position.quantity)));
  const shares = dividendShares(held, decimal(amount.amount).div(total), amount.currency);
  const rate = rateToBase(ctx, amount.currency) ?? decimal(0);
  const ids = held.map((position, index) => {
    const gross = shares[index] ?? decimal(0);
    const stamp = stampOf(ctx, position.holder);
    if (gross.lte(0)) return stamp.id;
    const { instrumentId, holder } = position;
    post(ctx, bookDividend({ stamp, instrumentId, gross: money(gross, amount.currency), tax: decimal(0) }));
    if (holder !== 'manual' && holder !== 'external') {
      moveBotMoney(ctx, holder, { cash: cash(gross.times(rate), ctx.spec.baseCurrency), realized: decimal(0) });
    }
    return stamp.id;
  });
  return ids[0] ?? '';
}

function heldOf(ctx: AccountContext, instrument: Instrument | null): Result<HeldPosition[], Failure> {
  if (instrument === null) return missing('symbol');
  const held = heldPositions(ctx).filter((position) => position.instrumentId === instrument.id);
  return held.length > 0
    ? ok(held)
    : err(failure('quantity-exceeds-position', { symbol: instrument.symbol }, 'symbol'));
}

function missing(field: string): { readonly ok: false; readonly error: Failure } {
  return err(failure('invalid-request', { field }, field));
}
