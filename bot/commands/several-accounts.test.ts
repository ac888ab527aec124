import { describe, expect, it } from 'vitest';
import type { AccountView } from '#shared/contract/account.ts';
import { failure } from '#shared/contract/errors.ts';
import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { err } from '#shared/lib/result.ts';
import { readerOf } from '#shared/words/format-time.ts';
import type { Card } from '../cards/card.ts';
import { titleWithWorld } from '../cards/title.ts';
import { converse } from '../converse.ts';
import { anAccount, NOW } from '../testing/builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '../testing/fake-use-cases.ts';
import { memoryDialogs } from '../testing/memory-dialogs.ts';
import { usualAccount } from './usual-account.ts';

/*
 * Somebody with a play account and real money, who types into a chat app: no screen beside it says which account is
 * meant.
 */
const DEMO = anAccount({ id: 'a_demo0001', name: 'Demo account', world: 'demo' });
const LIVE = anAccount({ id: 'a_live0001', name: 'Alpaca live', world: 'live', broker: 'alpaca' });
const SECOND = anAccount({ id: 'a_live0002', name: 'Savings', world: 'live', broker: 'alpaca' });
const TELEGRAM: Caller = { userId: 'u_1' as UserId, channel: 'telegram', scopes: SCOPES, accountIds: null };

function typist(change: Partial<FakeState> = {}) {
  const state = fakeState({ account: DEMO, others: [LIVE], proposals: [], ...change });
  const useCases = fakeUseCases(state);
  const deps = { useCases, dialogs: memoryDialogs(), newId: () => 'd1' };
  const said = (input: { text?: string; verb?: string }, id: string): Promise<readonly Card[]> =>
    converse(deps, {
      caller: TELEGRAM,
      chat: { id, kind: 'private' },
      reader: readerOf('en'),
      now: NOW,
      said: input,
    });
  return {
    state,
    useCases,
    says: (text: string, chat = 'telegram:1') => said({ text }, chat),
    presses: (verb: string, chat = 'telegram:1') => said({ verb }, chat),
  };
}

const title = (card: Card | undefined): string => (card === undefined ? '' : titleWithWorld(card, 'en'));
const labels = (card: Card | undefined): readonly string[] =>
  (card?.buttons ?? []).flat().map(({ label, verb }) => `${label}: ${verb}`);

describe('what is typed where several accounts are open', () => {
  it.each(['today', 'positions', 'stop', 'risk', 'orders'])('/%s is about real money first', async (line) => {
    const [card] = await typist().says(`/${line}`);
    expect(card?.accountId).toBe(LIVE.id);
    expect(title(card)).toMatch(/^LIVE · /);
  });

  it('/pause stops the one with real money, says that it is only that one, and offers all of them', async () => {
    const person = typist();
    const [card] = await person.says('/pause');
    expect(person.state.calls).toEqual([`pauseAccount of ${LIVE.id}`]);
    expect(card?.lines).toContain('Only LIVE Alpaca live.');
    expect(card?.lines).toContain('Still buying: DEMO Demo account.');
    expect(labels(card)).toContain('Stop buying in all accounts: stop all');
  });

  it('/stop says which account it asks about, and offers all of them', async () => {
    const [card] = await typist().says('/stop');
    expect(card?.lines[0]).toBe('Only LIVE Alpaca live.');
    expect(labels(card)).toContain('Stop buying in all accounts: stop all');
  });

  it('is about the account that was chosen, in this chat and no other, until another is', async () => {
    const person = typist();
    const [chosen] = await person.says('/account demo');
    expect(title(chosen)).toMatch(/^DEMO · /);
    expect(chosen?.lines[0]).toBe('This chat is now about DEMO Demo account.');
    await person.says('/pause');
    expect(person.state.calls).toEqual(['pauseAccount']);
    expect(title((await person.says('/today', 'discord:2'))[0])).toMatch(/^LIVE · /);
    await person.presses(`account ${LIVE.id}`);
    expect(title((await person.says('/today'))[0])).toMatch(/^LIVE · /);
  });

  it('goes back to real money when the chosen account is closed', async () => {
    const person = typist();
    await person.says('/account demo');
    person.state.account = { ...DEMO, closedAt: '2026-11-30T00:00:00Z' };
    expect(title((await person.says('/today'))[0])).toMatch(/^LIVE · /);
  });

  it('asks which account where none or several are called so', async () => {
    const person = typist({ others: [LIVE, SECOND] });
    const [nobody] = await person.says('/account nobody');
    expect(nobody?.lines[0]).toBe('No account is called “nobody”.');
    const [both] = await person.says('/account live');
    expect(labels(both)).toEqual([`LIVE Alpaca live: account ${LIVE.id}`, `LIVE Savings: account ${SECOND.id}`]);
    expect(title((await person.says('/account Savings'))[0])).toMatch(/^LIVE · Savings · /);
  });

  it('names the account where two of one world are open, and only there', async () => {
    expect(title((await typist().says('/positions'))[0])).not.toContain('Alpaca live');
    const [card] = await typist({ others: [LIVE, SECOND] }).says('/positions');
    expect(title(card)).toMatch(/^LIVE · Alpaca live · /);
  });

  it('makes a bot on the account it is about', async () => {
    const person = typist();
    const [question] = await person.says('/newbot');
    expect(title(question)).toMatch(/^LIVE · /);
  });
});

describe('all accounts at once', () => {
  it('are stopped by their owner, at once: also while nobody can say how one of them stands', async () => {
    const person = typist();
    person.useCases.accounts = () => Promise.resolve(err(failure('unavailable')));
    const [card] = await person.says('/stop all');
    expect(person.state.calls).toEqual(['stopEverywhere reducing']);
    expect(title(card)).toBe('Nothing is bought in any account');
  });

  it('are stopped one by one by somebody who does not own this Nod', async () => {
    const person = typist({ isOwner: false });
    const [card] = await person.says('/pause all');
    expect(person.state.calls).toEqual(['pauseAccount', `pauseAccount of ${LIVE.id}`]);
    expect(title(card)).toBe('Nothing is bought in any account');
  });

  it('are stopped also from a chat that is about one they may only look at', async () => {
    const person = typist({ isOwner: false, account: { ...DEMO, role: 'viewer' } });
    await person.says('/account demo');
    await person.says('/stop all');
    expect(person.state.calls).toEqual([`pauseAccount of ${LIVE.id}`]);
  });

  it('start again together: one of them does not lift what stopped all', async () => {
    const person = typist();
    await person.says('/stop all');
    const [card] = await person.says('/resume');
    expect(labels(card)[0]).toBe('Start buying in all accounts: resume all');
    await person.says('/resume all');
    expect(person.state.calls).toEqual(['stopEverywhere reducing', 'stopEverywhere active']);
  });
});

describe('the account something is about as a rule', () => {
  const of = (...accounts: AccountView[]) => usualAccount(accounts, null);
  const paper = anAccount({ id: 'a_paper001', world: 'paper' });
  it('is real money, then paper at a broker, then whatever Nod begins with; one’s own first', () => {
    expect(of(DEMO, paper, LIVE)).toBe(LIVE.id);
    expect(of(DEMO, paper)).toBe(paper.id);
    expect(of(DEMO, { ...DEMO, id: 'a_demo0002' })).toBeUndefined();
    expect(of(DEMO, { ...LIVE, role: 'viewer' })).toBeUndefined();
    expect(of({ ...DEMO, closedAt: '2026-11-30T00:00:00Z' }, LIVE)).toBe(LIVE.id);
    expect(of({ ...LIVE, role: 'trader' }), 'whoever was let into that one alone').toBe(LIVE.id);
  });
});

describe('the chat itself', () => {
  const CHAT = {
    id: 'telegram:77',
    channel: 'telegram',
    name: 'Me',
    linkedAt: '2026-11-01T00:00:00Z',
    goneAt: null,
  } as const;

  it('is unlinked after one question', async () => {
    const person = typist({ chats: [CHAT] });
    const [asked] = await person.says('/unlink');
    expect(person.state.calls).toEqual([]);
    expect(asked?.title).toBe('Unlink this Telegram chat?');
    const [done] = await person.presses('settings unlink yes');
    expect(person.state.calls).toEqual(['unlinkChat telegram:77']);
    expect(done?.title).toBe('Unlinked. Nothing more comes here.');
  });

  it('says that it is linked, and how another becomes so', async () => {
    const [card] = await typist({ chats: [CHAT] }).says('/link');
    expect(card?.title).toBe('This Telegram chat is linked to you');
  });

  it('is quieted for everything but what needs somebody at once, and made loud again', async () => {
    const person = typist();
    const [asked] = await person.says('/mute');
    expect(asked?.title).toBe('Telegram may make a sound');
    const [quiet] = await person.presses('settings sound off');
    expect(quiet?.title).toBe('Telegram makes no sound');
    expect(person.state.alertSettings.kinds).toMatchObject({ question: { telegram: 'silent' } });
    expect(person.state.alertSettings.kinds).not.toHaveProperty('exit-failed');
    const [loud] = await person.presses('settings sound on');
    expect(loud?.title).toBe('Telegram may make a sound');
  });
});
