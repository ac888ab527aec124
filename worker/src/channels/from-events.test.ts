import { describe, expect, it } from 'vitest';
import { cardForEvent } from '#bot/alerts/card-for-event.ts';
import { cardContext } from '#bot/cards/context.ts';
import { renderForDiscord } from '#bot/channels/discord/render-for-discord.ts';
import { messageText } from '#bot/channels/discord/scripted-person.ts';
import { aBot, anAccount, anAlert, MARKET, NOW } from '#bot/testing/builders.ts';
import { EVENT_SAMPLES, STOPPED_OUT } from '#bot/testing/event-samples.ts';
import type { FakeState } from '#bot/testing/fake-use-cases.ts';
import { aFilledOrder, anOrder, aProposal } from '#bot/testing/trading-builders.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { EventType } from '#shared/domain/event-type.ts';
import { MINUTE_MS, toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { appendEvent } from '../objects/account/event-log.ts';
import { SimAccount } from '../testing/sim-account.ts';
import { aTelegramChat, LINK_CODE } from '../testing/telegram-chat.ts';

/*
 * Nod says nothing by itself that is not an event the account has stored: without the event its lines are gone, and no
 * other line is.
 */

const asked = aProposal();
const approved = { ...asked, status: 'approved' as const, decidedChannel: 'web' as const };
const partly = anOrder({ status: 'partially-filled', filledQuantity: '5', averagePrice: '124.31' });
const plan = { stopPrice: '114.63', targetPrice: '143.29', heldBy: 'nod' };
const price = anAlert({ kind: 'price', symbol: 'NVDA', price: '120', repeats: false }, { state: 'done' });
const [close] = EVENT_SAMPLES['brief.close'] ?? [];

/** A day in which somebody answers in the app, and everything else comes by itself. */
const DAY: readonly (readonly [EventType, Readonly<Record<string, unknown>>])[] = [
  ['bot.created', { bot: aBot() }],
  ['proposal.asked', { proposal: asked }],
  ['proposal.decided', { proposal: approved }],
  ['order.sent', { order: anOrder({ status: 'sending' }) }],
  ['order.accepted', { order: anOrder() }],
  ['order.partly-filled', { order: partly }],
  ['order.filled', { order: aFilledOrder(), plan }],
  ['alert.fired', { alert: price, price: '119.98', found: [] }],
  ['position.closed', { ...STOPPED_OUT, order: { ...STOPPED_OUT.order, id: 'o_00000001_9', proposalId: null } }],
  ['mode.changed', { mode: 'halted', reason: 'drawdown', before: 'active', cancelled: 1, positions: 3 }],
  ['brief.close', close?.body ?? {}],
];

const BETWEEN_MS = 2 * MINUTE_MS;
const PERSON = { userId: 'u_1' as UserId, channel: 'web' } as const;

/** The account's own log of that day, as it is read back: a log nothing can be removed from, so without `missing` it never was. */
async function stored(missing?: EventType): Promise<EventView[]> {
  const account = await SimAccount.open();
  const before = account.events().length;
  for (const [place, [type, body]] of DAY.entries()) {
    if (type === missing) continue;
    account.now = (NOW + place * BETWEEN_MS) as WallMs;
    appendEvent(account.ctx, {
      type,
      actor: type === 'proposal.decided' ? PERSON : 'clock',
      subject: null,
      body: { ...body },
    });
  }
  return eventsOf(account).slice(before);
}

function eventsOf(account: SimAccount): EventView[] {
  return account.sql
    .all<{ seq: number; type: string; at: number; market_at: number; actor: string; channel: string; body: string }>(
      'SELECT * FROM event ORDER BY seq',
    )
    .map(({ seq, type, at, actor, channel, body }) => ({
      ...{ accountId: 'a_00000001', seq, type, actor, channel, body: JSON.parse(body) as EventView['body'] },
      ...{ at: toIso(at as WallMs), marketAt: toIso(at as unknown as MarketMs) },
    }));
}

/** What the account would answer of its questions and orders, had it stored these events and no others. */
function told(state: FakeState, { body }: EventView): void {
  const { proposal, order } = body as { proposal?: ProposalView; order?: OrderView };
  if (proposal !== undefined) state.proposals = [proposal];
  if (order === undefined) return;
  state.orders = [...state.orders.filter(({ id }) => id !== order.id), order];
  state.proposals = state.proposals.map((one) =>
    one.id === order.proposalId ? { ...approved, orderId: order.id } : one,
  );
}

/** Numbers of messages shift when one is missing; what they say does not. */
const words = (block: string): string =>
  block.replace(/^\(message \d+(.*?replies to) \d+/, '($1').replace(/^\(message \d+/, '(');

/** What Telegram shows after each of these events, by its type. */
async function atTelegram(events: readonly EventView[], language: Language): Promise<Map<string, readonly string[]>> {
  const chat = await aTelegramChat(language, { proposals: [], orders: [] });
  await chat.says(`/start ${LINK_CODE}`);
  const said = new Map<string, readonly string[]>();
  for (const [type] of DAY) {
    const before = chat.transcript.length;
    for (const event of events.filter((one) => one.type === type)) {
      told(chat.state, event);
      await chat.happens(event);
    }
    await chat.waits(BETWEEN_MS);
    said.set(type, chat.transcript.slice(before).map(words));
  }
  return said;
}

/** Discord as its messages are drawn. */
function atDiscord(events: readonly EventView[], language: Language): Map<string, readonly string[]> {
  const context = cardContext({
    reader: readerOf(language),
    now: NOW,
    account: anAccount(),
    market: MARKET,
    bots: [aBot()],
  });
  return new Map(
    events.map((event) => {
      const card = cardForEvent(event, context, 'discord');
      return [event.type, card === null ? [] : [messageText(renderForDiscord(card, { language, origin: null }))]];
    }),
  );
}

describe.each(LANGUAGES)('a day of the log (%s)', (language) => {
  it.each(['telegram', 'discord'] as const)(
    'is told at %s event by event: without one, its lines go and no others',
    async (app) => {
      const tell = (events: readonly EventView[]) =>
        app === 'telegram' ? atTelegram(events, language) : atDiscord(events, language);
      const all = await stored();
      const whole = await tell(all);
      for (const [type] of DAY) {
        const lines = whole.get(type) ?? [];
        expect(lines.length, `${type} is told`).toBeGreaterThan(0);
        const without = await tell(await stored(type));
        const rest = [...without.values()].flat();
        for (const line of lines) expect(rest, `${type}: ${line}`).not.toContain(line);
        const others = [...whole].filter(([other]) => other !== type).flatMap(([, block]) => block);
        // A card that was never sent is not changed either: what its changes would have said stays unsaid.
        if (type === 'proposal.asked' && app === 'telegram')
          for (const line of rest) expect(plainly(others)).toContain(plainly([line])[0]);
        else expect(rest, type).toEqual(others);
      }
    },
  );

  it('is all that is said by itself: an empty one says nothing', async () => {
    expect([...(await atTelegram([], language)).values()].flat()).toEqual([]);
  });
});

/** What is said, whatever it replies to and whatever stands below it. */
const plainly = (blocks: readonly string[]): string[] =>
  blocks.map((block) => block.split('\n').slice(1, 2).join('\n'));
