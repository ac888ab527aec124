import type { ReasonView } from '#shared/contract/common.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { Unsold } from '#shared/engine/orders/ports.ts';
import { decimal, sum, toText } from '#shared/lib/decimal.ts';
import { MINUTE_MS, toIso } from '#shared/lib/time.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentIfKnown } from './instruments.ts';
import { readMeta, writeMeta, type Selling } from './meta.ts';
import { feesOfOrder } from './money-book.ts';
import { whenSold } from './selling-view.ts';

/** A market order in an open market is over by then: what is left is news. */
const SOLD_WITHIN_MS = MINUTE_MS / 2;
/** News of what is left come no faster than this. */
const TOLD_AGAIN_MS = MINUTE_MS;

/** What people hear while everything is sold: what is left whenever that is another than they heard, and the end of it. */
export function tellUnsold(ctx: AccountContext, whose: string, left: Unsold | null): void {
  const all = readMeta(ctx.sql, 'selling') ?? {};
  const selling = all[whose] ?? { since: ctx.now(), told: null, toldAt: null };
  if (left === null) {
    const { [whose]: _over, ...others } = all;
    writeMeta(ctx.sql, 'selling', others);
    const body = { ...soldSince(ctx, whose, selling), ...botOf(ctx, whose) };
    appendEvent(ctx, { type: 'selling.done', actor: 'clock', subject: null, body });
    return;
  }
  const body = leftBody(ctx, left);
  const told = JSON.stringify(body);
  if (told === selling.told || !isDue(ctx, selling, body)) return;
  writeMeta(ctx.sql, 'selling', { ...all, [whose]: { ...selling, told, toldAt: ctx.now() } });
  appendEvent(ctx, { type: 'selling.left', actor: 'clock', subject: null, body: { ...body, ...botOf(ctx, whose) } });
}

/** Whose everything it is, where it is not the account's. */
function botOf(ctx: AccountContext, whose: string): { bot?: { id: string; name: string } } {
  const bot = whose === 'all' ? null : findBot(ctx, whose);
  return bot === null ? {} : { bot: { id: bot.id, name: bot.name } };
}

function isDue(ctx: AccountContext, { since, toldAt }: Selling, { positions }: ReturnType<typeof leftBody>): boolean {
  if (toldAt !== null) return ctx.now() - toldAt >= TOLD_AGAIN_MS;
  // What waits for its market does so for hours: said at once.
  return positions.some(({ soldAt }) => soldAt !== null) || ctx.now() - since >= SOLD_WITHIN_MS;
}

function leftBody(ctx: AccountContext, left: Unsold) {
  const byInstrument = new Map<InstrumentId, Unsold['positions'][number][]>();
  for (const position of left.positions) {
    byInstrument.set(position.instrumentId, [...(byInstrument.get(position.instrumentId) ?? []), position]);
  }
  const positions = [...byInstrument].map(([id, holders]) => {
    const instrument = instrumentIfKnown(ctx, id);
    const { symbol, nameEn, nameKo, currency } = instrument ?? { symbol: id, nameEn: id, nameKo: id, currency: 'USD' };
    const { waits, at } = instrument === null ? { waits: null, at: null } : whenSold(ctx, instrument, null);
    const isRefused = holders.some(({ isOnItsWay }) => !isOnItsWay);
    const quantity = toText(sum(holders.map((holder) => decimal(holder.quantity))));
    return {
      ...{ symbol, nameEn, nameKo, currency, quantity },
      waits: waits ?? (isRefused ? ({ code: 'sale-tried-again', values: {} } satisfies ReasonView) : null),
      soldAt: at === null ? null : toIso(at),
    };
  });
  return { positions, mayStillBuy: left.mayStillBuy, differs: left.differs, isRead: left.isRead };
}

/** All sales that were placed for it, by currency: what they brought after fees and tax, and what was made of it. */
function soldSince(ctx: AccountContext, whose: string, { since }: Selling) {
  const rows = ctx.sql.all<{ id: string; filled_value: string; realized: string; currency: Currency; of: string }>(
    `SELECT i.id, i.filled_value, i.realized, i.instrument_id AS of, b.currency FROM intent i
     JOIN booking b ON b.order_id = i.id AND b.type = 'sell'
     WHERE i.side = 'sell' AND i.created_at >= ? AND i.filled_quantity <> '0' AND (? = 'all' OR i.holder = ?)
     GROUP BY i.id`,
    since,
    whose,
    whose,
  );
  const sold = [...new Set(rows.map(({ currency }) => currency))].map((currency) => {
    const of = rows.filter((row) => row.currency === currency);
    return {
      currency,
      brought: toText(sum(of.map((row) => decimal(row.filled_value).minus(feesOfOrder(ctx, row.id))))),
      result: toText(sum(of.map((row) => decimal(row.realized)))),
    };
  });
  return { whose, sales: new Set(rows.map((row) => row.of)).size, sold };
}
