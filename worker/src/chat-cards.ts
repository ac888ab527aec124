import { benchmarkFor } from '#bot/alerts/benchmark-for.ts';
import { cardForEvent } from '#bot/alerts/card-for-event.ts';
import { toldAs } from '#bot/alerts/told-as.ts';
import { accessCard } from '#bot/cards/access.ts';
import { backtestCard } from '#bot/cards/backtest.ts';
import type { Card } from '#bot/cards/card.ts';
import { cardContext, type CardContext } from '#bot/cards/context.ts';
import { isRoleEvent, ownRoleCard, roleHolderOf } from '#bot/cards/role.ts';
import { proposalCard, standingCard } from '#bot/cards/proposal-outcome.ts';
import { testedOf } from '#bot/commands/backtest.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Caller, ChannelName } from '#shared/domain/caller.ts';
import { isAccessEvent } from '#shared/domain/event-type.ts';
import type { Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { callerOf } from './caller-of.ts';

export interface ChatCardDeps {
  readonly useCases: UseCases;
  readonly users: Users;
  readonly now: () => WallMs;
}

export interface DrawnCard {
  readonly card: Card;
  readonly language: Language;
}

/** Cards that Nod says by itself, drawn for one person. They throw where an account does not answer: asked again later. */
export interface ChatCards {
  /** What an event says to a person in a channel; null where it needs no words there, or is not theirs to know any more. */
  ofEvent(userId: string, event: EventView, channel: ChannelName): Promise<DrawnCard | null>;
  /**
   * How a proposal (`p_…`), an order (`o_…`) or a backtest (`t_…`) stands now, whether it still asks, and whether Later put it off; null when it
   * is gone.
   */
  standing(
    userId: string,
    subject: string,
  ): Promise<(DrawnCard & { readonly isOpen: boolean; readonly isPutOff: boolean }) | null>;
}

export function chatCards(deps: ChatCardDeps): ChatCards {
  return {
    ofEvent: async (userId, event, channel) => {
      if (isAccessEvent(event.type)) {
        const language = (await deps.users.find(userId))?.language ?? 'en';
        const card = accessCard(event, readerOf(language), deps.now());
        return card === null ? null : { card, language };
      }
      // Whoever has no part in the account any more is told that, and nothing else of it.
      if (isRoleEvent(event.type) && roleHolderOf(event) === userId) {
        const language = (await deps.users.find(userId))?.language ?? 'en';
        const card = ownRoleCard(event, readerOf(language), deps.now());
        return card === null ? null : { card, language };
      }
      const there = await desk(deps, callerOf(userId), event.accountId);
      if (there === null) return null;
      const { context, language, troubles } = there;
      // What is over before it could be said is told by its end.
      if (event.type === 'watch.began' && channel !== 'chat' && !troubles.has(String(event.body['trouble'])))
        return null;
      // Somebody else's doing is news, also where it was done in the same app; a fill is told by its own message anyway.
      const isTold = toldAs(event).subject !== null && event.type !== 'proposal.nodded';
      const here = event.actor === userId || isTold ? channel : null;
      const benchmark = await benchmarkFor(deps.useCases, callerOf(userId), event);
      const card = cardForEvent(event, context, here, { benchmark });
      return card === null ? null : { card, language };
    },
    standing: async (userId, subject) => {
      const caller = callerOf(userId);
      if (subject.startsWith('t_')) return backtestStanding(deps, caller, subject);
      if (subject.startsWith('o_')) return orderStanding(deps, caller, { orderId: subject, proposal: null });
      const proposal = found(await deps.useCases.proposal(caller, subject));
      if (proposal === null) return null;
      if (proposal.orderId !== null) return orderStanding(deps, caller, { orderId: proposal.orderId, proposal });
      const there = await desk(deps, caller, proposal.accountId);
      if (there === null) return null;
      const isOpen = proposal.status === 'pending';
      const isPutOff = proposal.remindAt !== null;
      return { card: proposalCard(proposal, there.context), language: there.language, isOpen, isPutOff };
    },
  };
}

async function backtestStanding(deps: ChatCardDeps, caller: Caller, id: string) {
  const run = found(await deps.useCases.backtest(caller, id));
  if (run === null) return null;
  const own = run.accountId ?? found(await deps.useCases.defaultAccount(caller))?.id;
  const there = own === undefined ? null : await desk(deps, caller, own);
  if (there === null) return null;
  const { context, language } = there;
  const tested = await testedOf(deps.useCases, caller, { run, cards: context });
  return { card: backtestCard(run, tested, context), language, isOpen: false, isPutOff: false };
}

async function orderStanding(
  deps: ChatCardDeps,
  caller: Caller,
  { orderId, proposal }: { readonly orderId: string; readonly proposal: ProposalView | null },
) {
  const order = found(await deps.useCases.order(caller, orderId));
  if (order === null) return null;
  const there = await desk(deps, caller, order.accountId);
  if (there === null) return null;
  const card = standingCard(order, proposal, there.context);
  return { card, language: there.language, isOpen: false, isPutOff: false };
}

/** Everything a card about this account needs to know of it and of its reader; null where it is not theirs to see. */
export async function desk(
  { useCases, users, now }: ChatCardDeps,
  caller: Caller,
  accountId: string,
): Promise<{ context: CardContext; language: Language; troubles: ReadonlySet<string> } | null> {
  const [user, account, market, bots, accounts] = await Promise.all([
    users.find(caller.userId),
    useCases.account(caller, accountId),
    useCases.market(caller, accountId),
    useCases.bots(caller, { accountId }),
    useCases.accounts(caller),
  ]);
  if (!account.ok && account.error.code === 'not-found') return null;
  // Half a context would say it wrong.
  if (!account.ok) throw new Error(`account ${accountId} does not answer: ${account.error.code}`);
  const language = user?.language ?? 'en';
  const context = cardContext({
    reader: readerOf(language),
    now: now(),
    account: account.value,
    market: market.ok && market.value.id === account.value.marketId ? market.value : null,
    bots: bots.ok ? bots.value.items : [],
    accounts: accounts.ok ? accounts.value.items : [],
  });
  return { context, language, troubles: new Set(account.value.troubles.map(({ trouble }) => trouble)) };
}

/** What was found; null: it is gone, or not theirs. Throws where nobody can say. */
export function found<T>(answer: Result<T, Failure>): T | null {
  if (answer.ok) return answer.value;
  if (answer.error.code === 'not-found') return null;
  throw new Error(`a chat card cannot be drawn: ${answer.error.code}`);
}
