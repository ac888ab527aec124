import canonicalize from 'canonicalize';
import type { ReasonView } from '#shared/contract/common.ts';
import { profileOf } from '#shared/domain/own-profile.ts';
import type { Reason, Signal } from '#shared/domain/signal.ts';
import { sizeEntry, type SizeRefusal, type Sizing } from '#shared/engine/size.ts';
import { decimal, roundTo, toText, type DecimalText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso } from '#shared/lib/time.ts';
import type { CheckVerdict, DenyCode } from '#shared/risk/check.ts';
import { roomsOf } from '#shared/risk/rooms.ts';
import type { TradingBot } from './bot-book.ts';
import { heldLines, underWay } from './check-book.ts';
import { checkEntry, feesOf, verdictViews } from './checks.ts';
import { unsettled } from './closed-trades.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { horizonRoom } from './horizons.ts';
import { limitsOf } from './meta.ts';
import { buyingPower, heldPosition, heldPositions, fxSaid, rateToBase, reserved, valueInBase } from './money-book.ts';
import type { Proposal, ProposalCard } from './proposals.ts';
import { equityOf, investedByNod } from './valuation.ts';

/** What is decided by a nod: the hash covers it, and nothing that is taken afresh at the tap. */
export function hashOf(ctx: AccountContext, proposal: Omit<Proposal, 'hash' | 'card' | 'signal'>): string {
  const { id, revision, botId, instrumentId, side, quantity, limitPrice, stopPrice, targetPrice, session } = proposal;
  const decided = {
    id,
    revision,
    account: ctx.spec.id,
    world: ctx.spec.world,
    bot: botId,
    instrument: instrumentId,
    side,
    quantity,
    ceiling: limitPrice,
    stop: stopPrice,
    target: targetPrice,
    session,
  };
  return ctx.sha256(canonicalize(decided) ?? '');
}

/** A sized and checked entry: what a card is made of. */
export interface Draft {
  readonly quantity: DecimalText;
  readonly limitPrice: DecimalText;
  readonly stopPrice: DecimalText;
  readonly targetPrice: DecimalText;
  readonly card: ProposalCard;
}

export type DraftRefusal =
  { readonly kind: 'size'; readonly refusal: SizeRefusal } | { readonly kind: 'check'; readonly verdict: CheckVerdict };

interface DraftWish {
  readonly bot: TradingBot;
  readonly signal: Signal;
  readonly session: 'now' | 'next-open';
  readonly askBecause: ReasonView;
  /** The question it revises, so that it is no duplicate of itself. */
  readonly except: string | null;
  readonly isReady: boolean;
  /** Set when a person asked for less or for another limit. */
  readonly edit?:
    { readonly quantity?: DecimalText | undefined; readonly limitPrice?: DecimalText | undefined } | undefined;
}

/** Sizes a signal for its bot, checks it and writes down everything the card shows; or the first reason why not. */
export function draftEntry(ctx: AccountContext, wish: DraftWish, present: Present): Result<Draft, DraftRefusal> {
  const { bot, signal } = wish;
  const instrument = instrumentOf(ctx, signal.instrumentId);
  const rate = rateToBase(ctx, instrument.currency);
  const equity = equityOf(ctx, present);
  const quote = present.quotes.get(signal.instrumentId);
  const price = quote?.price ?? Number.NaN;
  const position = heldPosition(ctx, instrument, bot.id);
  const fees = (trade: { side: 'buy' | 'sell'; quantity: number; price: number }): number =>
    Number(feesOf(ctx, instrument, trade.side, decimal(trade.quantity), decimal(trade.price)));
  const limits = limitsOf(ctx.sql);
  const money = {
    equity: equity === null ? Number.NaN : Number(equity),
    buyingPower: Number(buyingPower(ctx)),
    positionValue: Number(valueInBase(ctx, position, instrument, present) ?? 0),
  };
  const unsettledNow = limits.settledCashOnly ? unsettled(ctx) : null;
  const rooms = roomsOf(limits, {
    ...money,
    instrument,
    rate: rate === null ? null : Number(rate),
    unsettled: unsettledNow === null ? null : Number(unsettledNow),
    book: [...heldLines(ctx, heldPositions(ctx), present), ...underWay(ctx, wish.except).lines],
    past: present.past?.get(instrument.id) ?? null,
  });
  const sizing = sizeEntry({
    instrument,
    price,
    atr: signal.atr,
    stopPrice: signal.stopPrice,
    targetPrice: signal.targetPrice,
    gapFraction: signal.gapFraction,
    forecast: signal.forecastShare ?? null,
    profile: profileOf(bot.config.riskLevel, bot.config.profile),
    bot: { amount: Number(bot.config.investmentAmount), cash: Number(decimal(bot.cash).minus(reserved(ctx, bot.id))) },
    account: {
      ...money,
      // With what is set aside for orders under way; unknown, nothing more may be invested.
      invested: Number(investedByNod(ctx, present)?.plus(reserved(ctx).minus(reserved(ctx, 'external'))) ?? Infinity),
      horizonRoom: horizonRoom(ctx, signal.horizon, present),
      rooms,
    },
    sizing: bot.config.sizing,
    record: signal.record,
    limits,
    rate: rate === null ? null : Number(rate),
    fees,
  });
  if (sizing.refusal !== null) return err({ kind: 'size', refusal: sizing.refusal });
  const edited = edit(sizing, wish.edit);
  const quantity = text(edited.quantity);
  const limitPrice = wish.edit?.limitPrice ?? text(sizing.ceiling);
  const stopPrice = text(sizing.stopPrice);
  const checks = checkEntry(
    ctx,
    {
      instrument,
      holder: bot.id,
      quantity,
      limitPrice,
      stopPrice,
      session: wish.session,
      horizon: signal.horizon,
      moment: 'ask',
      except: wish.except,
      isReady: wish.isReady,
    },
    present,
  );
  if (checks.blockedBy !== null) return err({ kind: 'check', verdict: checks.blockedBy });
  const unit = ctx.spec.baseCurrency === 'KRW' ? '1' : '0.01';
  const amount = (value: number): DecimalText => toText(roundTo(decimal(value.toFixed(8)), unit, 'half-even'));
  const share = edited.quantity / sizing.quantity;
  const cost = sizing.cost * share * (Number(limitPrice) / sizing.ceiling);
  const half = Math.floor(edited.quantity / 2 / Number(instrument.lotSize)) * Number(instrument.lotSize);
  const { worstCase } = sizing;
  const card: ProposalCard = {
    botName: bot.name,
    horizon: signal.horizon,
    rationale: {
      for: signal.reasonsFor.map(reason),
      against: signal.reasonsAgainst.map(reason),
      rank: signal.rank,
      record: signal.record,
      ...(signal.forecast !== undefined && { forecast: reason(signal.forecast) }),
    },
    sizing: {
      cost: amount(cost),
      costFractionOfBot: sizing.costOfBot === null ? null : sizing.costOfBot * share,
      costFractionOfAccount: sizing.costOfEquity === null ? null : sizing.costOfEquity * share,
      cashLeft: amount(sizing.botCashAfter + (sizing.cost + sizing.fees) * (1 - share)),
      boundBy: wish.edit?.quantity === undefined ? sizing.boundBy : 'person',
      arithmetic: sizing.caps.map((cap) => ({
        code: cap.bound,
        values: { amount: amount(cap.amount), quantity: cap.quantity },
      })),
      holdingBefore: position.quantity,
      holdingAfter: toText(decimal(position.quantity).plus(quantity)),
      feesEstimated: amount(sizing.fees * share),
      rewardToRisk: sizing.rewardForOne,
      gainAtTarget: amount(sizing.gainAtTarget * share),
      half: half > 0 ? { quantity: text(half), cost: amount((cost * half) / edited.quantity) } : null,
      fx: fxSaid(ctx, instrument.currency, decimal(limitPrice).times(quantity).times(instrument.multiplier)),
    },
    worstCase: {
      atStop: amount(-worstCase.atStop * share),
      atStopFraction: negative(worstCase.atStopOfEquity, share),
      inGap: amount(-worstCase.inGap * share),
      inGapFraction: negative(worstCase.inGapOfEquity, share),
      gapBasis: { kind: worstCase.gapBasis, fraction: worstCase.gapFraction },
    },
    protection: { heldBy: 'nod' },
    checks: verdictViews(checks.verdicts),
    quote: quote === undefined ? null : { price: text(quote.price), at: toIso(quote.at), source: quote.source },
    askBecause: wish.askBecause,
  };
  return ok({ quantity, limitPrice, stopPrice, targetPrice: text(sizing.targetPrice), card });
}

/** Less than was proposed, never more: more would be another question. */
function edit(sizing: Sizing, wish: DraftWish['edit']): { quantity: number } {
  if (wish?.quantity === undefined) return { quantity: sizing.quantity };
  return { quantity: Math.min(Number(wish.quantity), sizing.quantity) };
}

function negative(fraction: number | null, share: number): number | null {
  return fraction === null ? null : -fraction * share;
}

function text(value: number): DecimalText {
  return toText(decimal(value));
}

function reason(from: Reason): ReasonView {
  return { code: from.code, values: { ...from.values } };
}

/** A verdict that says nothing about the trade itself: what is not known, or not open, right now. */
export function isPassing(verdict: CheckVerdict): boolean {
  return verdict.answer === 'unknown' || (verdict.answer === 'deny' && PASSING.has(verdict.code));
}

const PASSING: ReadonlySet<DenyCode> = new Set(['market-closed', 'quote-too-old', 'recovering']);

/** Why a signal was not asked, as a reason of the words catalogue. */
export function refusalReason(refusal: DraftRefusal): ReasonView {
  if (refusal.kind === 'check') {
    const { verdict } = refusal;
    if (verdict.answer === 'deny') return { code: verdict.code, values: { ...verdict.values } };
    return { code: 'unknown', values: { check: verdict.check } };
  }
  const { code, ...values } = refusal.refusal;
  return { code, values: { ...values } };
}
