import { z } from 'zod';
import { groupCardForEvent } from '#bot/alerts/told-group.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { PushData } from '#shared/contract/push.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Language } from '#shared/contract/session.ts';
import { levelOf, type AlertKind } from '#shared/domain/alerts/alert-kinds.ts';
import { mayNod, type PushSettings, type PushText } from '#shared/domain/push.ts';
import { silenceOf } from '#shared/domain/silence.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { dayTime, duration, msOf } from '#shared/words/format-time.ts';
import { quantity } from '#shared/words/format.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { Card } from '../../cards/card.ts';
import { card as blankCard, type CardContext } from '../../cards/context.ts';
import { figures } from '../../cards/figures.ts';
import { longName, shortName } from '../../cards/names.ts';
import { decidedWhere } from '../../cards/proposal-outcome.ts';
import { onlyTells } from '../../cards/proposal.ts';
import { titleWithWorld } from '../../cards/title.ts';

/** Two texts, as a locked screen shows them. */
export interface LockScreen {
  readonly title: string;
  readonly body: string;
}

/** What phones show of a notification before it is opened; the rest is a tap away. */
export const PUSH_TITLE_CHARACTERS = 110;
export const PUSH_BODY_CHARACTERS = 340;

/** Below this much time left, people are told how long and not until when. */
const COUNTDOWN_MS = 5 * MINUTE_MS;

/** The question: "PAPER · Buy 12 NVDA for $1,495?" over "At the stop −$120. Answer by 15:50 ET." */
export function questionOnLockScreen(
  proposal: ProposalView,
  context: CardContext,
  { text, isAgain = false }: { readonly text: PushText; readonly isAgain?: boolean },
): LockScreen {
  const { push } = context.words;
  const until = untilText(proposal, context);
  const sells = silenceOf(proposal) === 'sells';
  if (text === 'hidden')
    return fitted({ title: push.hidden.proposal, body: sells ? `${until} ${push.goesOn}` : until });
  const ask = text === 'full' ? askText(proposal, context) : bareAskText(proposal, context);
  const lines = [
    ...(text === 'full' && proposal.side === 'buy' ? [riskText(proposal, context)] : []),
    ...(onlyTells(proposal) ? [push.onlyTells] : []),
    until,
    ...(sells ? [push.sells] : []),
  ];
  const title = inWorld(isAgain ? push.again({ question: ask }) : ask, proposal, context);
  return fitted({ title, body: lines.join(' ') });
}

/** What its buttons say, and whether Approve approves by itself on this device. */
export function questionButtons(
  proposal: ProposalView,
  context: CardContext,
  { settings, text, device }: { readonly settings: PushSettings; readonly text: PushText; readonly device: string },
): NonNullable<PushData['question']> {
  const { push } = context.words;
  const { id, hash, world, side, sizing } = proposal;
  // What a person does by hand, and what a second one has to agree to, is read on its card.
  const isPlain = !onlyTells(proposal) && proposal.twoPeople === null;
  // What it costs is counted in the account's money, whatever its price is in.
  const nods = isPlain && mayNod(settings, { world, side, cost: sizing.cost, currency: context.currency });
  const cost = figures(context).short(sizing.cost);
  const approve = onlyTells(proposal) ? push.didIt : text === 'full' ? push.approveFor({ cost }) : push.approve;
  return { id, hash, device: nods ? device : null, approve, skip: push.skip };
}

/** What became of a question. `standing`: how its card stands now, with amounts. */
export function settledOnLockScreen(
  proposal: ProposalView,
  context: CardContext,
  { text, standing }: { readonly text: PushText; readonly standing: Card },
): LockScreen {
  const { push, groups } = context.words;
  if (text === 'hidden') return fitted({ title: push.hiddenSettled, body: '' });
  if (text === 'full')
    return fitted({ title: titleWithWorld(standing, context.reader.language), body: standing.lines[0] ?? '' });
  const what = groups.what({ side: proposal.side, name: longName(context, proposal) });
  const where = decidedWhere(proposal, context) ?? '';
  return fitted({ title: inWorld(push.settled[proposal.status]({ what, where }), proposal, context), body: '' });
}

/** Kinds whose cards name no money of the person's. */
const WITHOUT_AMOUNTS: ReadonlySet<AlertKind> = new Set(['access', 'watch', 'price', 'research', 'broker-lost']);

const Named = z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() });
const OfOrder = z.object({ order: Named });

interface NewsLook {
  readonly kind: AlertKind;
  readonly text: PushText;
  readonly language: Language;
  readonly context: CardContext | null;
}

/**
 * News. Without amounts it is what a group reads of it, or else only what it is about. `context` null: it is of no
 * account.
 */
export function newsOnLockScreen(
  { event, card }: { readonly event: EventView; readonly card: Card },
  { kind, text, language, context }: NewsLook,
): LockScreen {
  const words = wordsFor(language);
  const { push } = words;
  if (text === 'hidden') return fitted({ title: push.hidden[levelOf(kind)], body: '' });
  const whole = (shown: Card): LockScreen =>
    fitted({ title: titleWithWorld(shown, language), body: shown.lines.join('\n') });
  if (text === 'full' || WITHOUT_AMOUNTS.has(kind) || context === null) return whole(card);
  const shared = groupCardForEvent(event, context);
  if (shared !== null) return whole(shared);
  const about = OfOrder.safeParse(event.body).data?.order ?? Named.safeParse(event.body).data;
  const kindText = words.delivery.kinds[kind];
  const title = about === undefined ? kindText : push.news({ name: shortName(context, about), kind: kindText });
  return fitted({ title: titleWithWorld(blankCard(context, title), language), body: push.inside });
}

/** Several pieces of news at once: a line for each. */
export function gatheredOnLockScreen(all: readonly LockScreen[], language: Language): LockScreen {
  return fitted({
    title: wordsFor(language).delivery.together({ count: all.length }),
    body: all.map(({ title }) => title).join('\n'),
  });
}

function inWorld(title: string, { world }: Pick<ProposalView, 'world'>, context: CardContext): string {
  return titleWithWorld(blankCard(context, title, { world }), context.reader.language);
}

function askText(proposal: ProposalView, context: CardContext): string {
  const { push } = context.words;
  const { short, price } = figures(context);
  const about = { quantity: quantity(proposal.quantity), name: shortName(context, proposal) };
  return proposal.side === 'buy'
    ? push.buy({ ...about, cost: short(proposal.sizing.cost) })
    : push.sell({ ...about, price: price(proposal.limitPrice, proposal.currency) });
}

function bareAskText(proposal: ProposalView, context: CardContext): string {
  const { push } = context.words;
  const name = shortName(context, proposal);
  return proposal.side === 'buy' ? push.buyBare({ name }) : push.sellBare({ name });
}

function riskText({ stopPrice, worstCase }: ProposalView, context: CardContext): string {
  const { push } = context.words;
  const loss = figures(context).shortLoss(worstCase.atStop);
  return stopPrice === null ? push.noStop({ loss }) : push.atStop({ loss });
}

function untilText({ answerBy }: ProposalView, { words, reader, now }: CardContext): string {
  const left = msOf(answerBy) - now;
  return left < COUNTDOWN_MS
    ? words.push.within({ duration: duration(left, reader.language) })
    : words.push.until({ time: dayTime(answerBy, reader, now) });
}

function fitted({ title, body }: LockScreen): LockScreen {
  return { title: cut(title, PUSH_TITLE_CHARACTERS), body: cut(body, PUSH_BODY_CHARACTERS) };
}

function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
