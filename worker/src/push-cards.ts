import { tradeOf } from '#bot/alerts/told-as.ts';
import { OPEN, type Card } from '#bot/cards/card.ts';
import {
  newsOnLockScreen,
  questionButtons,
  questionOnLockScreen,
  settledOnLockScreen,
  type LockScreen,
} from '#bot/channels/push/lock-screen.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { PushData } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { isAccessEvent } from '#shared/domain/event-type.ts';
import { stakeOf, type PushSettings } from '#shared/domain/push.ts';
import { msOf } from '#shared/words/format-time.ts';
import { callerOf } from './caller-of.ts';
import { desk, found, type ChatCardDeps, type ChatCards } from './chat-cards.ts';

/** For which device something is drawn. */
export interface DeviceLook {
  readonly id: string;
  readonly settings: PushSettings;
}

export interface PushedQuestion extends LockScreen {
  readonly language: Language;
  readonly isOpen: boolean;
  /** Later has put its reminder off. */
  readonly isPutOff: boolean;
  /** Of what is asked; another one is asked anew. */
  readonly hash: string;
  readonly answerBy: number;
  /** Account, instrument and holder: its thread. */
  readonly trade: string;
  readonly path: string;
  /** Null once it is settled. */
  readonly question: PushData['question'];
  /** How its card stands, as chats draw it. */
  readonly card: Card;
}

export interface PushedNews extends LockScreen {
  readonly language: Language;
  readonly path: string;
}

/** What devices are shown, drawn for one of them. They throw where an account does not answer: asked again later. */
export interface PushCards {
  /** A proposal as it stands now; null when it is gone. */
  question(userId: string, subject: string, look: DeviceLook & { isAgain: boolean }): Promise<PushedQuestion | null>;
  /** What an event says; null: nothing, to this person on their own devices. */
  news(userId: string, event: EventView, look: DeviceLook): Promise<PushedNews | null>;
  /** How many questions wait for this person. */
  waiting(userId: string): Promise<number>;
}

/** A phone's badge shows no more. */
const COUNTED_MAX = 99;

export function pushCards(deps: ChatCardDeps, cards: ChatCards): PushCards {
  return {
    question: async (userId, subject, { id: device, settings, isAgain }) => {
      const caller = callerOf(userId);
      const [found1, standing] = await Promise.all([
        deps.useCases.proposal(caller, subject),
        cards.standing(userId, subject),
      ]);
      const proposal = found(found1);
      const there = proposal === null ? null : await desk(deps, caller, proposal.accountId);
      if (proposal === null || there === null || standing === null) return null;
      const { context, language } = there;
      const text = settings.text[stakeOf(proposal.world)];
      const isOpen = proposal.status === 'pending';
      return {
        ...(isOpen
          ? questionOnLockScreen(proposal, context, { text, isAgain })
          : settledOnLockScreen(proposal, context, { text, standing: standing.card })),
        ...{ language, isOpen, card: standing.card, hash: proposal.hash },
        isPutOff: proposal.remindAt !== null,
        answerBy: msOf(proposal.answerBy),
        trade: tradeOf(proposal.accountId, proposal.symbol, proposal.botId ?? 'manual'),
        path: isOpen || proposal.orderId === null ? `/decide/${proposal.id}` : `/more/orders/${proposal.orderId}`,
        question: isOpen ? questionButtons(proposal, context, { settings, text, device }) : null,
      };
    },
    news: async (userId, event, { settings }) => {
      // What was done in the app was answered there, and these are the app's own.
      const drawn = await cards.ofEvent(userId, event, 'web');
      if (drawn === null) return null;
      const { card, language } = drawn;
      const { kind } = toTellOf(event);
      const isOwn = isAccessEvent(event.type) || card.accountId === null;
      const there = isOwn ? null : await desk(deps, callerOf(userId), event.accountId);
      const context = there?.context ?? null;
      const text = settings.text[context === null ? 'practice' : stakeOf(context.world)];
      const screen = newsOnLockScreen({ event, card }, { kind, text, language, context });
      return { ...screen, language, path: pathOf(event, card) };
    },
    waiting: async (userId) => {
      const list = await deps.useCases.proposals(callerOf(userId), { status: 'pending', limit: COUNTED_MAX });
      return list.ok ? list.value.items.length : 0;
    },
  };
}

/** Where the rest is read: a page that the card itself leads to, the order, else what was sent. */
function pathOf({ body }: EventView, { buttons, proposalId }: Card): string {
  const leads = buttons.flat().find(({ verb }) => verb.startsWith(`${OPEN}/`));
  if (leads !== undefined) return leads.verb.slice(OPEN.length);
  const orderId = idOf(body['order']);
  if (orderId !== null) return `/more/orders/${orderId}`;
  const botId = idOf(body['bot']);
  if (botId !== null) return `/bots/${botId}`;
  return proposalId === null ? '/more/alerts' : `/decide/${proposalId}`;
}

function idOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
}
