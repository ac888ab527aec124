import { AWAY_SHOWN, type AwayAccount } from '#shared/contract/away.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { EventType } from '#shared/domain/event-type.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { decimal, sum, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { isSilent } from './absence.ts';
import { allBots, DELETED } from './bot-book.ts';
import { hasRealPrices, type AccountContext, type Present } from './context.ts';
import { eventBySeq } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { looksOf } from './looks.ts';
import { inBase, rateToBase } from './money-book.ts';
import { nodView } from './nod-views.ts';
import { readNods } from './nods.ts';
import { equityOf } from './valuation.ts';
import { accountView, botView, transactionView } from './views.ts';

/** The newest of a kind that figures are made of; the counts beside them are of all. */
const READ_MAX = 500;

/** What stops or ends without anybody. */
const ENDED: readonly EventType[] = [
  'bot.paused',
  'bot.stopped-asking',
  'bot.ending',
  'selling.done',
  'mode.changed',
  'account.tripped',
  'connection.lost',
  'connection.needs-you',
];

type BookingRow = Parameters<typeof transactionView>[1] & { number: number; instrument_id: string | null };

/** What happened on this account since somebody was here last, in wall time; bounded, however long that is. */
export function awayAccount(
  ctx: AccountContext,
  present: Present,
  { since, caller, isReady }: { since: WallMs; caller: Caller; isReady: boolean },
): AwayAccount {
  const before = ctx.sql.first<{ seq: number }>('SELECT seq FROM event WHERE at <= ? ORDER BY seq DESC LIMIT 1', since);
  const then = valueBefore(ctx, since);
  const equity = equityOf(ctx, present);
  const now = equity === null ? null : inBase(ctx, equity);
  const moved = then === null ? decimal(0) : movedSince(ctx, then.at);
  const result = equity === null || then === null || moved === null ? null : equity.minus(then.value).minus(moved);
  const [bought, sold] = [tradesSince(ctx, 'buy', since), tradesSince(ctx, 'sell', since)];
  return {
    account: accountView(ctx, present, { caller, isReady }),
    currency: ctx.spec.baseCurrency,
    marketAt: toIso(ctx.marketNow()),
    then: then && { value: then.value, at: toIso(then.marketAt) },
    now,
    moved: inBase(ctx, moved ?? decimal(0)),
    result: result && inBase(ctx, result),
    bought: { count: bought.count, newest: bought.newest },
    sold: { count: sold.count, newest: sold.newest, result: sold.realized && inBase(ctx, sold.realized) },
    lapsed: lapsedSince(ctx, since),
    ended: endedSince(ctx, before?.seq ?? 0),
    bots: allBots(ctx)
      .filter((bot) => bot.modeReason !== DELETED && (isSilent(bot) || isAsked(bot.ending)))
      .map((bot) => botView(ctx, bot, present, looksOf(ctx, bot.id, 1)[0] ?? null)),
  };
}

function isAsked(ending: ReturnType<typeof allBots>[number]['ending']): boolean {
  return ending !== null && ending.choice === null && !ending.isOver;
}

/** As the last market day left it that was over by then. Of a played market nobody knows when an old day was. */
function valueBefore(ctx: AccountContext, since: WallMs): { value: string; marketAt: MarketMs; at: WallMs } | null {
  const row = ctx.sql.first<{ equity: string; market_at: MarketMs; at: WallMs }>(
    `SELECT equity, market_at, coalesce(at, market_at) AS at FROM snapshot WHERE at <= ?1 OR (at IS NULL AND ?2 AND market_at <= ?1)
     ORDER BY day DESC LIMIT 1`,
    ...[since, hasRealPrices(ctx) ? 1 : 0],
  );
  return row && { value: row.equity, marketAt: row.market_at, at: row.at };
}

/** In base currency; null where a rate is unknown. */
function movedSince(ctx: AccountContext, at: WallMs): Decimal | null {
  const rows = ctx.sql.all<{ type: string; amount: string; currency: Currency }>(
    "SELECT type, amount, currency FROM booking WHERE type IN ('deposit', 'withdrawal') AND at > ?",
    at,
  );
  return inBaseAll(
    ctx,
    rows.map(({ type, amount, currency }) => ({
      amount: type === 'deposit' ? decimal(amount).abs() : decimal(amount).abs().neg(),
      currency,
    })),
  );
}

function inBaseAll(
  ctx: AccountContext,
  amounts: readonly { readonly amount: Decimal; readonly currency: Currency }[],
): Decimal | null {
  const converted = amounts.map(({ amount, currency }) => rateToBase(ctx, currency)?.times(amount) ?? null);
  return converted.includes(null) ? null : sum(converted.filter((amount) => amount !== null));
}

function tradesSince(ctx: AccountContext, type: 'buy' | 'sell', since: WallMs) {
  const count = ctx.sql.first<{ n: number }>(
    'SELECT count(*) AS n FROM booking WHERE type = ? AND at > ?',
    ...[type, since],
  );
  const rows = ctx.sql.all<BookingRow>(
    'SELECT * FROM booking WHERE type = ? AND at > ? ORDER BY number DESC LIMIT ?',
    ...[type, since, READ_MAX],
  );
  const realized = inBaseAll(
    ctx,
    rows.map(({ realized: amount, currency }) => ({ amount: decimal(amount ?? 0), currency })),
  );
  const newest = rows.slice(0, AWAY_SHOWN).flatMap((row) => {
    if (row.instrument_id === null) return [];
    const { symbol, nameEn, nameKo } = instrumentOf(ctx, row.instrument_id);
    const { id, at, quantity, price, currency, realizedPnl } = transactionView(ctx, row);
    return [{ id, at, symbol, nameEn, nameKo, quantity, price, currency, realizedPnl }];
  });
  return { count: count?.n ?? 0, realized, newest };
}

function lapsedSince(ctx: AccountContext, since: WallMs): AwayAccount['lapsed'] {
  const count = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM proposal WHERE status = 'expired' AND decided_at > ?",
    since,
  );
  const newest = ctx.sql.all<{ id: string }>(
    "SELECT id FROM proposal WHERE status = 'expired' AND decided_at > ? ORDER BY id DESC LIMIT ?",
    ...[since, READ_MAX],
  );
  const lapsed = new Set(newest.map(({ id }) => id));
  const nods = readNods(ctx, READ_MAX, null).filter((nod) => lapsed.has(nod.row.proposal_id) && nod.isSound);
  const judged = nods.flatMap(({ result }) => (result === null ? [] : [decimal(result.toFixed(8))]));
  return {
    count: count?.n ?? 0,
    judged: judged.length,
    result: judged.length === 0 ? null : inBase(ctx, sum(judged)),
    newest: nods.slice(0, AWAY_SHOWN).map((nod) => nodView(ctx, nod)),
  };
}

function endedSince(ctx: AccountContext, seq: number): AwayAccount['ended'] {
  const marks = ENDED.map(() => '?').join(', ');
  return ctx.sql
    .all<{ seq: number }>(
      `SELECT seq FROM event WHERE seq > ? AND channel = 'clock' AND type IN (${marks}) ORDER BY seq DESC LIMIT ?`,
      ...[seq, ...ENDED, AWAY_SHOWN],
    )
    .flatMap((row) => eventBySeq(ctx, row.seq) ?? []);
}
