import { failure, type Failure } from '#shared/contract/errors.ts';
import type { DeleteBot, DeletedBotView, LeavingView } from '#shared/contract/leaving.ts';
import { callOff } from '#shared/engine/orders/sell-everything.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { DELETED, setBotMode, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { stopEntries } from './modes.ts';
import { heldPositions } from './money-book.ts';
import { intentsIn, OPEN_STATES } from './order-book.ts';
import { pendingProposals } from './proposals.ts';
import { beginSelling } from './selling.ts';
import { positionView } from './views.ts';

export function leavingView(ctx: AccountContext, bot: TradingBot, present: Present): LeavingView {
  const positions = heldBy(ctx, bot).map((position) => {
    const { symbol, nameEn, nameKo, currency } = instrumentOf(ctx, position.instrumentId);
    const { quantity, stopPrice, heldBy: by } = position;
    const { marketPrice } = positionView(ctx, [position], present);
    return { symbol, nameEn, nameKo, currency, quantity, marketPrice, stopPrice, heldBy: by };
  });
  return {
    botId: bot.id,
    positions,
    cancels: openOrders(ctx, bot).filter(({ side }) => side === 'buy').length,
    takesBack: pendingProposals(ctx, bot.id).filter(({ side }) => side === 'buy').length,
  };
}

/**
 * It buys nothing more, whatever else it was told; what it holds is sold, or stays with its stops until it is. In the
 * caller's block; answers whom to ask to end now.
 */
export function deleteBot(
  ctx: AccountContext,
  bot: TradingBot,
  { positions: choice, actor }: DeleteBot & { readonly actor: Actor },
): Result<{ readonly toCancel: string[] }, Failure> {
  const positions = heldBy(ctx, bot).length;
  // A purchase that is under way may still bring something.
  if (choice === undefined && positions + openOrders(ctx, bot).length > 0) {
    return err(failure('bot-holds', { positions, orders: openOrders(ctx, bot).length }));
  }
  setBotMode(ctx, bot.id, bot.mode === 'halted' ? 'halted' : 'reducing', DELETED);
  const toCancel = stopEntries(ctx, actor, bot.id);
  if (choice === 'sell') beginSelling(ctx, bot.id);
  // What an earlier answer is still selling stays too.
  else toCancel.push(...callOff(ctx.orders, bot.id));
  const { id, name } = bot;
  appendEvent(ctx, {
    type: 'bot.deleted',
    actor,
    subject: id,
    body: { bot: { id, name }, choice: choice ?? null, positions, isGone: deletedView(ctx, bot).isGone },
  });
  return ok({ toCancel });
}

export function deletedView(ctx: AccountContext, bot: TradingBot): DeletedBotView {
  return { id: bot.id, isGone: isGone(ctx, { ...bot, modeReason: DELETED }) };
}

/** Deleted, and nothing is left that it holds or that may still come. */
export function isGone(ctx: AccountContext, bot: TradingBot): boolean {
  return bot.modeReason === DELETED && heldBy(ctx, bot).length === 0 && openOrders(ctx, bot).length === 0;
}

function heldBy(ctx: AccountContext, bot: TradingBot) {
  return heldPositions(ctx).filter(({ holder }) => holder === bot.id);
}

/** What protects is told with its position. */
function openOrders(ctx: AccountContext, bot: TradingBot) {
  return intentsIn(ctx, OPEN_STATES).filter(({ holder, purpose }) => holder === bot.id && purpose !== 'protection');
}
