import type { Holder } from '#shared/domain/ids.ts';
import { decimal, toText, ZERO } from '#shared/lib/decimal.ts';
import type { BookLine, PendingTrade } from '#shared/risk/check.ts';
import type { AccountContext, Present } from './context.ts';
import { horizonOfOrder } from './horizons.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf } from './meta.ts';
import { rateToBase, valueInBase, type HeldPosition } from './money-book.ts';
import { OPEN_STATES } from './order-book.ts';

interface TradeRow {
  instrument_id: PendingTrade['instrumentId'];
  side: 'buy' | 'sell';
  quantity: string;
  filled_quantity: string;
  stop_price: string | null;
  holder: Holder;
  amount: string | null;
  proposal_id: string | null;
  is_order: number;
}

/** What waits or works: as the checks of one instrument see it, and as lines of the whole book. */
export interface UnderWay {
  readonly pending: readonly PendingTrade[];
  readonly lines: readonly BookLine[];
}

/** Questions that wait and orders that work, without the one being checked. */
export function underWay(ctx: AccountContext, except: string | null): UnderWay {
  const rows = ctx.sql.all<TradeRow>(
    `SELECT instrument_id, side, quantity, '0' AS filled_quantity, stop_price, coalesce(bot_id, 'manual') AS holder,
       '0' AS amount, id AS proposal_id, 0 AS is_order FROM proposal WHERE status = 'pending' AND id <> ?1
     UNION ALL
     SELECT i.instrument_id, i.side, i.quantity, i.filled_quantity, i.stop_price, i.holder,
       coalesce(r.amount, '0') AS amount, i.proposal_id, 1 AS is_order FROM intent i
     LEFT JOIN reservation r ON r.intent_id = i.id WHERE i.state IN ${OPEN_STATES} AND i.id <> ?1`,
    except ?? '',
  );
  // Nobody looks at it without a split: it stands before every order.
  const isSplit = limitsOf(ctx.sql).horizonSplit !== null;
  return {
    pending: rows.map((row) => ({
      instrumentId: row.instrument_id,
      side: row.side,
      quantity: row.quantity,
      holder: row.holder,
      openCost: row.amount,
      horizon: isSplit ? horizonOfOrder(ctx, { proposalId: row.proposal_id, holder: row.holder }) : 'none',
    })),
    lines: rows.filter(({ is_order, side }) => is_order === 1 && side === 'buy').map((row) => lineOfOrder(ctx, row)),
  };
}

function lineOfOrder(ctx: AccountContext, row: TradeRow): BookLine {
  const { holder, amount, stop_price: stop, quantity, filled_quantity: filled } = row;
  const instrument = instrumentOf(ctx, row.instrument_id);
  const line = { instrument, holder, value: amount };
  if (stop === null) return { ...line, hasStop: false, lossAtStop: '0' };
  const rate = rateToBase(ctx, instrument.currency);
  if (rate === null || amount === null) return { ...line, hasStop: true, lossAtStop: null };
  const atStop = decimal(quantity).minus(filled).times(stop).times(instrument.multiplier).times(rate);
  return { ...line, hasStop: true, lossAtStop: notBelowZero(decimal(amount).minus(atStop)) };
}

/** Everything held, at the last prices. */
export function heldLines(ctx: AccountContext, positions: readonly HeldPosition[], present: Present): BookLine[] {
  return positions.map((position) => {
    const { holder, stopPrice, quantity } = position;
    const instrument = instrumentOf(ctx, position.instrumentId);
    const value = valueInBase(ctx, position, instrument, present);
    const line = { instrument, holder, value: value === null ? null : toText(value) };
    if (stopPrice === null) return { ...line, hasStop: false, lossAtStop: '0' };
    const rate = rateToBase(ctx, instrument.currency);
    if (value === null || rate === null) return { ...line, hasStop: true, lossAtStop: null };
    const atStop = decimal(quantity).times(stopPrice).times(instrument.multiplier).times(rate);
    return { ...line, hasStop: true, lossAtStop: notBelowZero(value.minus(atStop)) };
  });
}

/** A price below its stop is on its way out: nothing more goes at the stop. */
function notBelowZero(amount: ReturnType<typeof decimal>): string {
  return toText(amount.lt(0) ? ZERO : amount);
}
