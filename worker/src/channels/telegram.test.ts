import { describe, expect, test } from 'vitest';
import { COMMANDS } from '#bot/commands/index.ts';
import { aBacktestRun, BACKTEST_ID } from '#bot/testing/backtest-builders.ts';
import { anEvent, NOW } from '#bot/testing/builders.ts';
import { aFilledOrder, anOrder, aProposal } from '#bot/testing/trading-builders.ts';
import { LANGUAGES } from '#shared/contract/session.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { aTelegramChat, LINK_CODE, type TelegramChat } from '../testing/telegram-chat.ts';

const PROPOSAL = aProposal();
const PLAN = { stopPrice: '114.63', targetPrice: '143.29', plannedLoss: '-116.16', heldBy: 'nod' };

let seq = 0;
const event = (type: string, body: Record<string, unknown>, change = {}) =>
  anEvent(type, body, { seq: (seq += 1), ...change });

async function linked(language: 'en' | 'ko', change = {}): Promise<TelegramChat> {
  const chat = await aTelegramChat(language, change);
  await chat.says(`/start ${LINK_CODE}`);
  return chat;
}

async function asked(chat: TelegramChat): Promise<void> {
  chat.state.proposals = [PROPOSAL];
  await chat.happens(event('proposal.asked', { proposal: PROPOSAL }));
}

describe('the card of a proposal', () => {
  test('changes where it stands when it is decided anywhere, and keeps what was shown', async () => {
    const chat = await linked('en');
    await asked(chat);
    const card = chat.world.messages.at(-1)!;
    expect(card.keyboard.flat().map(({ text }) => text)).toContainEqual(expect.stringContaining('Approve'));
    const decided = { ...PROPOSAL, status: 'rejected' as const, decidedChannel: 'web' as const };
    chat.state.proposals = [decided];
    await chat.happens(event('proposal.decided', { proposal: decided }, { channel: 'web', actor: 'u_1' }));
    expect(chat.world.messages.at(-1), 'no new message').toBe(card);
    expect(card.text).toMatch(/Skipped.*in the app[\s\S]*<blockquote expandable>[\s\S]*Cost \$1,495/);
    expect(
      card.keyboard
        .flat()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('Approve');
  });

  test('is changed once, however many say at once that it changed', async () => {
    const chat = await linked('en');
    await asked(chat);
    const decided = { ...PROPOSAL, status: 'rejected' as const, decidedChannel: 'web' as const };
    const late = ['Approve', 'Half', 'Skip'].map((label) => chat.world.pressed(chat.person, label));
    chat.state.proposals = [decided];
    await Promise.all([
      chat.happens(event('proposal.decided', { proposal: decided }, { channel: 'web', actor: 'u_1' })),
      ...late.map((press) => chat.takes(press)),
    ]);
    expect(chat.world.messages.at(-1)?.text).toMatch(/Skipped.*in the app/);
    expect(chat.world.calls.filter(({ method }) => method.startsWith('edit'))).toHaveLength(1);
  });

  test('gets the picture of its new price when it is asked anew, and keeps its own when only a word changed', async () => {
    const chat = await linked('en');
    await asked(chat);
    const card = chat.world.messages.at(-1)!;
    const anew = { ...PROPOSAL, revision: 2, limitPrice: '126.1' };
    chat.state.proposals = [anew];
    await chat.happens(event('proposal.revised', { proposal: anew }, { channel: 'clock', actor: 'nod' }));
    expect(card.text).toContain('$126.10');
    expect(chat.world.pictures).toEqual([card.messageId]);
    const decided = { ...anew, status: 'rejected' as const, decidedChannel: 'web' as const };
    chat.state.proposals = [decided];
    await chat.happens(event('proposal.decided', { proposal: decided }, { channel: 'web', actor: 'u_1' }));
    expect(card.text).toContain('Skipped');
    expect(chat.world.pictures, 'what was asked about stays to be seen').toEqual([card.messageId]);
  });

  test('is not sent at all when it was answered before it left', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    chat.world.faults.push({ status: 502 });
    await asked(chat);
    chat.state.proposals = [{ ...PROPOSAL, status: 'withdrawn' }];
    await chat.waits(MINUTE_MS);
    expect(chat.world.messages).toHaveLength(before);
  });

  test('an order on its way changes it, and only the fill is a message, silent, that replies to it', async () => {
    const chat = await linked('en');
    await asked(chat);
    const card = chat.world.messages.at(-1)!;
    const sent = anOrder({ proposalId: PROPOSAL.id, status: 'accepted' });
    chat.state.proposals = [{ ...PROPOSAL, status: 'approved', orderId: sent.id }];
    chat.state.orders = [sent];
    for (const type of ['order.sent', 'order.accepted']) await chat.happens(event(type, { order: sent }));
    expect(chat.world.messages.at(-1)).toBe(card);
    expect(
      card.keyboard
        .flat()
        .map(({ text }) => text)
        .join(),
    ).toContain('Cancel');
    const filled = aFilledOrder({ id: sent.id, proposalId: PROPOSAL.id });
    chat.state.orders = [filled];
    await chat.happens(event('order.filled', { order: filled, plan: PLAN, realizedPnl: null }));
    expect(chat.world.messages.at(-1)).toMatchObject({ replyTo: card.messageId, isSilent: true });
  });
});

describe('a nod that lay at Telegram while nobody was here to take it', () => {
  test('buys nothing: the question is asked again, and a press of now is one', async () => {
    const chat = await linked('en');
    await asked(chat);
    const press = chat.world.pressed(chat.person, 'Approve');
    await chat.waits(11 * MINUTE_MS);
    const before = chat.world.messages.length;
    await chat.takes(press, 0);
    expect(chat.state.calls.filter((call) => call.startsWith('approve'))).toEqual([]);
    expect(chat.world.messages).toHaveLength(before + 1);
    expect(chat.world.messages.at(-1)?.text).toContain(
      'You may have pressed that while Nod was off, so nothing was done.',
    );
    await chat.presses('Approve');
    expect(chat.state.calls.filter((call) => call.startsWith('approve'))).toHaveLength(1);
  });

  test('is one where Telegram was asked a moment before, however old the card', async () => {
    const chat = await linked('en');
    await asked(chat);
    const press = chat.world.pressed(chat.person, 'Approve');
    await chat.waits(60 * MINUTE_MS);
    await chat.takes(press, chat.now() - MINUTE_MS);
    expect(chat.state.calls.filter((call) => call.startsWith('approve'))).toHaveLength(1);
  });

  test('that skips or stops is done however late', async () => {
    const chat = await linked('en');
    await asked(chat);
    const skip = chat.world.pressed(chat.person, 'Skip');
    await chat.takes(skip, 0);
    await chat.takes(chat.world.typed(chat.person, '/stop'));
    const stop = chat.world.pressed(chat.person, 'Stop buying');
    await chat.waits(11 * MINUTE_MS);
    await chat.takes(stop, 0);
    expect(chat.state.calls).toContain('pauseAccount');
    expect(chat.state.calls.filter((call) => call.startsWith('approve'))).toEqual([]);
  });
});

describe('another bot in the place of the one before', () => {
  test('is heard, though it counts from the same number, and touches nothing that the other wrote', async () => {
    const chat = await linked('en');
    for (const line of ['/today', '/positions']) await chat.says(line);
    await asked(chat);
    await chat.anotherBot();
    await chat.says('/pause');
    expect(chat.state.calls).toContain('pauseAccount');
    const edits = (): number => chat.world.calls.filter(({ method }) => method.startsWith('edit')).length;
    const before = edits();
    const decided = { ...PROPOSAL, status: 'rejected' as const, decidedChannel: 'web' as const };
    chat.state.proposals = [decided];
    await chat.happens(event('proposal.decided', { proposal: decided }, { channel: 'web', actor: 'u_1' }));
    expect(edits(), 'by its number it would be another message of this bot').toBe(before);
    const order = aFilledOrder({ proposalId: PROPOSAL.id });
    await chat.happens(event('order.filled', { order, plan: PLAN, realizedPnl: null }));
    expect(chat.world.messages.at(-1)).toMatchObject({ replyTo: null });
  });
});

describe('a new way in', () => {
  test.each(LANGUAGES)('is heard, says what to do, and names no secret (%s)', async (language) => {
    const chat = await linked(language);
    for (const [type, body] of [
      ['access.chat-linked', { app: 'discord', chatId: 'dm:1', name: 'x'.repeat(200) }],
      ['access.passkey-added', { id: 'k_1', name: 'iPad' }],
      ['access.token-made', { id: 't_1', name: 'script', scopes: ['read'], accountIds: null }],
      ['access.recovery-used', { reason: 'keys', left: 9 }],
      ['access.recovery-codes-made', { count: 10 }],
      ['access.signed-in', { id: 's_1' }],
    ] as const) {
      await chat.happens({ ...event(type, body), accountId: 'u_1' });
      const said = chat.world.messages.at(-1)!;
      expect(said.text, type).toMatch(language === 'ko' ? /지금 확인해 주세요[^]*\/stop/ : /Act now: [^]*\/stop/);
      expect(said.text.length).toBeLessThan(500);
      expect(said.isSilent, type).toBe(false);
      expect(said.keyboard.flat().map((key) => key.callback_data)).toContain('stop');
    }
  });
});

describe('what Telegram does to a message', () => {
  test('429 to one person is the limit of all chats: nobody is written to meanwhile', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.at(-1)!.at;
    chat.world.faults.push({ status: 429, retryAfter: 30 });
    await asked(chat);
    await chat.takes(chat.world.typed({ ...chat.person, id: 77 }, '/today'));
    const toOther = chat.world.messages.find(({ chatId }) => chatId === 77);
    expect(toOther?.at, 'half a minute later, and not before').toBeGreaterThanOrEqual(before + 30);
  });

  test('a turn that is far off is no fault: an answer waits for it as long as somebody would', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    chat.world.faults.push(...Array.from({ length: 8 }, () => ({ status: 429, retryAfter: 3 })));
    await chat.says('/help');
    expect(chat.world.messages).toHaveLength(before + 1);
  });

  test('429 is waited for exactly as long as it says, and nothing is said twice', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    chat.world.faults.push({ status: 429, retryAfter: 30 });
    await asked(chat);
    const tried = chat.world.calls.length;
    await chat.waits(29_000);
    expect(chat.world.calls).toHaveLength(tried);
    await chat.waits(1_000);
    expect(chat.world.messages).toHaveLength(before + 1);
  });

  test('500 and no answer at all are tried again until it is there', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    chat.world.faults.push({ status: 500 }, { lost: true }, { status: 503 });
    await asked(chat);
    for (let tries = 0; tries < 4; tries += 1) await chat.waits(20_000);
    expect(chat.world.messages).toHaveLength(before + 1);
  });

  test('an answer whose own answer was lost is said at most twice; an alert until somebody took it', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    const losing = Array.from({ length: 8 }, () => ({ unheard: true }));
    chat.world.faults.push(...losing);
    await chat.says('/today');
    expect(
      chat.world.messages.slice(before).filter(({ text }) => text === chat.world.messages.at(-1)?.text),
    ).toHaveLength(2);
    chat.world.faults.splice(0, chat.world.faults.length, { unheard: true }, { lost: true }, { lost: true });
    const alerted = chat.world.calls.length;
    await chat.happens(event('mode.changed', { mode: 'reducing', reason: null }));
    for (let tries = 0; tries < 4; tries += 1) await chat.waits(20_000);
    expect(chat.world.calls.length - alerted).toBe(4);
  });

  test('blocked, nothing more is sent there until the person comes back', async () => {
    const chat = await linked('en');
    chat.world.blocked.add(chat.person.id);
    await asked(chat);
    const tried = chat.world.calls.length;
    await chat.waits(MINUTE_MS);
    await chat.happens(event('mode.changed', { mode: 'reducing', reason: null }));
    expect(chat.world.calls).toHaveLength(tried);
    chat.world.blocked.clear();
    await chat.says('/today');
    await chat.happens(event('mode.changed', { mode: 'active', reason: null }));
    expect(chat.world.messages.at(-1)?.text).toContain('Running again');
  });

  test('a press on a message that was deleted is answered by a new one', async () => {
    const chat = await linked('en', { bots: [] });
    await chat.says('/newbot');
    const question = chat.world.messages.at(-1)!;
    const update = chat.world.pressed(chat.person, '$5,402');
    chat.world.messages.splice(chat.world.messages.indexOf(question), 1);
    await chat.takes(update);
    expect(chat.world.messages.at(-1)?.text).toContain('how much risk');
    expect(chat.world.pressAnswers).toHaveLength(1);
  });
});

describe('a token given under a public address', () => {
  const ADDRESS = 'https://nod.example/api/webhooks/telegram';

  test('is told apart from a bot that is not there when only the address is not taken, and leaves all as it was', async () => {
    const chat = await linked('en');
    chat.world.faults.push({ status: 400, description: 'Bad Request: bad webhook: failed to resolve host' });
    expect(await chat.connects(ADDRESS)).toBe('address-refused');
    chat.world.faults.push({ lost: true });
    expect(await chat.connects(null)).toBe('unreachable');
    await chat.says('/pause');
    expect(chat.state.calls).toEqual(['pauseAccount']);
    expect(await chat.connects(ADDRESS)).toBe('kept');
    expect(chat.world.hook?.url).toBe(ADDRESS);
  });
});

describe('who may speak', () => {
  test('nobody who is not linked: a press tells them so, privately, and does nothing', async () => {
    const chat = await linked('en');
    await asked(chat);
    const card = chat.world.messages.at(-1)!;
    const stranger = { id: 99, firstName: 'Eve', language: 'en' };
    await chat.takes(chat.world.press(stranger, card, card.keyboard[0]![0]!.callback_data!));
    expect(chat.state.calls).toEqual([]);
    expect(chat.world.pressAnswers.at(-1)?.text).toContain('not linked');
  });

  test('fault 12: an empty list of linked people admits nobody, to any command, typed or pressed, alone or in a group', async () => {
    const chat = await aTelegramChat('en');
    const shown = { ...chat.world.messages[0], chatId: chat.person.id, messageId: 1, at: NOW / 1000, editedAt: null };
    for (const place of [{}, { chat: { id: -1001, type: 'supergroup' } }])
      for (const { name, korean, aliases } of COMMANDS)
        for (const word of [name, ...korean, ...aliases.map((alias) => alias.word)])
          for (const line of [`/${word}`, word, `/${word} NVDA 1`])
            await chat.takes(chat.world.typed(chat.person, line, place));
    for (const { name } of COMMANDS) await chat.takes(chat.world.press(chat.person, shown as never, `${name} b_1 1`));
    expect(chat.state.calls).toEqual([]);
    expect(chat.world.messages.map(({ text }) => text).join(' ')).not.toMatch(/DEMO|PAPER|\$/);
    expect(new Set(chat.world.pressAnswers.map(({ text }) => text))).toEqual(
      new Set([expect.stringContaining('not linked')]),
    );
  });

  test('nobody who read a link code in a group: it opens nothing any more', async () => {
    const chat = await aTelegramChat('en');
    const group = { chat: { id: -1001, type: 'supergroup' } };
    await chat.says(`/link ${LINK_CODE}`, group);
    await chat.says(`/start ${LINK_CODE}`);
    expect(chat.world.messages.at(-1)?.text).toContain('does not open anything');
  });

  test('what was said long before it came does nothing, unless it makes things safer', async () => {
    const chat = await linked('en');
    const before = { date: NOW / 1000 - 31 * 60 };
    await chat.says('/resume', before);
    for (const line of ['/unblock NVDA', '/takeback']) await chat.says(line, before);
    expect(chat.state.calls).toEqual([]);
    expect(chat.world.messages.at(-1)?.text).toContain('nothing was done');
    await chat.says('/pause', before);
    await chat.says('/resume', { date: NOW / 1000 - 29 * 60 });
    expect(chat.state.calls).toEqual(['pauseAccount', 'resumeAccount']);
  });

  test('a press on an old card that would loosen shows how things stand, and the fresh button acts', async () => {
    const chat = await linked('en');
    chat.state.account = { ...chat.state.account, mode: 'reducing' };
    await chat.says('/today');
    const old = chat.world.messages.at(-1)!;
    const press = async (message: typeof old, verb: string): Promise<void> => {
      await chat.takes(chat.world.press(chat.person, message, `00000001|${verb}`));
    };
    await chat.waits(10 * MINUTE_MS + 1_000);
    for (const verb of ['resume', 'remove b_00000001_01 delete', 'unblock NVDA', 'risk whole', 'stop take-back'])
      await press(old, verb);
    expect(chat.state.calls).toEqual([]);
    await chat.waits(MINUTE_MS);
    await press(old, 'resume');
    expect(chat.world.messages.at(-1)?.text).toContain('more than 10 minutes old, so nothing was done');
    await press(old, 'pause');
    expect(chat.state.calls).toEqual(['pauseAccount']);
    await press(chat.world.messages.at(-1)!, 'resume');
    expect(chat.state.calls).toEqual(['pauseAccount', 'resumeAccount']);
  });

  test('one that is out of reach by now is old', async () => {
    const chat = await linked('en');
    await chat.says('/today');
    const update = chat.world.press(chat.person, chat.world.messages.at(-1)!, 'resume');
    const query = update['callback_query'] as { message: object };
    await chat.takes({ ...update, callback_query: { ...query, message: { ...query.message, date: 0 } } });
    expect(chat.state.calls).toEqual([]);
  });

  test('what was cut off while it was done is not done twice: an alert is made once', async () => {
    const chat = await linked('en');
    // The second line is what the alarm takes up again: it was begun, and never ended.
    await chat.says('/alert NVDA 120');
    const made = chat.state.calls.filter((call) => call.startsWith('createAlert'));
    expect(made).toHaveLength(1);
    await chat.cutOff('/alert NVDA 130');
    expect(chat.state.calls.filter((call) => call.startsWith('createAlert'))).toEqual(made);
    expect(chat.world.messages.at(-1)?.text).toContain('does not do it twice');
    await chat.cutOff('/pause');
    expect(chat.state.calls.at(-1)).toBe('pauseAccount');
  });

  test('a forwarded command is nobody’s', async () => {
    const chat = await linked('en');
    const before = chat.world.messages.length;
    await chat.says('/pause', { forward_origin: { type: 'user' } });
    expect(chat.state.calls).toEqual([]);
    expect(chat.world.messages).toHaveLength(before);
  });

  test('the same update twice is one, and what is none is refused', async () => {
    const chat = await linked('en');
    const update = chat.world.typed(chat.person, '/pause');
    expect([await chat.takes(update), await chat.takes(update)]).toEqual(['taken', 'repeated']);
    expect(chat.state.calls).toEqual(['pauseAccount']);
    for (const bad of [null, 7, [], {}, { update_id: 'x' }, { update_id: -1 }, { update_id: 2 ** 60 }])
      expect(await chat.takes(bad)).toBe('malformed');
  });
});

describe('a second tap of a button', () => {
  test('right after the first is the same tap: one order, and no word of a closed question', async () => {
    const chat = await linked('en');
    await chat.says('/buy NVDA 10 124.60');
    const taps = [1, 2, 3].map(() => chat.world.pressed(chat.person, 'Send'));
    const answered = chat.world.pressAnswers.length;
    await Promise.all([chat.takes(taps[0]), chat.takes(taps[1])]);
    expect(chat.state.calls.filter((call) => call.startsWith('createOrder'))).toHaveLength(1);
    const said = () => chat.world.messages.map(({ text }) => text).join('\n');
    expect(said()).not.toContain('already closed');
    expect(
      chat.world.pressAnswers.slice(answered).map(({ text }) => text),
      'neither press waits for its end',
    ).toEqual([null, null]);
    await chat.waits(MINUTE_MS);
    await chat.takes(taps[2]);
    expect(said(), 'a minute later it is another one').toContain('already closed');
    expect(chat.state.calls.filter((call) => call.startsWith('createOrder'))).toHaveLength(1);
  });
});

test('one stranger who tries codes keeps nobody else from linking', async () => {
  const chat = await aTelegramChat('en');
  const from = { id: 666, is_bot: false, first_name: 'Mallory', language_code: 'en' };
  const tries = async () => chat.says('/start wrong-wrong-wrong', { from, chat: { id: 666, type: 'private' } });
  for (let count = 0; count < 30; count += 1) await tries();
  expect(
    chat.world.messages.filter(({ text }) => text.includes('too many codes') || text.includes('Too many')),
  ).not.toEqual([]);
  await chat.says(`/start ${LINK_CODE}`);
  expect(chat.world.messages.map(({ text }) => text).join('\n')).toContain('This chat is linked');
});

describe('a picture that Telegram does not take', () => {
  const REFUSED = { status: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' };

  test('leaves the words of a question and of an answer, each once', async () => {
    const chat = await linked('en');
    chat.world.faults.push(REFUSED);
    await asked(chat);
    expect(chat.world.messages.at(-1)).toMatchObject({ hasPicture: false });
    expect(chat.world.messages.at(-1)?.text).toContain('Steady asks');
    const before = chat.world.messages.length;
    await chat.says('/price NVDA');
    chat.world.faults.push(REFUSED);
    await chat.says('/price NVDA');
    expect(chat.world.messages.slice(before).map(({ hasPicture }) => hasPicture)).toEqual([true, false]);
  });

  test('leaves the result of a backtest in words where it stands', async () => {
    const chat = await linked('en');
    await chat.says('/backtest NVDA');
    const card = chat.world.messages.at(-1)!;
    chat.state.tests = [aBacktestRun()];
    chat.world.faults.push(REFUSED);
    await chat.changes(BACKTEST_ID);
    expect(card).toMatchObject({ hasPicture: false });
    expect(card.text).toContain('held +40.1%');
  });
});

describe('a backtest', () => {
  const shown = (chat: TelegramChat) => chat.world.messages.at(-1)!; // something was said

  test('is answered at once, and becomes its result with the picture where it stands, also after a restart', async () => {
    const chat = await linked('en');
    await chat.says('/backtest NVDA');
    const card = shown(chat);
    expect(card.text).toContain('Testing NVIDIA (NVDA) on past prices');
    expect(card.hasPicture).toBe(false);
    await chat.restarts();
    chat.state.tests = [aBacktestRun()];
    await chat.changes(BACKTEST_ID);
    expect(shown(chat).messageId).toBe(card.messageId);
    expect(card.text).toContain('Backtest of NVIDIA (NVDA): +12.3%, held +40.1%');
    expect(card.hasPicture).toBe(true);
    // Told once: nothing else changes it, and Show writes no second message.
    const { edits } = card;
    await chat.changes(BACKTEST_ID);
    await chat.presses('Was it luck?');
    await chat.presses('The result');
    expect(shown(chat).text).toContain('Was it luck?');
    expect(card.edits).toBe(edits);
  });

  test('that fails says why where it stood, and Show asks meanwhile', async () => {
    const chat = await linked('ko');
    await chat.says('백테스트 엔비디아 1999');
    const card = shown(chat);
    await chat.presses('보기');
    expect(shown(chat)).toBe(card);
    const problem = { code: 'no-bars-in-range', values: { bars: 0 } };
    chat.state.tests = [aBacktestRun({ status: 'failed', result: null, problem })];
    await chat.changes(BACKTEST_ID);
    expect(card.text).toContain('결과가 없어요');
    expect(card.text).toContain('봉이 0개뿐이라');
  });
});
