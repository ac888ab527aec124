import { describe, expect, test } from 'vitest';
import type { EventView } from '#shared/contract/account.ts';
import { SimAccount } from '../testing/sim-account.ts';
import { useCasesOver } from '../testing/sim-use-cases.ts';
import { aTelegramChat, LINK_CODE, type TelegramChat } from '../testing/telegram-chat.ts';

interface Scene {
  readonly account: SimAccount;
  readonly chat: TelegramChat;
  readonly proposalId: string;
  /** The button's update, from the message as it stands. */
  readonly press: (label: string) => unknown;
  /** What the account owed since, told. */
  readonly told: () => Promise<void>;
  readonly card: () => { readonly text: string; readonly buttons: readonly string[]; readonly edits: number };
}

/** A question of a real account, as it stands in a chat that is linked to its owner. */
async function asked(): Promise<Scene> {
  const account = await SimAccount.open();
  account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES ('u_1', 'owner', 0)");
  const chat = await aTelegramChat('en', {}, { useCases: useCasesOver(account), now: () => account.now });
  await chat.says(`/start ${LINK_CODE}`);
  const { question } = await account.asking();
  await account.settle();
  const seen = new Set<number>();
  const told = async (): Promise<void> => {
    await account.settle();
    const owed = account.delivered.filter(({ userId }) => userId === 'u_1').map(({ event }): EventView => event);
    for (const event of owed) {
      if (seen.has(event.seq)) continue;
      seen.add(event.seq);
      await chat.happens(event);
    }
  };
  await told();
  const messages = chat.world.messages.filter(({ keyboard }) => JSON.stringify(keyboard).includes(question.id));
  const [message] = messages;
  if (message === undefined || messages.length !== 1) throw new Error(`${messages.length} cards stand in the chat`);
  return {
    ...{ account, chat, told, proposalId: question.id },
    press: (label) => chat.world.pressed(chat.person, label),
    card: () => ({
      text: message.text,
      buttons: message.keyboard.flat().map(({ text }) => text),
      edits: message.edits,
    }),
  };
}

const restart = async ({ account, chat }: Scene, midway?: unknown): Promise<void> => {
  account.crash();
  await account.runtime.wake();
  // What was owed when it died is found by its alarm.
  await account.pass(1_000);
  await chat.restarts(midway);
};

describe('fault 6: a deploy during a pending trade drops it silently, and its card stays alive', () => {
  test('fault 6: the question and its card are there afterwards, and the card takes one answer', async () => {
    const scene = await asked();
    const { account, chat, card, told, proposalId } = scene;
    const before = card();
    await restart(scene);
    await told();
    expect(card()).toEqual(before);
    const [question] = await account.questions();
    expect(question).toMatchObject({ id: proposalId, status: 'pending' });
    const approve = scene.press('Approve');
    await chat.takes(approve);
    await chat.takes(approve);
    await told();
    expect(account.broker.requests).toHaveLength(1);
    expect(card().buttons.join()).not.toContain('Approve');
    expect(card().text).toContain('Approved');
  });

  test('fault 6: a press that was taken and cut off is worked on afterwards, once', async () => {
    const scene = await asked();
    const { account, chat, card, told } = scene;
    const approve = scene.press('Approve');
    await restart(scene, approve);
    await told();
    expect(account.broker.requests).toHaveLength(1);
    expect(card().buttons.join()).not.toContain('Approve');
    // Telegram, which heard no answer, brings it again.
    expect(await chat.takes(approve)).toBe('repeated');
    await restart(scene);
    expect(account.broker.requests).toHaveLength(1);
  });

  test('a press that was cut off is taken up though somebody else writes all the time', async () => {
    const scene = await asked();
    const { account, chat } = scene;
    await chat.dies(scene.press('Approve'));
    for (let said = 0; said < 4; said++) {
      await chat.waits(20_000);
      await chat.says('help');
    }
    await account.settle();
    expect(account.broker.requests).toHaveLength(1);
  });

  test('fault 6: a question that ended while nobody was there leaves no card that looks alive', async () => {
    const scene = await asked();
    const { account, chat, card, told } = scene;
    const stale = scene.press('Approve');
    await restart(scene);
    await account.pass(24 * 3_600_000);
    await told();
    expect(card().edits).toBeGreaterThan(0);
    expect(card().buttons.join()).not.toContain('Approve');
    // Whoever still sees the old one is told what happened, and nothing is bought.
    await chat.takes(stale);
    expect(account.broker.requests).toEqual([]);
  });

  test('fault 6: decided elsewhere while the chat was away, the card is no question any more', async () => {
    const scene = await asked();
    const { account, chat, card, told, proposalId } = scene;
    const [question] = await account.questions();
    await account.approve(question!);
    await restart(scene);
    await told();
    expect(card().buttons.join()).not.toContain('Approve');
    await chat.takes(
      chat.world.press(
        chat.person,
        chat.world.messages.find(({ text }) => text === card().text)!,
        `approve ${proposalId} 1`,
      ),
    );
    await told();
    expect(account.broker.requests).toHaveLength(1);
  });
});
