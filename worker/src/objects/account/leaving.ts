import { failure, type Failure } from '#shared/contract/errors.ts';
import type { CloseAccount, DeleteBot, DeletedBotView, LeavingView } from '#shared/contract/leaving.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { callOff } from '#shared/engine/orders/sell-everything.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { allBots, DELETED, findBot, setBotMode, type TradingBot } from './bot-book.ts';
import { mayClose } from './confirmation.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { handOver, together, type HandedOver } from './hand-over.ts';
import { instrumentOf } from './instruments.ts';
import { nameOf, readMeta, writeMeta } from './meta.ts';
import { stopEntries } from './modes.ts';
import { heldPosition, heldPositions } from './money-book.ts';
import { intentsIn, OPEN_STATES } from './order-book.ts';
import { pendingProposals } from './proposals.ts';
import { beginPanic, beginSelling, takeBackPanic } from './selling.ts';
import { marketMustKnow } from './schedule.ts';
import { isFirst } from './trips.ts';
import { positionView } from './views.ts';

/*
 * Endings. A bot that is deleted and an account that is closed first show what they leave open and who protects that, and
 * are told what becomes of it. Forgetting a broker's keys closes the accounts that trade over them.
 */

/** What an ending asks of the broker afterwards: whom to end, and whose protection is made one. */
export type Ended = HandedOver;

/** Of one bot, or of the whole account (null). */
export function leavingView(ctx: AccountContext, bot: TradingBot | null, present: Present): LeavingView {
  const positions = heldBy(ctx, bot).map((position) => {
    const instrument = instrumentOf(ctx, position.instrumentId);
    const { symbol, nameEn, nameKo, currency } = instrument;
    const { quantity, stopPrice, heldBy: by, holder } = position;
    const { marketPrice } = positionView(ctx, [position], present);
    const botId = holder === 'manual' || holder === 'external' ? null : holder;
    const own = botId === null ? null : heldPosition(ctx, instrument, 'manual');
    const joins =
      own === null || own.quantity === '0'
        ? null
        : { quantity: own.quantity, stopPrice: together(own, position).stopPrice };
    return { ...{ symbol, nameEn, nameKo, currency, botId, quantity, marketPrice, stopPrice, heldBy: by, joins } };
  });
  return {
    accountId: ctx.spec.id,
    botId: bot?.id ?? null,
    bots: bot === null ? living(ctx).map(({ id, name }) => ({ id, name })) : [{ id: bot.id, name: bot.name }],
    positions,
    cancels: openOrders(ctx, bot).filter(({ side }) => side === 'buy').length,
    takesBack: pendingProposals(ctx, bot?.id).filter(({ side }) => side === 'buy').length,
  };
}

/**
 * It buys nothing more, whatever else it was told; what it holds is sold, stays with its stops until it is, or becomes the
 * person's own. In the caller's block; answers what to ask of the broker now. One that is gone is left as it is.
 */
export function deleteBot(
  ctx: AccountContext,
  bot: TradingBot,
  { positions: choice, actor }: DeleteBot & { readonly actor: Actor },
): Result<Ended, Failure> {
  if (isGone(ctx, bot)) return ok({ toCancel: [], joined: [] });
  const [positions, orders] = [heldBy(ctx, bot).length, openOrders(ctx, bot).length];
  // A purchase that is under way may still bring something.
  if (choice === undefined && positions + orders > 0) return err(failure('bot-holds', { positions, orders }));
  const toCancel = stopEntries(ctx, actor, bot.id);
  const ended = endBot(ctx, bot, { positions: choice, actor });
  const { id, name } = bot;
  appendEvent(ctx, {
    type: 'bot.deleted',
    actor,
    subject: id,
    body: { bot: { id, name }, choice: choice ?? null, positions, isGone: deletedView(ctx, bot).isGone },
  });
  return ok({ toCancel: [...toCancel, ...ended.toCancel], joined: ended.joined });
}

function markDeleted(ctx: AccountContext, bot: TradingBot): void {
  setBotMode(ctx, bot.id, bot.mode === 'halted' ? 'halted' : 'reducing', DELETED);
}

function endBot(
  ctx: AccountContext,
  bot: TradingBot,
  { positions: choice, actor }: { positions: DeleteBot['positions']; actor: Actor },
): Ended {
  markDeleted(ctx, bot);
  if (choice === 'sell') {
    beginSelling(ctx, bot.id);
    return { toCancel: [], joined: [] };
  }
  // What an earlier answer is still selling stays too.
  const toCancel = callOff(ctx.orders, bot.id);
  if (choice !== 'hand-over') return { toCancel, joined: [] };
  const handed = handOver(ctx, bot, actor);
  return { toCancel: [...toCancel, ...handed.toCancel], joined: handed.joined };
}

/**
 * It buys nothing more and its bots end, for good; it stays to be read. What is held there is sold, stays with its stops,
 * or becomes the person's own. In the caller's block; closing it once more only tells what becomes of what is still held.
 */
export function closeAccount(
  ctx: AccountContext,
  { positions: choice, actor, given }: CloseAccount & { actor: Actor; given: Confirmation | undefined },
): Result<Ended, Failure> {
  const [positions, orders] = [heldBy(ctx, null).length, openOrders(ctx, null).length];
  if (readMeta(ctx.sql, 'closedAt') !== null) {
    // What it kept when it was closed may be told otherwise for as long as it is there.
    const isTold = choice !== undefined && positions + orders > 0;
    return ok(isTold ? settleHeld(ctx, { positions: choice, actor }) : { toCancel: [], joined: [] });
  }
  if (choice === undefined && positions + orders > 0) return err(failure('account-holds', { positions, orders }));
  const allowed = mayClose(ctx, given);
  if (!allowed.ok) return allowed;
  writeMeta(ctx.sql, 'closedAt', ctx.now());
  const bots = living(ctx);
  const { toCancel, joined } = settleHeld(ctx, { positions: choice, actor });
  const body = {
    name: nameOf(ctx),
    choice: choice ?? null,
    positions,
    cancelled: toCancel.length,
    bots: bots.map(({ id, name }) => ({ id, name })),
    confirmed: given !== undefined,
  };
  appendEvent(ctx, { type: 'account.closed', actor, subject: null, body });
  marketMustKnow(ctx);
  return ok({ toCancel, joined });
}

/** Once nothing was left, the keys went by themselves: told once, however often it is said. */
export function keysForgotten(ctx: AccountContext, connectionId: string): void {
  if (!isFirst(ctx, 'keys-forgotten', connectionId)) return;
  appendEvent(ctx, { type: 'connection.forgotten', actor: 'clock', subject: null, body: { connectionId } });
}

/** Whatever an account that is closed holds is dealt with in one way; all of its bots end. */
function settleHeld(
  ctx: AccountContext,
  { positions: choice, actor }: { positions: CloseAccount['positions']; actor: Actor },
): Ended {
  const toCancel =
    choice === 'sell' ? beginPanic(ctx, actor) : [...stopEntries(ctx, actor), ...(takeBackPanic(ctx, actor) ?? [])];
  const joined: InstrumentId[] = [];
  for (const { id } of allBots(ctx)) {
    // As it stands now: the one before it may have changed what it is part of.
    const bot = findBot(ctx, id);
    if (bot === null || isGone(ctx, bot)) continue;
    if (choice === 'sell') {
      // What everything is sold of needs no bot to sell it; what a bot sells already goes on.
      markDeleted(ctx, bot);
      continue;
    }
    const ended = endBot(ctx, bot, { positions: choice, actor });
    toCancel.push(...ended.toCancel);
    joined.push(...ended.joined);
  }
  return { toCancel, joined };
}

export function deletedView(ctx: AccountContext, bot: TradingBot): DeletedBotView {
  return { id: bot.id, isGone: isGone(ctx, { ...bot, modeReason: DELETED }) };
}

/** Deleted, and nothing is left that it holds or that may still come. */
export function isGone(ctx: AccountContext, bot: TradingBot): boolean {
  return bot.modeReason === DELETED && heldBy(ctx, bot).length === 0 && openOrders(ctx, bot).length === 0;
}

/** Bots that nobody deleted. */
function living(ctx: AccountContext): TradingBot[] {
  return allBots(ctx).filter(({ modeReason }) => modeReason !== DELETED);
}

function heldBy(ctx: AccountContext, bot: TradingBot | null) {
  return heldPositions(ctx).filter(({ holder }) => bot === null || holder === bot.id);
}

/** What protects is told with its position. */
function openOrders(ctx: AccountContext, bot: TradingBot | null) {
  return intentsIn(ctx, OPEN_STATES).filter(
    ({ holder, purpose }) => (bot === null || holder === bot.id) && purpose !== 'protection',
  );
}
