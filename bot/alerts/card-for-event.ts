import { z } from 'zod';
import { AlertFired } from '#shared/contract/alert.ts';
import type { EventView } from '#shared/contract/account.ts';
import { CloseBrief, MorningBrief, WeekBrief } from '#shared/contract/brief.ts';
import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import { BotView, ENDINGS, LookView } from '#shared/contract/bot.ts';
import { LEAVINGS } from '#shared/contract/leaving.ts';
import { ConnectionHealth } from '#shared/contract/connection.ts';
import { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { SellingView } from '#shared/contract/selling.ts';
import { Currency } from '#shared/contract/common.ts';
import { ResearchDone, Unprotected, WasOff, WatchBegan, WatchEnded } from '#shared/contract/watch.ts';
import { SILENT_REASONS } from '#shared/domain/absence.ts';
import type { ChannelName } from '#shared/domain/caller.ts';
import { price as priceText, quantity } from '#shared/words/format.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { asksAgainCard, stoppedAskingCard } from '../cards/absence.ts';
import { alertFiredCard } from '../cards/alert.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { botCreatedCard, botModeCard, endingAnsweredCard, endingCard } from '../cards/bots.ts';
import { closeCard, morningCard, weekCard } from '../cards/brief.ts';
import { card, fillContext, type CardContext } from '../cards/context.ts';
import { exitCard } from '../cards/exit.ts';
import { closedCard, deletedCard } from '../cards/leaving.ts';
import { narrationCard } from '../cards/look.ts';
import { shortName } from '../cards/names.ts';
import { connectionCard } from '../cards/connection.ts';
import { differencesCard } from '../cards/differences.ts';
import { adoptedCard, orderCard, type FillDetails } from '../cards/order.ts';
import { changedCard, decidedCard, proposalCard, remindedCard } from '../cards/proposal-outcome.ts';
import { roleCard } from '../cards/role.ts';
import { leftCard, soldCard, takenBackCard } from '../cards/selling.ts';
import { modeCard, stopOutsCard } from '../cards/today.ts';
import { researchCard, troubleCard, troubleOverCard, unprotectedCard, wasOffCard } from '../cards/watch.ts';

const Text = z.string().nullable();
const ProposalBody = z.object({ proposal: ProposalView });
const OrderBody = z.object({ order: OrderView });
const FillBody = OrderBody.extend({
  plan: z
    .object({
      stopPrice: Text,
      targetPrice: Text,
      heldBy: z.enum(['broker', 'nod', 'none']),
      goesToBroker: z.boolean().default(false),
    })
    .nullish(),
  /** Of all its fills, in the instrument's currency. */
  fees: z.string().optional(),
  /** The whole position went: `position.closed` follows and says more. */
  closesPosition: z.boolean().optional(),
});
const ClosedBody = OrderBody.extend({ stopPrice: Text, plannedLoss: Text, plannedGain: Text });
const CreatedBody = z.object({ bot: BotView });
const BotBody = z.object({ bot: BotView.pick({ id: true, name: true, mode: true, modeReason: true }) });
const EndingBot = z.object({ id: z.string(), name: z.string(), endsAt: z.string() });
const EndingBody = z.object({ bot: EndingBot, positions: z.number(), invested: Text });
const AnsweredBody = z.object({ bot: EndingBot, choice: z.enum(ENDINGS), isOver: z.boolean() });
const AsksAgainBody = z.object({ bot: BotView.pick({ id: true, name: true }) });
const StoppedAskingBody = AsksAgainBody.extend({
  why: z.enum(SILENT_REASONS),
  unanswered: z.number(),
  positions: z.number(),
});
const DeletedBody = z.object({
  bot: BotView.pick({ id: true, name: true }),
  choice: z.enum(LEAVINGS).nullable(),
  isGone: z.boolean(),
});
const ClosedAccountBody = z.object({ name: z.string(), choice: z.enum(LEAVINGS).nullable() });
const LookBody = z.object({ bot: BotView.pick({ id: true, name: true }), look: LookView });
const ModeBody = z.object({
  mode: z.enum(['active', 'reducing', 'halted']),
  reason: Text,
  /** What the reason is about, to fill its words. */
  about: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  cancelled: z.number().default(0),
  positions: z.number().default(0),
});
const TrippedBody = z.object({ reason: z.string() }).catchall(z.union([z.string(), z.number()]));
const Reason = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });
const HeldBody = z.object({
  symbol: z.string(),
  nameEn: z.string().optional(),
  nameKo: z.string().optional(),
  currency: z.enum(['USD', 'KRW']).optional(),
  quantity: z.string().optional(),
  stopPrice: Text.optional(),
  reason: Reason.optional(),
  /** Both sides, where they were compared. */
  what: z.enum(['position', 'cash', 'order']).default('position'),
  broker: z.string().optional(),
  ours: z.string().optional(),
});
/** Of one bot that ends; absent: of the account. */
const OF_BOT = { bot: BotView.pick({ id: true, name: true }).optional() };
const LeftBody = z.object({
  positions: z.array(
    SellingView.shape.positions.element.pick({
      ...{ symbol: true, nameEn: true, nameKo: true, currency: true, quantity: true, waits: true, soldAt: true },
    }),
  ),
  ...OF_BOT,
  mayStillBuy: z.number(),
  differs: z.boolean(),
  isRead: z.boolean(),
});
const SoldBody = z.object({
  ...OF_BOT,
  sales: z.number(),
  sold: z.array(z.object({ currency: Currency, brought: z.string(), result: z.string() })),
});
const ConnectionBody = z.object({
  health: ConnectionHealth,
  stopsThere: z.number().optional(),
  stopsHere: z.number().optional(),
  waiting: z.array(z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() })).optional(),
  connectionId: Text.optional(),
  awayMs: z.number().optional(),
});

/** Events whose own command has already answered in the channel it was given in. */
const ANSWERED_AT_ONCE = new Set([
  'bot.created',
  'bot.paused',
  'bot.resumed',
  'proposal.nodded',
  'proposal.decided',
  'proposal.revised',
  'order.waiting',
  'mode.changed',
  'selling.taken-back',
  'bot.ending-answered',
  'bot.asks-again',
  'bot.deleted',
  'account.closed',
]);

/** What a message says beside its event. */
interface Beside {
  /** The question behind an order: a channel that edits its card gives it, so that what was shown stays. */
  readonly asked?: ProposalView | null;
  /** What the market did while a loss it tells of was made (`benchmark-for.ts`). */
  readonly benchmark?: BenchmarkView | null;
}

/**
 * The message an account's event becomes, or null where it needs none. It says what the event says and nothing more;
 * `channel` is where it is going, so that nobody is told twice what they just did there; null for somebody else.
 */
export function cardForEvent(
  event: EventView,
  context: CardContext,
  channel: ChannelName | null,
  { asked = null, benchmark = null }: Beside = {},
): Card | null {
  if (event.channel === channel && ANSWERED_AT_ONCE.has(event.type)) return null;
  const { body } = event;
  switch (event.type) {
    case 'proposal.asked':
    case 'proposal.nodded':
    case 'proposal.nod-gone':
    case 'proposal.expired':
    case 'proposal.withdrawn':
      return from(ProposalBody, body, ({ proposal }) => proposalCard(proposal, context));
    case 'proposal.reminded':
      return from(ProposalBody, body, ({ proposal }) => remindedCard(proposal, context));
    case 'proposal.revised':
      return from(ProposalBody, body, ({ proposal }) => changedCard(proposal, context));
    case 'proposal.decided':
      return from(ProposalBody, body, ({ proposal }) =>
        // Approved by a bot that acts alone, or taken back by Nod: its order, or its own event, tells.
        event.channel === 'clock' && proposal.status === 'approved' ? null : proposalCard(proposal, context),
      );
    case 'order.filled':
      return from(FillBody, body, ({ order, plan, closesPosition, fees }) =>
        order.side === 'sell' && closesPosition === true
          ? null
          : ofOrder(order, context, {
              asked,
              details: { protection: plan ?? undefined, filledAt: event.marketAt, fees },
            }),
      );
    case 'order.waiting':
    case 'order.sent':
    case 'order.accepted':
    case 'order.partly-filled':
    case 'order.not-sent':
    case 'order.rejected':
    case 'order.cancelled':
    case 'order.expired':
    case 'order.unknown':
    case 'order.needs-human':
    case 'order.replaced':
    case 'order.settled':
      return from(OrderBody, body, ({ order }) => ofOrder(order, context, { asked }));
    case 'position.closed':
      return from(ClosedBody, body, ({ order, stopPrice, plannedLoss, plannedGain }) =>
        exitCard(order, context, {
          stopPrice,
          result: order.purpose === 'target' ? plannedGain : order.purpose === 'stop' ? plannedLoss : null,
          filledAt: event.marketAt,
          benchmark,
        }),
      );
    case 'order.adopted':
      return from(OrderBody, body, ({ order }) => adoptedCard(order, context));
    case 'connection.lost':
    case 'connection.back':
    case 'connection.slow':
    case 'connection.needs-you':
      return from(ConnectionBody, body, ({ health, ...details }) => connectionCard(health, context, details));
    case 'connection.forgotten': {
      const { words, broker } = context;
      return card(context, words.account.keysForgotten({ broker: words.states.brokers[broker] }), {
        lines: [words.account.keysForgottenNote, words.orders.nothingToDo],
      });
    }
    case 'role.granted':
    case 'role.changed':
    case 'role.removed':
      return roleCard(event, context);
    case 'account.restored':
      return card(context, context.words.account.restored, {
        lines: [context.words.account.restoredNote, context.words.orders.nothingToDo],
      });
    case 'position.mismatch':
      return from(HeldBody, body, (held) => {
        const { what, broker, ours } = held;
        if (broker === undefined || ours === undefined) return mismatchCard(held, context);
        return differencesCard([{ what, name: nameOf(held, context), broker, ours }], context);
      });
    case 'selling.left':
      return from(LeftBody, body, (left) => leftCard(left, context));
    case 'selling.done':
      return from(SoldBody, body, (sold) => soldCard(sold, context));
    case 'selling.taken-back':
      return from(z.object({ positions: z.number() }), body, ({ positions }) => takenBackCard(positions, context));
    case 'bot.first-look':
      return from(LookBody, body, ({ bot, look }) => narrationCard(bot, look, context));
    case 'exit.blocked':
      return from(HeldBody, body, (held) => blockedExitCard(held, context));
    case 'mode.changed':
      return from(ModeBody, body, ({ mode, reason, about, cancelled, positions }) =>
        modeCard({ mode, modeReason: reason }, context, { cancelled, positions, about, benchmark }),
      );
    case 'bot.deleted':
      return from(DeletedBody, body, ({ bot, choice, isGone }) => deletedCard(bot.name, { choice, isGone }, context));
    case 'account.closed':
      return from(ClosedAccountBody, body, ({ name, choice }) => closedCard(name, choice, context));
    case 'bot.ending':
      return from(EndingBody, body, ({ bot, ...holds }) => endingCard(bot, holds, context));
    case 'bot.stopped-asking':
      return from(StoppedAskingBody, body, ({ bot, ...told }) => stoppedAskingCard(bot, told, context));
    case 'bot.asks-again':
      return from(AsksAgainBody, body, ({ bot }) => asksAgainCard(bot, context));
    case 'bot.ending-answered':
      return from(AnsweredBody, body, ({ bot, ...answer }) => endingAnsweredCard(bot, answer, context));
    case 'account.tripped':
      // A trip that halts is told by the halt.
      return from(TrippedBody, body, ({ reason, ...about }) =>
        reason === 'stop-outs' ? stopOutsCard(about, benchmark, context) : null,
      );
    case 'watch.began':
      return from(WatchBegan, body, (began) => troubleCard(began, context));
    case 'watch.ended':
      return from(WatchEnded, body, (ended) => troubleOverCard(ended, context));
    case 'watch.off':
      return from(WasOff, body, (off) => wasOffCard(off, context));
    case 'position.unprotected':
      return from(Unprotected, body, (held) => unprotectedCard(held, context));
    case 'research.done':
      return from(ResearchDone, body, (done) => researchCard(done, context));
    case 'brief.morning':
      return from(MorningBrief, body, (brief) => morningCard(brief, context));
    case 'brief.close':
      return from(CloseBrief, body, (brief) => closeCard(brief, context));
    case 'brief.week':
      return from(WeekBrief, body, (brief) => weekCard(brief, context));
    case 'alert.fired':
      return from(AlertFired, body, (fired) => alertFiredCard(fired, context));
    case 'bot.created':
      return from(CreatedBody, body, ({ bot }) => botCreatedCard(bot, context));
    case 'bot.paused':
    case 'bot.resumed':
      return from(BotBody, body, ({ bot }) => botModeCard(bot, context));
    default:
      return null;
  }
}

function ofOrder(
  order: OrderView,
  context: CardContext,
  { asked, details = {} }: { readonly asked: ProposalView | null; readonly details?: FillDetails },
): Card {
  return asked !== null && asked.id === order.proposalId
    ? decidedCard(asked, context, { order, details })
    : orderCard(order, context, details);
}

function from<T>(schema: z.ZodType<T>, body: unknown, draw: (parsed: T) => Card | null): Card | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? draw(parsed.data) : null;
}

type Held = z.infer<typeof HeldBody>;

function nameOf({ symbol, nameEn = symbol, nameKo = symbol }: Held, context: CardContext): string {
  return shortName(context, { symbol, nameEn, nameKo });
}

function mismatchCard(held: Held, context: CardContext): Card {
  const { words } = context;
  return card(context, words.orders.mismatch({ name: nameOf(held, context) }), {
    lines: [words.orders.mismatchNote],
    buttons: rows([button(words.account.buttons.positions, 'positions')]),
    tone: 'act-now',
  });
}

function blockedExitCard(held: Held, context: CardContext): Card {
  const { words, reader } = context;
  const { currency = context.currency, stopPrice = null, reason } = held;
  const stop = stopPrice === null ? null : priceText(stopPrice, currency, reader.language);
  const lines =
    reason !== undefined && hasWords(reason.code)
      ? [words.orders.because(reasonText(reason, fillContext(context, { priceCurrency: currency })))]
      : [];
  if (held.quantity !== undefined) lines.push(words.orders.exitBlockedNote({ quantity: quantity(held.quantity) }));
  return card(context, words.orders.exitBlocked({ name: nameOf(held, context), stop }), {
    lines,
    buttons: rows([button(words.account.buttons.positions, 'positions')]),
    tone: 'act-now',
  });
}
