import { describe, expect, it } from 'vitest';
import { cardForEvent } from '#bot/alerts/card-for-event.ts';
import type { Card } from '#bot/cards/card.ts';
import { cardContext } from '#bot/cards/context.ts';
import { converse } from '#bot/converse.ts';
import { memoryDialogs } from '#bot/testing/memory-dialogs.ts';
import { LANGUAGES, type Language } from '#shared/contract/session.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '../testing/sim-account.ts';
import { useCasesOver } from '../testing/sim-use-cases.ts';

/*
 * The first complaint of people who use comparable programs: chat said done, and it was not. Here somebody speaks to the
 * real account over a broker that refuses, falls silent or takes its time, and everything that is said is read: answers,
 * the news that is owed, and what is held.
 */
const SAYS_BOUGHT = { en: /\bBought \d/, ko: /샀어요 \(|주를 [\d,.]+(?:원|달러)에 샀어요/ } as const;
const SAYS_SOLD = { en: /\bSold \d/, ko: /(?:팔았어요|손절했어요|익절했어요)(?: \(|:)/ } as const;

interface Chat {
  readonly account: SimAccount;
  /** What is answered, as text. */
  says(text: string): Promise<string>;
  /** All news that were owed so far, as text. */
  news(): string;
}

function chatWith(account: SimAccount, language: Language): Chat {
  const useCases = useCasesOver(account);
  const dialogs = memoryDialogs();
  const reader = readerOf(language);
  let made = 0;
  const deps = { useCases, dialogs, newId: () => `01K9XQ4T0A5B6C7D8E9F0G1${String((made += 1)).padStart(3, '0')}` };
  const text = (cards: readonly Card[]): string => cards.flatMap(({ title, lines }) => [title, ...lines]).join('\n');
  return {
    account,
    says: async (said) => {
      const caller = { ...OWNER, channel: 'telegram' as const };
      const request = { caller, chat: { id: 'c', kind: 'private' as const }, reader, now: account.now };
      const cards = await converse(deps, { ...request, said: { text: said } });
      await account.settle();
      return text(cards);
    },
    news: () => {
      const about = { id: 'a_test0001', name: 'Test', world: 'demo', baseCurrency: 'USD', broker: 'paper' } as const;
      const context = cardContext({ reader, now: account.now, account: about, market: null, bots: [] });
      return text(account.delivered.flatMap(({ event }) => cardForEvent(event, context, 'chat') ?? []));
    },
  };
}

/** Everything a person may look at. */
async function allOf(chat: Chat): Promise<string> {
  const answers: string[] = [];
  for (const line of ['/today', '/positions', '/orders', '/history', '/pending']) answers.push(await chat.says(line));
  return [...answers, chat.news()].join('\n');
}

async function asked(language: Language) {
  const account = await SimAccount.open();
  const { question } = await account.asking();
  account.market.phase = 'range';
  return { chat: chatWith(account, language), account, question };
}

async function holding(language: Language) {
  const account = await SimAccount.open();
  const { quantity } = await account.holding();
  account.market.phase = 'range';
  account.delivered.length = 0;
  return { chat: chatWith(account, language), account, quantity };
}

const FAILS = [
  ['refuses', (account: SimAccount): void => void (account.broker.faults.refuseWith = 'halted')],
  ['does not answer', (account: SimAccount): void => void (account.broker.faults.isDown = true)],
  ['never gets it', (account: SimAccount): void => void (account.broker.faults.loseRequests = true)],
] as const;

describe.each(LANGUAGES)('complaint 1: chat said done; it was not (%s)', (language) => {
  it.each(FAILS)('a sale that the broker %s is not said to be sold, and is still held (PRISM#79)', async (_, fail) => {
    const { chat, account, quantity } = await holding(language);
    fail(account);
    const said = [await chat.says('/close HRBM'), await chat.says('yes'), chat.news(), await chat.says('/orders')];
    expect(said.join('\n')).not.toMatch(SAYS_SOLD[language]);
    expect(await chat.says('/positions')).toContain(quantity);
    expect(account.broker.held(HRBM)).toBe(quantity);
  });

  it.each(FAILS)('a purchase that the broker %s is no success (OpenAlgo#1425)', async (_, fail) => {
    const { chat, account, question } = await asked(language);
    fail(account);
    const answer = await chat.says(`/approve ${question.id} 1`);
    const said = `${answer}\n${await allOf(chat)}`;
    expect(said).not.toMatch(SAYS_BOUGHT[language]);
    expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
  });

  it('a refused purchase is said to be refused, with the reason and that nothing was spent (OpenAlgo#1425)', async () => {
    const { chat, account, question } = await asked(language);
    account.broker.faults.refuseWith = 'halted';
    const said = `${await chat.says(`/approve ${question.id} 1`)}\n${chat.news()}`;
    expect(said).toMatch(
      language === 'ko' ? /거부했어요[\s\S]*나간 돈은 없어요/ : /Not bought[\s\S]*refused[\s\S]*Nothing was spent/,
    );
  });

  it('nothing is said to be sold before it is known that there is something to sell (OpenAlgo#2054)', async () => {
    const { chat, account } = await asked(language);
    const said = [
      await chat.says('/close HRBM'),
      await chat.says('yes'),
      await chat.says('/sell HRBM 5'),
      await chat.says('yes'),
    ];
    expect([...said, chat.news()].join('\n')).not.toMatch(SAYS_SOLD[language]);
    expect(account.broker.requests).toEqual([]);
  });

  it('a sale is told, once, when it is done (OpenAlgo#856)', async () => {
    const { chat, account } = await holding(language);
    await chat.says('/close HRBM');
    const answer = await chat.says('yes');
    // At the close the market takes it.
    await account.bar({ [HRBM]: { open: 101 } });
    const told = chat
      .news()
      .split('\n')
      .filter((line) => SAYS_SOLD[language].test(line));
    expect(account.broker.held(HRBM)).toBe('0');
    expect(told, answer).toHaveLength(1);
  });

  it('nothing is held before the broker has answered, and all of it is after (PRISM#412)', async () => {
    const { chat, account, question } = await asked(language);
    account.broker.faults.loseAnswers = true;
    await chat.says(`/approve ${question.id} 1`);
    expect(account.broker.held(HRBM), 'the broker has bought it').toBe(question.quantity);
    const before = await allOf(chat);
    expect(before).not.toMatch(SAYS_BOUGHT[language]);
    expect(before).toContain(language === 'ko' ? '확인 중' : 'not confirmed yet');
    expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
    account.broker.heal();
    await account.pass(60_000);
    expect(await chat.says('/positions')).toContain(question.quantity);
    expect(chat.news()).toMatch(SAYS_BOUGHT[language]);
  });
});
