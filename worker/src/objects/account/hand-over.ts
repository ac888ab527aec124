import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import { wantCancelled } from '#shared/engine/orders/cancel.ts';
import { refOf, wishOf } from '#shared/engine/orders/exits.ts';
import { decimal, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import { moveBotMoney, type TradingBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { heldPosition, heldPositions, rateToBase, savePosition, type HeldPosition } from './money-book.ts';
import { intentsOf, moveIntents, OPEN_STATES } from './order-book.ts';
import { entryOf } from './order-rules.ts';
import { withdrawQuestions } from './proposals.ts';

const MANUAL: Holder = 'manual';

/** What has to be asked of the broker afterwards, where shares joined others and one order has to protect both. */
export interface HandedOver {
  readonly toCancel: string[];
  readonly joined: readonly InstrumentId[];
}

/**
 * All that a bot holds becomes the person's own, in the caller's block: its positions with their stops, the orders that
 * protect them or are under way, and what is set aside for those. Each order stays the one the broker knows, so nothing is
 * sent. The bot gets back what it paid: its result stays what it had settled.
 */
export function handOver(ctx: AccountContext, bot: TradingBot, actor: Actor): HandedOver {
  const toCancel: string[] = [];
  const joined: InstrumentId[] = [];
  withdrawQuestions(ctx, { code: 'handed-over', values: {} }, bot.id);
  for (const position of heldPositions(ctx).filter(({ holder }) => holder === bot.id)) {
    const { instrumentId } = position;
    const instrument = instrumentOf(ctx, instrumentId);
    const own = heldPosition(ctx, instrument, MANUAL);
    const subject = entryOf(ctx, instrumentId, bot.id);
    if (decimal(own.quantity).gt(0)) {
      joined.push(instrumentId);
      toCancel.push(...protectionToJoin(ctx, instrumentId, bot));
    }
    const after = together(own, position);
    savePosition(ctx, after);
    savePosition(ctx, emptied(position));
    const paid = decimal(position.cost)
      .plus(position.fees)
      .times(rateToBase(ctx, position.currency) ?? ZERO);
    moveBotMoney(ctx, bot.id, { cash: paid, realized: ZERO });
    const { symbol, nameEn, nameKo, currency } = instrument;
    const { id, name } = bot;
    appendEvent(ctx, {
      type: 'position.handed-over',
      actor,
      subject,
      body: {
        bot: { id, name },
        ...{ symbol, nameEn, nameKo, currency, quantity: position.quantity },
        ...{ stopPrice: after.stopPrice, heldBy: after.heldBy, before: position.stopPrice },
      },
    });
  }
  moveIntents(ctx, bot.id, MANUAL);
  moveWaitingExits(ctx, bot.id);
  return { toCancel, joined };
}

/** A bot's shares beside those the person has: the higher stop protects all of them; the person's own target stays. */
export function together(own: HeldPosition, taken: HeldPosition): HeldPosition {
  if (decimal(own.quantity).eq(0)) return { ...taken, holder: MANUAL };
  const stops = [own.stopPrice, taken.stopPrice].filter((stop) => stop !== null).map(decimal);
  const [first, ...others] = stops;
  return {
    ...own,
    quantity: toText(decimal(own.quantity).plus(taken.quantity)),
    cost: toText(decimal(own.cost).plus(taken.cost)),
    fees: toText(decimal(own.fees).plus(taken.fees)),
    stopPrice:
      first === undefined ? null : toText(others.reduce<Decimal>((most, stop) => (stop.gt(most) ? stop : most), first)),
    // Until one order at the broker protects all of them, Nod does.
    heldBy: first === undefined ? 'none' : 'nod',
    confirmedAt: null,
    plannedLoss: null,
  };
}

function emptied(position: HeldPosition): HeldPosition {
  return {
    ...position,
    ...{ quantity: '0', cost: '0', fees: '0', stopPrice: null, targetPrice: null, heldBy: 'none' },
    ...{ confirmedAt: null, openedMarketAt: null, plannedLoss: null },
  };
}

/** Two orders would protect one holder's shares: the bot's ends, the person's grows. */
function protectionToJoin(ctx: AccountContext, instrumentId: InstrumentId, { id }: TradingBot): string[] {
  const resting = intentsOf(ctx, { instrumentId, holder: id }, OPEN_STATES).filter(
    ({ purpose, side }) => purpose === 'protection' && side === 'sell',
  );
  for (const order of resting) wantCancelled(ctx.orders, order.id, { code: 'protection-moved', values: {} });
  return resting.map((order) => order.id);
}

/** Exits that wait for what protects their shares to end go on under the new holder. */
function moveWaitingExits(ctx: AccountContext, from: Holder): void {
  const { store } = ctx.orders;
  for (const ref of store.scheduled('exit')) {
    const wish = wishOf(ref);
    if (wish?.holder !== from) continue;
    const moved = refOf({ ...wish, holder: MANUAL });
    store.unschedule('exit', ref);
    store.schedule('exit', moved, ctx.now());
    ctx.sql.run('UPDATE keyed SET exit = ? WHERE exit = ?', moved, ref);
  }
}
