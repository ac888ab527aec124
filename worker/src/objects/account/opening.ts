import { bookDeposit } from '#shared/domain/booking.ts';
import { money } from '#shared/domain/money.ts';
import { decimal, type DecimalText } from '#shared/lib/decimal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import type { AccountContext, AccountSpec } from './context.ts';
import { appendEvent } from './event-log.ts';
import { writeMeta } from './meta.ts';
import { post, stampOf } from './money-book.ts';

/** Writes down what an account is, once; its context can be made from then on. */
export function writeSpec(sql: Sql, spec: AccountSpec, marketAt: MarketMs): void {
  writeMeta(sql, 'spec', spec);
  writeMeta(sql, 'marketAt', marketAt);
}

/** The first lines of a new account: its owner, its first event, the paper money it begins with. */
export function beginAccount(ctx: AccountContext, deposit: DecimalText): void {
  const { ownerId, name, world, baseCurrency: currency, createdAt } = ctx.spec;
  ctx.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, 'owner', ?)", ownerId, createdAt);
  appendEvent(ctx, { type: 'account.opened', actor: 'clock', subject: null, body: { name, world } });
  if (decimal(deposit).lte(0)) return;
  post(ctx, bookDeposit(stampOf(ctx, 'manual'), money(deposit, currency)));
  const body = { type: 'deposit', amount: deposit, currency };
  appendEvent(ctx, { type: 'money.booked', actor: 'clock', subject: null, body });
}
