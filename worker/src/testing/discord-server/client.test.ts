import { describe, expect, it } from 'vitest';
import type { Post } from '#bot/channels/channel.ts';
import { button } from '#bot/cards/card.ts';
import { plainCard } from '#bot/cards/context.ts';
import { checkMessage, checkSlashCommand } from '#bot/channels/discord/builders-check.ts';
import { ALONE_WITH, discordClient, installLinks } from '#bot/channels/discord/client.ts';
import { slashCommands } from '#bot/channels/discord/slash-commands.ts';
import { renderForDiscord } from '#bot/channels/discord/render-for-discord.ts';
import { aPng } from '../png.ts';
import { DiscordStandIn } from './discord.ts';

const TOKEN = 'a.bot.token';
const MINA = '42';

/** Discord and a client of it, on one clock that only moves when it is told to. */
function atDiscord({ token = TOKEN } = {}) {
  let now = Date.UTC(2026, 10, 20, 15, 0);
  const check = { message: checkMessage, command: checkSlashCommand };
  const discord = new DiscordStandIn({ token: TOKEN, publicKey: 'ab'.repeat(32), now: () => now, check });
  const client = discordClient({ token, appUrl: null, fetch: discord.fetch, now: () => now });
  return { discord, client, waits: (ms: number) => (now += ms) };
}

function aPost(change: Partial<Post> = {}): Post {
  return {
    place: { chatId: `${ALONE_WITH}${MINA}`, threadId: null },
    card: plainCard('Bought 12 NVDA', { lines: ['at $124.31'], buttons: [[button('Sell', 'sell NVDA')]] }),
    language: 'en',
    was: null,
    picture: null,
    replyTo: null,
    silent: false,
    ...change,
  };
}

describe('a bot of Discord', () => {
  it('says itself who it is, which application it belongs to and how that signs', async () => {
    const { discord, client } = atDiscord();
    expect(await client.identify()).toEqual({
      kind: 'known',
      botId: discord.botId,
      botName: 'nod',
      app: { id: discord.applicationId, publicKey: 'ab'.repeat(32) },
    });
    expect(installLinks(discord.applicationId).user).toContain('integration_type=1');
  });

  it('is told apart from one that is refused, and from a Discord that is not there', async () => {
    const { client } = atDiscord({ token: 'another' });
    expect(await client.identify()).toEqual({ kind: 'refused' });
    const away = atDiscord();
    away.discord.isDown = true;
    expect(await away.client.identify()).toEqual({ kind: 'unavailable' });
  });

  it('registers every command, and the address where it is spoken to', async () => {
    const { discord, client } = atDiscord();
    expect(await client.announce()).toBe(true);
    expect(discord.commands.map(({ name }) => name)).toEqual(slashCommands().map(({ name }) => name));
    expect(await client.listenAt({ url: 'https://nod.example/api/webhooks/discord', secret: '' })).toBe(true);
    expect(discord.endpoint).toBe('https://nod.example/api/webhooks/discord');
    expect(await client.listenAt(null)).toBe(true);
    expect(discord.endpoint).toBeNull();
  });
});

describe('a message', () => {
  it('opens the conversation once, and stands there', async () => {
    const { discord, client } = atDiscord();
    const first = await client.post(aPost({ silent: true }));
    const [stood] = discord.saidTo(MINA);
    expect(first).toEqual({ kind: 'sent', messageId: stood?.id, hasPicture: false });
    expect(stood?.message.content).toBe('**Bought 12 NVDA**\nat $124.31');
    expect(stood?.message.flags).toBe(4096);
    await client.post(aPost({ replyTo: stood?.id ?? '' }));
    expect(discord.asked.filter((one) => one.includes('/users/@me'))).toHaveLength(1);
    expect(discord.saidTo(MINA)[1]?.message.message_reference).toMatchObject({ message_id: stood?.id });
  });

  it('carries its picture, which an edit leaves where it is', async () => {
    const { discord, client } = atDiscord();
    const sent = await client.post(aPost({ picture: new ArrayBuffer(8) }));
    expect(sent).toMatchObject({ kind: 'sent', hasPicture: true });
    if (sent.kind !== 'sent') return;
    expect(await client.edit(sent, aPost({ card: plainCard('Sold 12 NVDA') }))).toEqual(sent);
    const [stood] = discord.saidTo(MINA);
    expect(stood).toMatchObject({ files: [{ name: 'nod.png' }], edits: 1, message: { content: '**Sold 12 NVDA**' } });
  });

  it('gets another picture in the place of the one that stood there, byte for byte what was drawn', async () => {
    const { discord, client } = atDiscord();
    const [first, second] = [aPng(1200, 800, 1), aPng(1200, 800, 2)];
    const sent = await client.post(aPost({ picture: first.buffer }));
    if (sent.kind !== 'sent') throw new Error('it stands there');
    expect(discord.saidTo(MINA)[0]?.files).toMatchObject([{ name: 'nod.png', type: 'image/png', bytes: first }]);
    expect(await client.edit(sent, aPost({ picture: second.buffer }))).toEqual(sent);
    expect(discord.saidTo(MINA)[0]?.files).toMatchObject([{ name: 'nod.png', type: 'image/png', bytes: second }]);
    // A text that stood there without one gets one, too.
    const bare = await client.post(aPost());
    if (bare.kind !== 'sent') throw new Error('it stands there');
    expect(await client.edit(bare, aPost({ picture: second.buffer }))).toEqual({ ...bare, hasPicture: true });
    expect(discord.saidTo(MINA)[1]?.files).toHaveLength(1);
  });

  it('whose picture is not taken is refused whole, and its words are taken', async () => {
    const { discord, client } = atDiscord();
    discord.takesFiles = false;
    const post = aPost({ picture: aPng(1200, 800, 1).buffer });
    expect(await client.post(post)).toEqual({ kind: 'refused', reason: 'discord-40005' });
    expect(await client.post({ ...post, picture: null })).toMatchObject({ kind: 'sent', hasPicture: false });
  });

  it('that is sent again after its answer was lost stands there once', async () => {
    const { discord, client } = atDiscord();
    const post = aPost({ key: 'u_1 17' });
    await client.post(post);
    expect(await client.post(post)).toMatchObject({ kind: 'sent', messageId: discord.saidTo(MINA)[0]?.id });
    expect(discord.saidTo(MINA)).toHaveLength(1);
  });

  it('of which only the old one is gone does not close the conversation', async () => {
    const { client } = atDiscord();
    expect(await client.edit({ messageId: '1', hasPicture: false }, aPost())).toEqual({
      kind: 'refused',
      reason: 'discord-10008',
    });
  });

  it('to somebody who lets nobody write is gone', async () => {
    const { discord, client } = atDiscord();
    discord.closed.add(MINA);
    expect(await client.post(aPost())).toEqual({ kind: 'gone' });
  });
});

describe('when Discord does not take it', () => {
  it('waits exactly as long as it says, for that conversation only', async () => {
    const { discord, client, waits } = atDiscord();
    await client.post(aPost());
    discord.faults.push('busy');
    expect(await client.post(aPost())).toEqual({ kind: 'retry-after', ms: 250 });
    const asked = discord.asked.length;
    expect(await client.post(aPost())).toEqual({ kind: 'retry-after', ms: 250 });
    expect(discord.asked).toHaveLength(asked);
    expect(await client.post(aPost({ place: { chatId: '5', threadId: null } }))).toMatchObject({ kind: 'sent' });
    waits(250);
    expect(await client.post(aPost())).toMatchObject({ kind: 'sent' });
  });

  it('waits with everything where the whole bot is limited', async () => {
    const { discord, client } = atDiscord();
    discord.faults.push('all-busy');
    expect(await client.post(aPost({ place: { chatId: '5', threadId: null } }))).toEqual({
      kind: 'retry-after',
      ms: 250,
    });
    expect(await client.post(aPost({ place: { chatId: '6', threadId: null } }))).toEqual({
      kind: 'retry-after',
      ms: 250,
    });
  });

  it('never runs into a limit that its headers announced', async () => {
    const { discord, client, waits } = atDiscord();
    const place = { chatId: '5', threadId: null };
    const outcomes: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      const outcome = await client.post(aPost({ place }));
      outcomes.push(outcome.kind);
      if (outcome.kind === 'retry-after') waits(outcome.ms);
    }
    expect(outcomes.filter((kind) => kind === 'sent')).toHaveLength(discord.channels.get('5')?.length ?? 0);
    expect(outcomes.filter((kind) => kind === 'retry-after').length).toBeLessThanOrEqual(8);
    expect(discord.asked).toHaveLength(outcomes.filter((kind) => kind === 'sent').length);
  });

  it('keeps to fifty a second in all', async () => {
    const { discord, client } = atDiscord();
    const outcomes = await Promise.all(
      Array.from({ length: 80 }, (_, n) => client.post(aPost({ place: { chatId: String(1000 + n), threadId: null } }))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'sent')).toHaveLength(50);
    expect(discord.asked).toHaveLength(50);
    for (const outcome of outcomes) expect(['sent', 'retry-after']).toContain(outcome.kind);
  });

  it.each([
    ['error', 'discord-500'],
    ['html', 'discord-502'],
    ['lost', 'no-answer'],
  ] as const)('says so: %s', async (fault, reason) => {
    const { discord, client } = atDiscord();
    discord.faults.push(fault);
    expect(await client.post(aPost({ place: { chatId: '5', threadId: null } }))).toEqual({ kind: 'failed', reason });
  });

  it('asks nothing more with a token that was refused', async () => {
    const { discord, client } = atDiscord({ token: 'another' });
    for (let n = 0; n < 5; n += 1)
      expect(await client.post(aPost())).toEqual({ kind: 'failed', reason: 'discord-401' });
    expect(discord.asked).toHaveLength(1);
  });

  it('stops before so many refusals that everybody behind this address would be shut out', async () => {
    const { discord, client } = atDiscord();
    discord.closed.add(MINA);
    const place = { chatId: `77${MINA}`, threadId: null };
    for (let n = 0; n < 300; n += 1) await client.post(aPost({ place }));
    expect(discord.asked.length).toBeLessThanOrEqual(100);
  });
});

describe('an answer to an interaction', () => {
  const card = plainCard('Today');
  const message = renderForDiscord(card, { language: 'en', origin: null });
  const applicationId = '900000000000000001';
  const followUp = { token: 'aW50/ZXI=', applicationId, message, ephemeral: true, card, stays: false, isOpen: false };

  it('takes the place of what was deferred, and is followed by others', async () => {
    const { discord, client } = atDiscord();
    discord.acknowledge(followUp.token, undefined);
    expect(await client.followUp({ ...followUp, as: 'original' }, null)).toMatchObject({ kind: 'sent' });
    expect(await client.followUp({ ...followUp, as: 'new' }, null)).toMatchObject({ kind: 'sent' });
    const [first, second] = discord.answers.get(followUp.token) ?? [];
    expect(first).toMatchObject({ edits: 1, message: { content: '**Today**' } });
    expect(second?.message.flags).toBe(64);
  });

  it('brings its picture afterwards', async () => {
    const { discord, client } = atDiscord();
    discord.acknowledge(followUp.token, message);
    const sent = await client.followUp({ ...followUp, as: 'original' }, new ArrayBuffer(8));
    expect(sent).toMatchObject({ kind: 'sent', hasPicture: true });
    expect(discord.answers.get(followUp.token)?.[0]?.files).toMatchObject([{ name: 'nod.png' }]);
  });

  it('to one that is over is refused, and works while the bot itself has to wait', async () => {
    const { discord, client } = atDiscord();
    expect(await client.followUp({ ...followUp, as: 'new' }, null)).toEqual({
      kind: 'refused',
      reason: 'discord-10015',
    });
    discord.faults.push('all-busy');
    await client.post(aPost({ place: { chatId: '5', threadId: null } }));
    discord.acknowledge(followUp.token, undefined);
    expect(await client.followUp({ ...followUp, as: 'original' }, null)).toMatchObject({ kind: 'sent' });
  });

  it('is given once where it came over the gateway', async () => {
    const { discord, client } = atDiscord();
    const at = { id: '12', token: 'once' };
    expect(await client.respond(at, { type: 4, data: message })).toMatchObject({ kind: 'sent' });
    expect(await client.respond(at, { type: 4, data: message })).toEqual({ kind: 'refused', reason: 'discord-40060' });
    expect(discord.answers.get('once')).toHaveLength(1);
  });
});
