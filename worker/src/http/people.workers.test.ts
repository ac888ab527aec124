import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccessEventView } from '#shared/contract/access.ts';
import type { LinkCodeView } from '#shared/contract/channel.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import type { InvitedView, JoinedView, NewInvitationView, RoleView } from '#shared/contract/role.ts';
import type { NewTokenView } from '#shared/contract/session.ts';
import type { GoodbyeView } from '#shared/contract/goodbye.ts';
import type { Role } from '#shared/domain/role.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { erasePerson } from '../store/erase-person.ts';
import { AppPerson, fetchAs, standInFor } from '../testing/app-person.ts';
import { fromHome } from '../testing/chat-person.ts';
import { aToken, owner } from '../testing/sign-in.ts';
import { telegramFetch } from '../testing/telegram-server/telegram-fetch.ts';
import { TelegramWorld, type TelegramPerson } from '../testing/telegram-server/telegram-world.ts';
import { PATIENCE } from '../testing/patience.ts';

const PACED_MS = 30_000;
const world = new TelegramWorld({ token: '123456789:AAcanary-token-of-this-test-0000000000' });
const MINA: TelegramPerson = { id: 5_200_000_001, firstName: 'Mina', language: 'en' };
const KIM: TelegramPerson = { id: 5_200_000_002, firstName: 'Kim', language: 'en' };
const VIV: TelegramPerson = { id: 5_200_000_003, firstName: 'Viv', language: 'en' };

standInFor('api.telegram.org', telegramFetch(world));

interface Items<T> {
  readonly items: readonly T[];
}
type Refusal = { readonly code: string };

const mina = new AppPerson();
const kim = new AppPerson();
const viv = new AppPerson();
const stranger = new AppPerson();
let accountId = '';

const heardIn = (chatId: number): string =>
  world.messages.flatMap((message) => (message.chatId === chatId ? message.text : [])).join('\n');
const arrives = (chatId: number, text: string) =>
  vi.waitFor(() => expect(heardIn(chatId)).toContain(text), { timeout: PACED_MS, interval: 10 });

/** What was said on this person's screens, newest last. */
async function titles(person: AppPerson): Promise<string> {
  const { body } = await person.call<{ id: string }>('GET', 'me');
  const chat = await compose(readEnv(env)).user(body.id).chat(50);
  return chat.map(({ title }) => title).join('\n');
}

/** The code of an invitation that Mina made, after she confirmed it. */
async function anInvitation(role: Role, name: string): Promise<string> {
  await mina.confirm('share-account', `${accountId}:${role}`);
  const made = await mina.call<NewInvitationView>('POST', 'invitations', { accountId, role, name });
  expect(made, made.text).toMatchObject({ status: 201 });
  return made.body.path.split('#')[1] ?? '';
}

async function linksTelegram(person: AppPerson, phone: TelegramPerson): Promise<void> {
  const made = await person.call<LinkCodeView>('POST', 'channels/telegram/code');
  expect(made.status, made.text).toBe(201);
  await fromHome(JSON.stringify(world.typed(phone, `/start ${made.body.code}`)));
  await arrives(phone.id, 'This chat is linked to');
}

const press = (phone: TelegramPerson, label: string) => fromHome(JSON.stringify(world.pressed(phone, label)));

beforeAll(async () => {
  await mina.signIn(5);
  await mina.confirm();
  expect((await mina.call('POST', 'channels/telegram', { token: world.token })).status).toBe(200);
  await linksTelegram(mina, MINA);
  accountId = (await mina.call<Items<{ id: string }>>('GET', 'accounts')).body.items[0]?.id ?? '';
});

// One story: each part stands on the one before.
describe('a second person', { shuffle: false, timeout: 4 * PACED_MS }, () => {
  test('is let in by the owner alone, in person, and for one role', async () => {
    const wish = { accountId, role: 'approver', name: 'Kim' };
    expect(await mina.call('POST', 'invitations', wish)).toMatchObject({
      ...{ status: 403, body: { code: 'step-up-required' } },
    });
    await mina.confirm('share-account', `${accountId}:viewer`);
    expect((await mina.call<Refusal>('POST', 'invitations', wish)).body.code, 'confirmed for less').toBe(
      'step-up-required',
    );
    const token = await aToken();
    const byToken = await fetchAs(token, 'POST', 'invitations', wish);
    expect(byToken.status, 'a script has nobody who could confirm').toBe(403);
    expect((await stranger.call('POST', 'invitations', wish)).status).toBe(401);
  });

  test('sees what it would be able to do and by whose leave; no guess shows anything', async () => {
    const code = await anInvitation('approver', 'Kim');
    const shown = await stranger.call<InvitedView>('POST', 'invitations/look', { code });
    expect(shown).toMatchObject({
      status: 200,
      body: { role: 'approver', may: ['read', 'approve'], invitedBy: 'Owner', name: 'Kim', world: 'demo' },
    });
    expect(shown.text, 'nothing of the money').not.toMatch(/cash|equity|u_|"id"/);
    const secret = code.split('.')[1] ?? '';
    const wrong = [`a_zzzzzzzz.${secret}`, `${accountId}.${'A'.repeat(59)}`, `${code}x`, secret, `${accountId}.`];
    const answers = await Promise.all(wrong.map((guess) => stranger.call('POST', 'invitations/look', { code: guess })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 'all alike').toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'invitation-invalid' } });
    for (const body of [{}, { code: 5 }, { code: 'x'.repeat(300) }, { code, more: 1 }, { code: { $ne: '' } }])
      expect((await stranger.call('POST', 'invitations/look', body)).status).toBe(400);
    expect((await stranger.call('POST', 'invitations/join', { code, name: 'x'.repeat(100_000) })).status).toBe(413);
    expect((await stranger.call('POST', 'invitations/join', { code, name: ' ' })).status).toBe(400);
    const foreign = await new AppPerson('https://evil.example').call<Refusal>('POST', 'invitations/join', {
      code,
      name: 'K',
    });
    expect(foreign.body.code).toBe('bad-origin');
    const two = await Promise.all(
      [kim, stranger].map((who) => who.call<JoinedView>('POST', 'invitations/join', { code, name: 'Kim' })),
    );
    expect(two.map(({ status }) => status).sort(), 'of two at once one comes in').toEqual([201, 401]);
    if (two[0]?.status !== 201) kim.takesOver(stranger);
    expect((await stranger.call('POST', 'invitations/join', { code, name: 'Again' })).status).toBe(401);
  });

  test('is there with exactly that role, and its owner hears of a new way in', async () => {
    const me = await kim.call<{ id: string; name: string; accountIds: string[] }>('GET', 'me');
    expect(me.body).toMatchObject({ name: 'Kim', accountIds: [accountId] });
    const roles = await kim.call<Items<RoleView>>('GET', 'roles');
    expect(roles.body.items).toMatchObject([
      { role: 'owner', name: 'Owner', isOpener: true, isYou: false },
      { role: 'approver', name: 'Kim', isOpener: false, isYou: true },
    ]);
    await arrives(MINA.id, 'Act now: Kim is now approver of');
    expect(world.messages.at(-1)?.isSilent).toBe(false);
    expect(await titles(kim)).toContain('You are now approver of');
    const kimId = me.body.id;
    const minaId = await owner();
    const wish = { accountId, role: 'owner' };
    for (const [method, path, body] of [
      ['POST', 'invitations', wish],
      ['GET', `invitations?accountId=${accountId}`, undefined],
      ['PATCH', `roles/${accountId}/${kimId}`, { role: 'owner' }],
      ['DELETE', `roles/${accountId}/${minaId}`, undefined],
      ['PATCH', `accounts/${accountId}/risk`, { secondNodAbove: null }],
      ['PATCH', 'market', { speed: 1 }],
      ['GET', 'users', undefined],
    ] as const)
      expect((await kim.call<Refusal>(method, path, body)).body.code, `${method} ${path}`).toBe('not-allowed');
  });

  test('who was cut off before they were signed in comes in by the same link, once', async () => {
    const code = await anInvitation('viewer', 'Jo');
    // All of it but the session: as far as it had come when the Worker was gone.
    const taken = await compose(readEnv(env)).useCases.joinByInvitation({ code, name: 'Jo', language: 'en' });
    expect(taken.ok && taken.value.role).toBe('viewer');
    expect((await mina.call<Items<unknown>>('GET', `invitations?accountId=${accountId}`)).body.items).toEqual([]);
    const jo = new AppPerson();
    expect((await jo.call('POST', 'invitations/look', { code })).status).toBe(200);
    const joined = await jo.call<JoinedView>('POST', 'invitations/join', { code, name: 'Jo' });
    expect(joined.body).toMatchObject(taken.ok ? taken.value : {});
    expect((await jo.call('GET', 'me')).status).toBe(200);
    for (const path of ['invitations/look', 'invitations/join'])
      expect((await stranger.call('POST', path, { code, ...(path.endsWith('join') && { name: 'X' }) })).status).toBe(
        401,
      );
    expect((await mina.call('DELETE', `roles/${accountId}/${joined.body.userId}`)).status).toBe(200);
  });

  test('has nothing to say about another account, and does not learn which there are', async () => {
    const { body } = await mina.call<{ id: string }>('POST', 'accounts', { name: 'Other', deposit: '1000' });
    const asks = async (id: string) =>
      Promise.all([
        kim.call('GET', `roles?accountId=${id}`),
        kim.call('GET', `invitations?accountId=${id}`),
        kim.call('POST', 'invitations', { accountId: id, role: 'viewer' }),
        kim.call('DELETE', `roles/${id}/u_0000000000000000`),
        kim.call('DELETE', `invitations/i_${id.slice(2)}_01K9XQ4T0A5B6C7D8E9F0G1H2K`),
      ]);
    const [there, nowhere] = [await asks(body.id), await asks('a_zzzzzzzz')];
    expect(there.map(({ status }) => status)).toEqual(nowhere.map(({ status }) => status));
    expect(there.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await kim.call<Items<RoleView>>('GET', 'roles')).body.items).toHaveLength(2);
  });

  test('links a phone at once, and says there what they are', async () => {
    await linksTelegram(kim, KIM);
    await fromHome(JSON.stringify(world.typed(KIM, '/whoami')));
    await arrives(KIM.id, '(DEMO): approver');
    const code = await anInvitation('viewer', 'Viv');
    expect((await viv.call('POST', 'invitations/join', { code, name: 'Viv' })).status).toBe(201);
    await linksTelegram(viv, VIV);
  });

  test('is the second of two: one order for both nods, none for one, and a viewer’s press does nothing', async () => {
    expect((await mina.call('PATCH', `accounts/${accountId}/risk`, { secondNodAbove: '1' })).status).toBe(200);
    const settings = { accountId, investmentAmount: 20_000, riskLevel: 'medium', durationWeeks: 8 };
    expect((await mina.call('POST', 'bots', settings)).status).toBe(201);
    await mina.call('PATCH', 'market', { speed: 1000 });
    const question = await vi.waitFor(
      async () => {
        const { body } = await mina.call<Items<ProposalView>>('GET', 'proposals?status=pending');
        expect(body.items.length).toBeGreaterThan(0);
        return body.items[0];
      },
      { timeout: 2 * PACED_MS, interval: 50 },
    );
    await mina.call('PATCH', 'market', { paused: true });
    const now = async () => (await mina.call<ProposalView>('GET', `proposals/${question?.id ?? ''}`)).body;
    const orders = async () =>
      (await mina.call<Items<OrderView>>('GET', `accounts/${accountId}/orders`)).body.items.filter(
        ({ proposalId }) => proposalId === question?.id,
      );
    await Promise.all([MINA, KIM, VIV].map(({ id }) => arrives(id, 'Two people have to nod')));
    await press(VIV, 'Approve');
    await arrives(VIV.id, 'is not open to you here');
    await press(KIM, 'Approve');
    await vi.waitFor(async () => expect((await now()).twoPeople?.first?.name).toBe('Kim'), { timeout: PACED_MS });
    expect(await orders()).toEqual([]);
    // Taken away and given again in between: what was nodded before counts no more.
    const kimId = (await kim.call<{ id: string }>('GET', 'me')).body.id;
    const less = await mina.call('PATCH', `roles/${accountId}/${kimId}`, { role: 'viewer' });
    expect(less.status).toBe(200);
    expect((await now()).twoPeople?.first).toBeNull();
    await mina.confirm('share-account', `${accountId}:approver`);
    expect((await mina.call('PATCH', `roles/${accountId}/${kimId}`, { role: 'approver' })).status).toBe(200);
    expect(await now()).toMatchObject({ status: 'pending', twoPeople: { first: null } });
    await press(MINA, 'Approve');
    await vi.waitFor(async () => expect((await now()).twoPeople?.first?.name).toBe('Owner'), { timeout: PACED_MS });
    expect(await orders()).toEqual([]);
    await press(KIM, 'Approve');
    await vi.waitFor(async () => expect((await now()).status).toBe('approved'), { timeout: PACED_MS });
    expect(await now()).toMatchObject({ decidedBy: kimId, decidedChannel: 'telegram' });
    await press(MINA, 'Approve').catch(() => undefined);
    await vi.waitFor(async () => expect(await orders()).toHaveLength(1), { timeout: PACED_MS });
  });

  test('who is removed is out at once: screens, tokens, lists, and what they are told', async () => {
    const kimId = (await kim.call<{ id: string }>('GET', 'me')).body.id;
    const bound = await kim.call<NewTokenView>('POST', 'tokens', {
      name: 'kims',
      scopes: ['read'],
      accountIds: [accountId],
    });
    expect((await fetchAs(bound.body.token, 'GET', `accounts/${accountId}`)).status).toBe(200);
    expect((await mina.call('DELETE', `roles/${accountId}/${kimId}`)).status).toBe(200);
    expect((await kim.call('GET', `accounts/${accountId}`)).status).toBe(404);
    expect((await kim.call<{ accountIds: string[] }>('GET', 'me')).body.accountIds).toEqual([]);
    await vi.waitFor(async () => expect(await titles(kim)).toContain('You have no part in'), PATIENCE);
    await vi.waitFor(async () => {
      expect((await kim.call<Items<unknown>>('GET', 'tokens')).body.items).toEqual([]);
    }, PATIENCE);
    expect((await fetchAs(bound.body.token, 'GET', 'me')).status).toBe(401);
    await mina.call('POST', `accounts/${accountId}/pause`);
    await vi.waitFor(async () => expect(await titles(mina)).toContain('Buying stopped'), PATIENCE);
    expect(await titles(kim)).not.toContain('Buying stopped');
    expect((await mina.call('DELETE', `roles/${accountId}/${await owner()}`)).status, 'never its opener').toBe(409);
    const vivId = (await viv.call<{ id: string }>('GET', 'me')).body.id;
    expect((await viv.call('DELETE', `roles/${accountId}/${vivId}`)).status, 'anybody leaves').toBe(200);
    expect((await mina.call<Items<RoleView>>('GET', `roles?accountId=${accountId}`)).body.items).toHaveLength(1);
  });

  test('who is signed in takes an invitation as who they are', async () => {
    const code = await anInvitation('trader', 'Kim again');
    const own = await mina.call<Refusal>('POST', 'invitations/accept', { code });
    expect(own.body.code).toBe('has-role');
    const all = await kim.call<NewTokenView>('POST', 'tokens', { name: 'all', scopes: ['read', 'admin'] });
    const byToken = await fetchAs(all.body.token, 'POST', 'invitations/accept', { code });
    expect(byToken.status, 'in person').toBe(403);
    const accepted = await kim.call<JoinedView>('POST', 'invitations/accept', { code });
    expect(accepted).toMatchObject({ status: 200, body: { accountId, role: 'trader' } });
    expect((await kim.call('POST', 'invitations/accept', { code })).status).toBe(401);
    expect((await kim.call('GET', `accounts/${accountId}`)).status).toBe(200);
  });

  test('and everything of it can be read afterwards, by kind and page, without a secret', async () => {
    const read = async (who: AppPerson, query = '') =>
      (await who.call<Items<AccessEventView> & { nextCursor: string | null }>('GET', `me/events${query}`)).body;
    const kims = await vi.waitFor(async () => {
      const page = await read(kim, '?kind=roles');
      expect(page.items).toHaveLength(5);
      return page;
    }, PATIENCE);
    expect(kims.items.map(({ type, about, actor }) => `${type} ${about.role} by ${actor.name}`)).toEqual([
      'access.role-granted trader by Kim',
      'access.role-removed approver by Owner',
      'access.role-changed approver by Owner',
      'access.role-changed viewer by Owner',
      'access.role-granted approver by Kim',
    ]);
    const all = await read(kim);
    expect(all.items.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['access.signed-in', 'access.chat-linked', 'access.token-made']),
    );
    expect((await read(kim, '?kind=chats')).items).toMatchObject([
      { channel: 'telegram', about: { app: 'telegram', name: 'Kim' }, actor: { isYou: true } },
    ]);
    const [first, second] = [await read(kim, '?limit=3'), await read(kim, '?limit=500')];
    const rest = await read(kim, `?limit=500&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...rest.items]).toEqual(second.items);
    expect(JSON.stringify(all)).not.toMatch(/chatId|hash|selector|[\w-]{59}/);
    const minas = await read(mina, '?kind=roles');
    expect(minas.items.filter(({ about }) => about.name === 'Viv').map(({ type }) => type)).toEqual([
      'access.role-removed',
      'access.role-granted',
    ]);
    const bound = await mina.call<NewTokenView>('POST', 'tokens', {
      name: 'b',
      scopes: ['admin'],
      accountIds: [accountId],
    });
    expect((await fetchAs(bound.body.token, 'GET', 'me/events')).status, 'a bound token sees none of it').toBe(403);
    expect((await mina.call('GET', 'me/events?kind=everything')).status).toBe(400);
    expect((await mina.call('GET', 'me/events?cursor=x')).status).toBe(400);
  });

  test('takes everything of theirs along as a file, without a secret', async () => {
    const token = (await kim.call<NewTokenView>('POST', 'tokens', { name: 'copy', scopes: ['read', 'admin'] })).body
      .token;
    const [share] = (await kim.call<Items<{ symbol: string }>>('GET', 'instruments?limit=1')).body.items;
    await kim.call('PATCH', `instruments/${share?.symbol}/note`, { text: 'too dear above 100' });
    const pension = await kim.call<{ id: string }>('POST', 'portfolios', { name: 'Pension', kind: 'elsewhere' });
    await kim.call('POST', `portfolios/${pension.body.id}/holdings`, { name: 'A fund', quantity: '2' });
    const answer = await fetchAs(token, 'GET', 'me/export');
    expect(answer.headers.get('content-disposition')).toContain('nod-export.ndjson');
    const text = await answer.text();
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; item: { lines?: number } });
    const kinds = new Set(lines.map(({ kind }) => kind));
    for (const kind of ['me', 'browser', 'token', 'access', 'chat', 'message', 'account', 'order', 'bot', 'event'])
      expect(kinds, kind).toContain(kind);
    const itemOf = (kind: string) => lines.find((line) => line.kind === kind)?.item;
    expect(itemOf('note'), 'what goes with a goodbye can be taken along').toMatchObject({ text: 'too dear above 100' });
    expect(itemOf('holding')).toMatchObject({ portfolioId: pension.body.id, name: 'A fund', quantity: '2' });
    expect(lines.at(-1)).toMatchObject({ kind: 'end', item: { lines: lines.length - 1 } });
    expect(text).not.toMatch(/u_\w+\.[\w-]{59}/);
    expect(text).not.toContain(token.split('.')[1]);
    const bound = await kim.call<NewTokenView>('POST', 'tokens', {
      ...{ name: 'b', scopes: ['read', 'admin'], accountIds: [accountId] },
    });
    expect((await fetchAs(bound.body.token, 'GET', 'me/export')).status, 'a bound token reads not all').toBe(403);
  });

  test('ends their own sign-in for good once nothing of theirs is open, and what accounts wrote stays', async () => {
    const { id: kimId } = (await kim.call<{ id: string }>('GET', 'me')).body;
    expect((await mina.call<Refusal>('POST', 'me/goodbye', { name: 'Owner' })).body.code).toBe('installer-stays');
    const own = await kim.call<{ id: string }>('POST', 'accounts', { name: 'Kims', deposit: '1000' });
    const shown = await kim.call<GoodbyeView>('GET', 'me/goodbye');
    expect(shown.body).toMatchObject({
      name: 'Kim',
      isInstaller: false,
      open: [{ name: 'Kims' }],
      leaves: [{ id: accountId }],
    });
    expect((await kim.call<Refusal>('POST', 'me/goodbye', { name: 'Kim' })).body.code).toBe('still-open');
    expect((await kim.call('DELETE', `accounts/${own.body.id}`)).status).toBe(200);
    expect((await kim.call<Refusal>('POST', 'me/goodbye', { name: 'Kin' })).body.code).toBe('name-mismatch');
    expect((await kim.call<Refusal>('POST', 'me/goodbye', { name: 'Kim' })).body.code).toBe('step-up-required');
    const { secret } = await compose(readEnv(env)).user(kimId).createLink('host');
    await kim.call('POST', 'step-up/finish', { reason: 'say-goodbye', linkCode: `${kimId}.${secret}` });
    // As one that was cut off leaves it: the name is gone, and Kim types it as before.
    await erasePerson(env.DB, kimId);
    expect((await kim.call<GoodbyeView>('GET', 'me/goodbye')).body.name, 'nobody types a dash').toBeNull();
    expect((await kim.call('POST', 'me/goodbye', { name: 'Kim' })).status).toBe(200);
    expect((await kim.call('GET', 'me')).status).toBe(401);
    expect((await mina.call<Items<RoleView>>('GET', `roles?accountId=${accountId}`)).body.items).toHaveLength(1);
    const heard = world.messages.length;
    await fromHome(JSON.stringify(world.typed(KIM, '/whoami')));
    await vi.waitFor(() => expect(world.messages.length).toBeGreaterThan(heard), PATIENCE);
    expect(heardIn(KIM.id).split('\n').at(-1), 'a chat that is nobody’s').not.toContain('(DEMO)');
    const kept = await compose(readEnv(env)).user(kimId).accessEvents({ limit: 500, before: null, types: null });
    expect(kept.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['access.forgotten', 'access.signed-in', 'access.role-granted']),
    );
    expect(await compose(readEnv(env)).user(kimId).chat(10)).toEqual([]);
  });
});
