import type { PriceLevel } from '#shared/domain/market.ts';
import { hasExitPlan, type ExitPlan } from '#shared/domain/exit-plan.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { HeldBars } from '#shared/domain/signal.ts';
import { isTimeOver, nextRaiseAt, raisedStop, whyRaised, type Watched } from '#shared/engine/monitor.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { findBot, type TradingBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { intendExit, sellable } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { heldPosition, savePosition, type HeldPosition, type Watch } from './money-book.ts';
import { entryOf } from './order-rules.ts';

/*
 * The plan of a bot over what it holds: break-even, trailing stops, the end of its time. Judged at the close of each of the
 * bot's bars and, where the market tells every price, in between. What it decides goes the ways there are: a stop is moved
 * as a person moves it, and only up; a sale is an exit like any other.
 */

/** What a plan watches of a bot's holdings, if anything; a halted bot does that and nothing else. */
export function planOf(ctx: AccountContext, holder: Holder): ExitPlan | null {
  const plan = findBot(ctx, holder)?.config.exits;
  return hasExitPlan(plan) ? plan : null;
}

/**
 * In the block of a look: counts what closed bars did, raises stops, sells what is over. Answers orders to be sent. In every
 * mode: a plan is what the person set when nothing was bought yet, and no opinion of the strategy.
 */
export function watchHeld(ctx: AccountContext, bot: TradingBot, held: readonly HeldBars[]): string[] {
  const plan = bot.config.exits;
  if (!hasExitPlan(plan)) return [];
  return held.flatMap((seen) => {
    const instrument = instrumentOf(ctx, seen.instrumentId);
    const position = heldPosition(ctx, instrument, bot.id);
    const before = position.watch;
    // It was sold, bought anew or counted since the bot was told of.
    const isSame = position.openedMarketAt === seen.openedAt && (before?.barAt ?? null) === seen.seenBarAt;
    if (!isSame || decimal(position.quantity).eq(0)) return [];
    const watch: Watch = {
      firstStop: before?.firstStop ?? position.stopPrice,
      best: highest(before?.best ?? null, seen.high),
      bars: (before?.bars ?? 0) + seen.bars,
      barAt: seen.barAt,
      atr: seen.atr,
    };
    raise(ctx, { instrument, position: { ...position, watch }, plan });
    if (!isTimeOver(plan, watch.bars)) return [];
    return intendExit(ctx, { instrument, holder: bot.id, purpose: 'time', actor: 'clock' })?.id ?? [];
  });
}

/** A price above all before it, between two closes. In the caller's block; what was sold meanwhile is left alone. */
export function watchPrice(ctx: AccountContext, instrument: Instrument, holder: Holder, price: number): void {
  const plan = planOf(ctx, holder);
  const position = heldPosition(ctx, instrument, holder);
  if (plan === null || decimal(position.quantity).eq(0)) return;
  const watch: Watch = {
    firstStop: position.watch?.firstStop ?? position.stopPrice,
    best: highest(position.watch?.best ?? null, price),
    bars: position.watch?.bars ?? 0,
    barAt: position.watch?.barAt ?? null,
    atr: position.watch?.atr ?? null,
  };
  raise(ctx, { instrument, position: { ...position, watch }, plan });
}

/** At which price the market shall call for a stop to be raised; null where it tells no prices between closes, or none. */
export function raiseLevel(ctx: AccountContext, position: HeldPosition): PriceLevel | null {
  // A market that is played knows a bar only when it is over.
  if (ctx.spec.world === 'demo' || ctx.spec.world === 'replay') return null;
  const { instrumentId, holder } = position;
  const plan = planOf(ctx, holder);
  if (plan === null) return null;
  const instrument = instrumentOf(ctx, instrumentId);
  const price = nextRaiseAt(plan, watchedOf(position, instrument), instrument);
  if (!(price > 0)) return null;
  return { id: `raise|${instrumentId}|${holder}`, instrumentId, kind: 'at-or-above', price, rank: 3 };
}

interface Raising {
  readonly instrument: Instrument;
  /** With what is known of it by now. */
  readonly position: HeldPosition;
  readonly plan: ExitPlan;
}

/** Keeps what is known of the position, with its stop where the plan wants it; one that is being sold keeps its stop. */
function raise(ctx: AccountContext, { instrument, position, plan }: Raising): void {
  const { holder, watch, stopPrice: before, targetPrice } = position;
  const at = watchedOf(position, instrument);
  const stop = raisedStop(plan, at, instrument);
  if (!(stop > 0) || sellable(ctx, instrument, holder).eq(0)) {
    savePosition(ctx, position);
    return;
  }
  const stopPrice = toText(decimal(stop));
  const heldBy = position.heldBy === 'broker' ? 'broker' : 'nod';
  savePosition(ctx, { ...position, stopPrice, heldBy, confirmedAt: null });
  const { symbol, currency } = instrument;
  const why = whyRaised(plan, at);
  appendEvent(ctx, {
    type: 'position.stop-moved',
    actor: 'clock',
    subject: entryOf(ctx, instrument.id, holder),
    body: {
      symbol,
      currency,
      holder,
      before,
      stopPrice,
      targetPrice,
      why,
      best: toText(decimal(at.best)),
      bars: watch?.bars,
    },
  });
}

function watchedOf(position: HeldPosition, { multiplier }: Instrument): Watched {
  const { cost, quantity, stopPrice, watch } = position;
  const entry = Number(decimal(cost).div(quantity).div(multiplier));
  return {
    entry,
    firstStop: Number(watch?.firstStop ?? stopPrice ?? NaN),
    stop: Number(stopPrice ?? NaN),
    best: Math.max(entry, watch?.best ?? 0),
    atr: watch?.atr ?? NaN,
  };
}

function highest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
