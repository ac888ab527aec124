import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Signal } from '#shared/domain/signal.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { marketValue } from '#shared/domain/position.ts';
import { toIso } from '#shared/lib/time.ts';
import { isSilent } from './absence.ts';
import type { TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { intendExit, sellable } from './exits.ts';
import { dayBegan } from './home-calendar.ts';
import { instrumentOf } from './instruments.ts';
import { strategySells } from './modes.ts';
import { fxSaid, heldPosition, inBase, rateToBase } from './money-book.ts';
import { pendingProposals, type Proposal } from './proposals.ts';
import { announce, newQuestion } from './questions.ts';

/** What came of an opinion: an order to send, a question that was asked, or nothing. */
export type SellOutcome =
  { readonly kind: 'order'; readonly id: string } | { readonly kind: 'asked'; readonly id: string } | null;

/** An exit that is only an opinion follows the bot's `sells` setting; one that was refused is not asked again that day. */
export function sellOpinion(ctx: AccountContext, bot: TradingBot, signal: Signal, present: Present): SellOutcome {
  const instrument = instrumentOf(ctx, signal.instrumentId);
  if (!strategySells(ctx, bot) || sellable(ctx, instrument, bot.id).eq(0)) return null;
  if (bot.config.sells === 'sell-and-tell') {
    const intent = intendExit(ctx, { instrument, holder: bot.id, purpose: 'strategy', actor: 'clock' });
    return intent === null ? null : { kind: 'order', id: intent.id };
  }
  const isAsked = pendingProposals(ctx, bot.id).some((other) => other.instrumentId === instrument.id);
  if (isAsked || wasAskedToday(ctx, bot, signal)) return null;
  if (isSilent(bot)) {
    // Nobody is there to ask: what silence means happens now.
    if (bot.config.sells === 'ask') return null;
    const intent = intendExit(ctx, { instrument, holder: bot.id, purpose: 'strategy', actor: 'clock' });
    return intent === null ? null : { kind: 'order', id: intent.id };
  }
  const proposal = sellQuestion(ctx, bot, signal, present);
  announce(ctx, proposal);
  return { kind: 'asked', id: proposal.id };
}

function wasAskedToday(ctx: AccountContext, bot: TradingBot, signal: Signal): boolean {
  const calendar = calendarOf(instrumentOf(ctx, signal.instrumentId).exchange);
  const row = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM proposal WHERE bot_id = ? AND instrument_id = ? AND side = 'sell' AND market_at >= ?",
    bot.id,
    signal.instrumentId,
    dayBegan(ctx, calendar),
  );
  return (row?.n ?? 0) > 0;
}

/** A question about selling what the strategy no longer wants. */
function sellQuestion(ctx: AccountContext, bot: TradingBot, signal: Signal, present: Present): Proposal {
  const instrument = instrumentOf(ctx, signal.instrumentId);
  const position = heldPosition(ctx, instrument, bot.id);
  const quote = present.quotes.get(signal.instrumentId);
  const price = toText(decimal(quote?.price ?? signal.price));
  const rate = rateToBase(ctx, instrument.currency);
  const proceeds = marketValue(position, decimal(price), instrument.multiplier);
  const zero = { atStop: '0', atStopFraction: null, inGap: '0', inGapFraction: null };
  return newQuestion(ctx, {
    botId: bot.id,
    instrumentId: instrument.id,
    side: 'sell',
    quantity: position.quantity,
    limitPrice: price,
    stopPrice: position.stopPrice,
    targetPrice: position.targetPrice,
    session: 'now',
    signal,
    card: {
      botName: bot.name,
      horizon: signal.horizon,
      rationale: {
        for: signal.reasonsFor.map(({ code, values }) => ({ code, values: { ...values } })),
        against: signal.reasonsAgainst.map(({ code, values }) => ({ code, values: { ...values } })),
        rank: null,
        record: signal.record,
      },
      sizing: {
        cost: inBase(ctx, proceeds.times(rate ?? 0)),
        costFractionOfBot: null,
        costFractionOfAccount: null,
        cashLeft: bot.cash,
        boundBy: 'holding',
        arithmetic: [],
        holdingBefore: position.quantity,
        holdingAfter: '0',
        feesEstimated: '0',
        rewardToRisk: null,
        gainAtTarget: null,
        half: null,
        fx: fxSaid(ctx, instrument.currency, proceeds),
      },
      worstCase: { ...zero, gapBasis: { kind: 'whole-amount', fraction: 0 } },
      protection: { heldBy: position.heldBy },
      checks: [],
      quote: quote === undefined ? null : { price, at: toIso(quote.at), source: quote.source },
      askBecause: { code: bot.config.sells === 'ask' ? 'sells-asked' : 'sells-unless-told', values: {} },
    },
  });
}
