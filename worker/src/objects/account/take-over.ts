import { bookDeposit, bookFill, bookWithdrawal } from '#shared/domain/booking.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { CURRENCIES, type Currency } from '#shared/domain/instrument.ts';
import { money } from '#shared/domain/money.ts';
import type { Difference } from '#shared/engine/orders/ports.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentIfKnown } from './instruments.ts';
import { readMeta, writeMeta } from './meta.ts';
import { heldPosition, post, savePosition, stampOf } from './money-book.ts';
import { fetchPresent, shiftMarks } from './valuation.ts';

/**
 * An account over a connection begins with what the broker's book shows at the first look: its money is paid in, its
 * shares are brought in at the price of that moment and belong to `external`. Only what differs later is a difference.
 * False: the books are not compared yet, or a price is missing, and it is tried again; a short position is never taken over and stays a difference.
 */
export async function takeOver(ctx: AccountContext): Promise<boolean> {
  if (ctx.spec.connectionId === undefined || readMeta(ctx.sql, 'isTakenOver') === true) return true;
  // An order's fills were still to come, so the books could not be compared.
  if (readMeta(ctx.sql, 'differences') === null) return false;
  const positions = differencesOf(ctx).filter(({ what }) => what === 'position');
  const present = await fetchPresent(
    ctx,
    positions.map(({ name }) => name as InstrumentId),
  );
  const priceOf = (name: string): number | null => present.quotes.get(name)?.price ?? null;
  const longs = positions.filter(({ broker, ours }) => decimal(broker).gt(ours));
  if (longs.some(({ name }) => priceOf(name) === null || instrumentIfKnown(ctx, name) === null)) return false;
  ctx.transaction(() => {
    for (const { what, name, broker, ours } of differencesOf(ctx)) {
      const gap = decimal(broker).minus(ours);
      const currency = CURRENCIES.find((known) => known === name);
      if (what === 'cash' && currency !== undefined) takeCash(ctx, currency, toText(gap));
      const price = priceOf(name);
      if (what === 'position' && gap.gt(0) && price !== null)
        takeShares(ctx, { id: name, quantity: toText(gap), price: toText(decimal(price)) });
    }
    writeMeta(ctx.sql, 'differences', []);
    writeMeta(ctx.sql, 'isTakenOver', true);
  });
  return true;
}

function differencesOf(ctx: AccountContext): readonly Difference[] {
  return readMeta(ctx.sql, 'differences') ?? [];
}

/** Borrowed money is money taken out. */
function takeCash(ctx: AccountContext, currency: Currency, gap: string): void {
  const amount = money(toText(decimal(gap).abs()), currency);
  const type = decimal(gap).gt(0) ? 'deposit' : 'withdrawal';
  const stamp = stampOf(ctx, 'manual');
  post(ctx, type === 'deposit' ? bookDeposit(stamp, amount) : bookWithdrawal(stamp, amount));
  shiftMarks(ctx, decimal(gap));
  const body = { type, amount: amount.amount, currency };
  appendEvent(ctx, { type: 'money.booked', actor: 'clock', subject: null, body });
}

/** As if their value had been paid in and they had been bought for it, without fees. */
function takeShares(
  ctx: AccountContext,
  { id, quantity, price }: { id: string; quantity: string; price: string },
): void {
  const instrument = instrumentIfKnown(ctx, id);
  if (instrument === null) return;
  const before = heldPosition(ctx, instrument, 'external');
  const { multiplier, currency } = instrument;
  const stamp = stampOf(ctx, 'external');
  const bought = bookFill({ stamp, side: 'buy', quantity, price, multiplier, fees: [], position: before });
  if (!bought.ok) return;
  takeCash(ctx, currency, toText(decimal(bought.value.cashChange).neg()));
  post(ctx, bought.value, { orderId: null, realized: null });
  savePosition(ctx, { ...before, ...bought.value.position, openedMarketAt: ctx.marketNow() });
}
