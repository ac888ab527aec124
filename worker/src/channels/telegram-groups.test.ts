import { describe, expect, test } from 'vitest';
import { anEvent } from '#bot/testing/builders.ts';
import { aFilledOrder, anOrder, aProposal } from '#bot/testing/trading-builders.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import { aTelegramChat, LINK_CODE, type TelegramChat } from '../testing/telegram-chat.ts';

const GROUP = -1001;
const IN_GROUP = { chat: { id: GROUP, type: 'supergroup', title: 'Friends' } };
const PROPOSAL = aProposal();
const STRANGER = { id: 99, firstName: 'Eve', language: 'en' };
/** What nobody may read who has no role: money, share counts, and ids of anything. */
const PRIVATE = /[$₩]\s?\d|\d(\s?(won|원|달러))|12 (NVDA|NVIDIA)|12주|[abop]_0000/;

let seq = 0;
const event = (type: string, body: Record<string, unknown>, change = {}) =>
  anEvent(type, body, { seq: (seq += 1), ...change });

async function withGroup(language: 'en' | 'ko' = 'en', where: Record<string, unknown> = IN_GROUP) {
  const chat = await aTelegramChat(language);
  await chat.says(`/start ${LINK_CODE}`);
  await chat.says('/group on', where);
  return chat;
}

async function asked(chat: TelegramChat): Promise<void> {
  chat.state.proposals = [PROPOSAL];
  await chat.happens(event('proposal.asked', { proposal: PROPOSAL }));
}

const inGroup = (chat: TelegramChat, id = GROUP) => chat.world.messages.filter(({ chatId }) => chatId === id);
const textsIn = (chat: TelegramChat, id = GROUP): string =>
  inGroup(chat, id)
    .map(({ text }) => text)
    .join('\n');
const labels = (message: { keyboard: { text: string }[][] } | undefined): string =>
  (message?.keyboard ?? [])
    .flat()
    .map(({ text }) => text)
    .join();

describe('a group that is told of nothing', () => {
  test('hears of no proposal, and no answer says anything of an account', async () => {
    const chat = await aTelegramChat('en');
    await chat.says(`/start ${LINK_CODE}`);
    await chat.takes(chat.world.member(chat.person, GROUP, 'member'));
    await asked(chat);
    expect(inGroup(chat)).toEqual([]);
    for (const line of ['/pending', '/today']) await chat.says(line, IN_GROUP);
    expect(textsIn(chat)).not.toMatch(/NVIDIA|%/);
    expect(textsIn(chat)).toContain('told of no account');
    expect(chat.groups.all, 'and it stands in the settings of whoever let Nod in').toMatchObject([
      { name: 'A group', accountId: null, userId: 'u_1' },
    ]);
  });

  test('is turned on by the owner of the account alone', async () => {
    const chat = await aTelegramChat('en', { isOwner: false });
    await chat.says(`/start ${LINK_CODE}`);
    await chat.says('/group on', IN_GROUP);
    await asked(chat);
    expect(chat.groups.all.every(({ accountId }) => accountId === null)).toBe(true);
    expect(textsIn(chat)).not.toContain('NVIDIA');
  });
});

describe.each(LANGUAGES)('a group that is told of an account (%s)', (language) => {
  test('reads reasons and percentages, who answered and how it ended, and never an amount', async () => {
    const chat = await withGroup(language);
    await asked(chat);
    const card = inGroup(chat).at(-1)!;
    expect(card).toMatchObject({ hasPicture: true, isSilent: false });
    const order = anOrder({ proposalId: PROPOSAL.id, status: 'accepted' });
    const decided = { status: 'approved', decidedBy: 'u_1', decidedChannel: 'discord', orderId: order.id } as const;
    chat.state.proposals = [{ ...PROPOSAL, ...decided }];
    chat.state.orders = [order];
    await chat.happens(event('proposal.decided', { proposal: chat.state.proposals[0] }));
    expect(card.text).toContain(chat.person.firstName);
    const filled = aFilledOrder({ proposalId: PROPOSAL.id });
    chat.state.orders = [filled];
    const plan = { stopPrice: '114.63', targetPrice: '143.29', heldBy: 'nod' };
    await chat.happens(event('order.filled', { order: filled, plan, realizedPnl: null }));
    expect(inGroup(chat).at(-1)).toMatchObject({ replyTo: card.messageId, isSilent: true });
    const exit = aFilledOrder({
      ...{ side: 'sell', purpose: 'stop', averagePrice: '114.41', realizedPnl: '-118.8', proposalId: null },
    });
    const closed = { order: exit, stopPrice: '114.63', plannedLoss: '-116.16', plannedGain: '227.76' };
    await chat.happens(event('position.closed', closed));
    await chat.happens(event('mode.changed', { mode: 'reducing', reason: null }));
    for (const line of ['/pending', '/today']) await chat.says(line, IN_GROUP);
    expect(textsIn(chat)).not.toMatch(PRIVATE);
    const said = inGroup(chat).map(({ text, keyboard }) => `${text}\n${labels({ keyboard })}`.trim());
    await expect(`${said.join('\n\n')}\n`).toMatchFileSnapshot(`transcripts/telegram-group.${language}.txt`);
  });
});

describe('the card in a group', () => {
  test('has no button that moves money, and opens privately for whoever has a role', async () => {
    const chat = await withGroup();
    await asked(chat);
    const card = inGroup(chat).at(-1)!;
    expect(labels(card)).toBe('Open privately');
    await chat.takes(chat.world.press(chat.person, card, card.keyboard[0]![0]!.callback_data!));
    expect(chat.world.pressAnswers.at(-1)?.text).toBe('Sent to you privately.');
    const alone = chat.world.messages.at(-1)!;
    expect(alone.chatId).toBe(chat.person.id);
    expect(alone.text).toContain('$1,495');
    expect(labels(chat.world.messages.at(-1))).toContain('Approve');
    expect(inGroup(chat).at(-1)).toBe(card);
  });

  test('names what waits in one message, and a number opens that one privately', async () => {
    const chat = await withGroup();
    const other = { symbol: 'HRBM', nameEn: 'Harbourmoor Freight', nameKo: '하버무어 프레이트' };
    chat.state.proposals = [PROPOSAL, aProposal({ id: 'p_00000001_2', ...other })];
    const before = inGroup(chat).length;
    await chat.says('/pending', IN_GROUP);
    expect(inGroup(chat)).toHaveLength(before + 1);
    const card = inGroup(chat).at(-1)!;
    expect(card.text).toContain('2 proposals wait');
    expect(card.text).not.toMatch(PRIVATE);
    await chat.takes(chat.world.press(chat.person, card, card.keyboard[0]![1]!.callback_data!));
    const alone = chat.world.messages.at(-1)!;
    expect(alone.chatId).toBe(chat.person.id);
    expect(alone.text).toMatch(/Harbourmoor.*\n[^]*\$1,495/);
  });

  test('tells whoever has no role so, in a line nobody else reads', async () => {
    const chat = await withGroup();
    await asked(chat);
    const card = inGroup(chat).at(-1)!;
    const press = card.keyboard[0]![0]!.callback_data!;
    const before = chat.world.messages.length;
    await chat.takes(chat.world.press(STRANGER, card, press));
    expect(chat.world.pressAnswers.at(-1)?.text).toContain('not linked');
    // Linked, but the account knows nothing of them.
    chat.state.proposals = [];
    await chat.takes(chat.world.press(chat.person, card, press));
    expect(chat.world.pressAnswers.at(-1)?.text).toContain('Only people with a role');
    expect(chat.world.messages).toHaveLength(before);
    expect(chat.state.calls).toEqual([]);
  });

  test('cannot be approved by a press that somebody made up, nor by a thumb', async () => {
    const chat = await withGroup();
    await asked(chat);
    const card = inGroup(chat).at(-1)!;
    await chat.takes(chat.world.press(chat.person, card, `approve ${PROPOSAL.id} ${PROPOSAL.revision}`));
    const thumb = { message_reaction: { chat: { id: GROUP, type: 'supergroup' }, new_reaction: [{ emoji: '👍' }] } };
    await chat.takes({ update_id: 900_001, ...thumb });
    expect(chat.state.calls).toEqual([]);
    expect(card.edits).toBe(0);
  });
});

describe('a group goes on', () => {
  test('in its topic', async () => {
    const chat = await withGroup('en', { ...IN_GROUP, message_thread_id: 9, is_topic_message: true });
    await asked(chat);
    expect(inGroup(chat).map(({ threadId }) => threadId)).toEqual([9, 9]);
  });

  test('under its new number, whether it is told of that or finds out', async () => {
    const chat = await withGroup();
    await chat.says('', { ...IN_GROUP, text: undefined, migrate_to_chat_id: -2002 });
    await asked(chat);
    expect(textsIn(chat, -2002)).toContain('NVIDIA');
    chat.world.moved.set(-2002, -3003);
    const order = aFilledOrder({ proposalId: PROPOSAL.id });
    await chat.happens(event('order.filled', { order, plan: null, realizedPnl: null }));
    await chat.happens(event('mode.changed', { mode: 'reducing', reason: null }));
    expect(textsIn(chat, -3003)).toContain('Bought NVIDIA');
    expect(textsIn(chat, -3003)).toContain('Buying stopped');
    expect(chat.groups.all).toMatchObject([{ chatId: '-3003', accountId: 'a_00000001' }]);
  });

  test('until the bot is removed: that is said to its owner, and being let in again tells nothing', async () => {
    const chat = await withGroup();
    chat.world.blocked.add(GROUP);
    await asked(chat);
    const tried = chat.world.calls.filter(({ fields }) => Number(fields['chat_id']) === GROUP).length;
    expect(chat.toldOnScreen).toEqual(['Nod was removed from Friends (Telegram)']);
    chat.world.blocked.clear();
    await chat.takes(chat.world.member(chat.person, GROUP, 'member'));
    await chat.happens(event('mode.changed', { mode: 'reducing', reason: null }));
    expect(chat.world.calls.filter(({ fields }) => Number(fields['chat_id']) === GROUP)).toHaveLength(tried);
  });

  test('with at most 20 messages a minute, none of them lost', async () => {
    const chat = await withGroup();
    const from = inGroup(chat).length;
    for (let i = 0; i < 25; i += 1)
      await chat.happens(event('mode.changed', { mode: i % 2 === 0 ? 'reducing' : 'active', reason: null }));
    const inFirstMinute = inGroup(chat).length;
    expect(inFirstMinute).toBeLessThanOrEqual(20);
    for (let i = 0; i < 10; i += 1) await chat.waits(MINUTE_MS / 2 + SECOND_MS);
    expect(inGroup(chat)).toHaveLength(from + 25);
  });

  test('is silent again once its owner says so', async () => {
    const chat = await withGroup();
    await chat.says('/group off', IN_GROUP);
    const before = inGroup(chat).length;
    await asked(chat);
    expect(inGroup(chat)).toHaveLength(before);
  });
});
