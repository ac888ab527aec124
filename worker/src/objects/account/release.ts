import { decimal, toText } from '#shared/lib/decimal.ts';
import { blockReason, checkEntry, entryReserve } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { advance, findIntent } from './order-book.ts';
import { grants } from './access.ts';
import { end, recordAttempt, tell } from './journal.ts';

/**
 * The open an order waited for: it goes if the price is within its ceiling and every check passes, otherwise nothing is
 * sent and the reason is told. One claim in one synchronous block: a second call finds it gone. Answers whether to send.
 */
export function release(ctx: AccountContext, intentId: string, present: Present, isReady: boolean): boolean {
  const intent = findIntent(ctx, intentId);
  if (intent?.state !== 'waiting-for-open' || intent.limitPrice === null) return false;
  const instrument = instrumentOf(ctx, intent.instrumentId);
  const quote = present.quotes.get(intent.instrumentId);
  if (quote !== undefined && decimal(quote.price).gt(intent.limitPrice)) {
    end(ctx, intentId, 'held-back', {
      code: 'opened-above-ceiling',
      values: { opened: toText(decimal(quote.price)), limit: intent.limitPrice },
    });
    return false;
  }
  // Bought there, it would be sold at once.
  if (quote !== undefined && intent.stopPrice !== null && decimal(quote.price).lte(intent.stopPrice)) {
    end(ctx, intentId, 'held-back', {
      code: 'opened-below-stop',
      values: { opened: toText(decimal(quote.price)), stop: intent.stopPrice },
    });
    return false;
  }
  if (intent.actor !== 'nod' && !grants(ctx, intent.actor, 'approve')) {
    end(ctx, intentId, 'held-back', { code: 'grant-gone', values: {} });
    return false;
  }
  // What was set aside for this very order is its own to spend while it is checked.
  ctx.sql.run('DELETE FROM reservation WHERE intent_id = ?', intentId);
  const { holder, quantity, limitPrice, stopPrice } = intent;
  const checks = checkEntry(
    ctx,
    {
      instrument,
      holder,
      quantity,
      limitPrice,
      stopPrice,
      session: 'next-open',
      moment: 'send',
      except: intentId,
      isReady,
    },
    present,
  );
  if (checks.blockedBy !== null) {
    end(ctx, intentId, 'held-back', blockReason(checks.blockedBy));
    return false;
  }
  const step = advance(ctx, intentId, { event: 'released' });
  if (!step?.changed) return false;
  ctx.sql.run(
    'INSERT INTO reservation (intent_id, holder, amount) VALUES (?, ?, ?)',
    intentId,
    holder,
    entryReserve(ctx, instrument, quantity, limitPrice) ?? '0',
  );
  recordAttempt(ctx, intentId);
  tell(ctx, 'order.sent', step.intent);
  return true;
}
