import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#shared/contract/session.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { button, link, type Card, type CardButton } from '../../cards/card.ts';
import { plainCard } from '../../cards/context.ts';
import { COMMANDS } from '../../commands/index.ts';
import { aBacktestRun } from '../../testing/backtest-builders.ts';
import { anOrder, aProposal } from '../../testing/trading-builders.ts';
import { checkMessage, checkSlashCommand } from './builders-check.ts';
import { COMPONENT, RESPONSE } from './codes.ts';
import { pressedOf } from './custom-id.ts';
import { readInteraction } from './interaction.ts';
import { CONTENT_MAX, EMBED_TEXT_MAX } from './limits.ts';
import { renderForDiscord } from './render-for-discord.ts';
import { aDiscordPerson, messageText } from './scripted-person.ts';
import { slashCommands } from './slash-commands.ts';

const FRAME = { language: 'en', origin: null } as const;

describe.each(LANGUAGES)('somebody at Discord (%s)', (language) => {
  const words = wordsFor(language);
  const { form } = words.discord;

  it('a press on an old message that would loosen shows how things stand, and the fresh button acts', async () => {
    const person = aDiscordPerson(language);
    person.state.account = { ...person.state.account, mode: 'reducing' };
    const { resume } = words.account.buttons;
    await person.commands('today');
    await person.presses(resume, 10 * MINUTE_MS + 1);
    expect(person.state.calls).toEqual([]);
    expect(person.transcript.join('\n')).toContain(words.chat.pressedLate);
    await person.presses(resume, 10 * MINUTE_MS);
    expect(person.state.calls).toEqual(['resumeAccount']);
  });

  it('answers every command alone and in a server, within every limit', async () => {
    for (const place of ['alone', 'server', 'elsewhere'] as const) {
      const person = aDiscordPerson(language, { place, state: { orders: [anOrder({ status: 'waiting-for-open' })] } });
      for (const { name, inGroups } of COMMANDS) {
        const { response } = await person.commands(name);
        if (name === 'newbot') expect(response.type).toBe(RESPONSE.modal);
        if (response.type !== RESPONSE.message) continue;
        const isPrivate = (response.data.flags ?? 0) > 0;
        expect(isPrivate, `${place} ${name}`).toBe(place === 'elsewhere' || (place === 'server' && !inGroups));
      }
      expect(person.transcript.join('\n')).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('skips with a reason in own words', async () => {
    const person = aDiscordPerson(language);
    await person.commands('pending');
    await person.presses(words.proposal.buttons.skip);
    await person.presses(words.discord.ownWords);
    await person.fillsIn({ [form.reason]: '*too* dear' });
    expect(person.state.calls).toEqual([`reject ${aProposal().id} *too* dear`]);
  });

  it('types an answer to a question into its form', async () => {
    const person = aDiscordPerson(language);
    await person.commands('buy', { symbol: 'NVDA' });
    await person.presses(words.discord.type);
    await person.fillsIn({ [form.answer]: '7' });
    await person.presses(words.chat.send(null));
    expect(person.state.calls.join()).toMatch(/^createOrder.*\b7\b/);
  });
});

describe('what is said in a server', () => {
  it('is for one person only, but for what everybody there may see', async () => {
    const person = aDiscordPerson('en', { place: 'server' });
    await person.commands('positions');
    await person.commands('price', { symbol: 'NVDA' });
    const [, positions, , price] = person.transcript;
    expect(positions).toMatch(/^\(only you\) /);
    expect(price).not.toMatch(/only you|You hold|Buy/);
  });

  it('is for one person only where the server does not have the bot', async () => {
    const person = aDiscordPerson('en', { place: 'elsewhere' });
    await person.commands('price', { symbol: 'NVDA' });
    expect(person.transcript[1]).toMatch(/^\(only you\) /);
  });

  it('tells a channel its account’s questions without amounts, and shows amounts to whoever opens them alone', async () => {
    const person = aDiscordPerson('en', { place: 'server', state: { proposals: [aProposal()] } });
    await person.commands('pending');
    const [, open = ''] = person.transcript;
    expect(open).toContain('asks: buy NVIDIA');
    expect(open).not.toMatch(/only you|\$\d|Approve/);
    await person.presses('Open privately');
    expect(person.transcript.find((line) => line.startsWith('(only you)'))).toMatch(/\$1,495[^]*Approve/);
  });

  it('tells a channel nothing until an owner turns it on there, and answers a press about it to whoever pressed', async () => {
    const person = aDiscordPerson('en', { place: 'server', told: null });
    await person.commands('pending');
    expect(person.transcript.at(-1)).toContain('told of no account');
    await person.commands('group');
    await person.presses('Tell of');
    expect(person.state.calls).toEqual(['tellGroup #money a_00000001']);
    expect(person.transcript.at(-1)).toMatch(/^\(only you\) .*told of Main account/);
  });

  it('says nothing to somebody nobody knows but how to link', async () => {
    const person = aDiscordPerson('en', { place: 'server', isUnknown: true });
    for (const { name } of COMMANDS) await person.commands(name);
    await person.commands('link', { code: 'ABCDE-FGHJK' });
    expect(await person.types('price', 'symbol', 'NV')).toEqual([]);
    const said = person.transcript.filter((line) => !line.startsWith('>'));
    expect(new Set(said)).toEqual(new Set(['(only you) how to link', '(only you) code ABCDE-FGHJK']));
    expect(person.state.calls).toEqual([]);
  });

  it('opens no form to somebody who may not do what it does', async () => {
    const person = aDiscordPerson('en', { scopes: ['read'] });
    const { response } = await person.commands('newbot');
    expect(response.type).toBe(RESPONSE.message);
    expect(person.transcript[1]).toMatch(/not open to you/);
  });
});

describe('an answer that takes longer than Discord waits', () => {
  it('is deferred and takes the place of what was deferred', async () => {
    const person = aDiscordPerson('en', { place: 'server', isHurried: true });
    const { response, followUps } = await person.commands('positions');
    expect(response).toEqual({ type: RESPONSE.messageLater, data: { flags: 64 } });
    expect((await followUps).map(({ as, token, applicationId }) => [as, token, applicationId])).toEqual([
      ['original', 'interaction-token', '900'],
    ]);
  });

  it('to a link code is deferred too, whoever brings it', async () => {
    const person = aDiscordPerson('en', { isUnknown: true, isHurried: true });
    const { response, followUps } = await person.commands('link', { code: 'ABCDE-FGHJK' });
    expect(response).toEqual({ type: RESPONSE.messageLater, data: {} });
    expect((await followUps).map(({ as, card }) => [as, card.title])).toEqual([['original', 'code ABCDE-FGHJK']]);
    const among = aDiscordPerson('en', { place: 'server', isUnknown: true, isHurried: true });
    expect((await among.commands('today')).response).toEqual({ type: RESPONSE.messageLater, data: { flags: 64 } });
  });

  it('of a question is put into the question itself', async () => {
    const person = aDiscordPerson('en', { isHurried: true });
    await person.commands('newbot', { amount: '5000' });
    const { response } = await person.presses('Medium');
    expect(response).toEqual({ type: RESPONSE.updateLater });
    expect(person.transcript.at(-1)).toMatch(/^\(instead\) PAPER · Medium risk/i);
  });
});

describe('a form about a proposal', () => {
  it('that is already decided says what happened instead', async () => {
    const person = aDiscordPerson('en');
    await person.commands('pending');
    person.state.proposals = [aProposal({ status: 'rejected' })];
    const { response } = await person.presses('Change');
    expect(response.type).toBe(RESPONSE.message);
  });

  it('asks again where the size is not smaller', async () => {
    const person = aDiscordPerson('en');
    await person.commands('pending');
    await person.presses('Change');
    await person.fillsIn({ 'How many shares?': '5000' });
    expect(person.state.calls).toEqual([]);
    expect(person.transcript.at(-1)).toMatch(/how many/i);
  });
});

describe('a backtest', () => {
  it('takes its options in any combination, an amount in its own field also where it looks like a year', async () => {
    const person = aDiscordPerson('en');
    await person.commands('backtest', { symbol: 'NVDA', strategy: 'breakout', span: '2020..2024', cash: '2000' });
    await person.commands('backtest', { bot: 'b_00000001_01', span: '3y' });
    expect(person.state.calls).toEqual([
      'createBacktest breakout NVDA 2020-01-01..2024-12-31 2000 all-in',
      'backtestBot b_00000001_01 2023-11-20..',
    ]);
    expect(person.transcript.at(-1)).toContain('[Show]');
  });

  it('is for whoever asks alone where others read along, and Show brings its result with the picture', async () => {
    const person = aDiscordPerson('en', { place: 'server' });
    await person.commands('backtest', { symbol: 'NVDA' });
    expect(person.transcript.at(-1)).toContain('(only you)');
    person.state.tests = [aBacktestRun()];
    await person.presses('Show');
    expect(person.transcript.slice(-2).join('\n')).toMatch(/\(only you\).*held \+40\.1%[^]*\(picture\) backtest/);
  });
});

describe('what completes while somebody types', () => {
  it.each([
    ['price', 'symbol', 'NVDA', 'NVIDIA (NVDA)'],
    ['bots', 'bot', 'stea', 'Steady'],
    ['newbot', 'strategy', 'trend', wordsFor('en').states.strategies['ma-cross']],
    ['approve', 'proposal', 'nv', 'Buy 12 NVIDIA'],
    ['screen', 'name', 'golden', '20/50 golden cross'],
    ['backtest', 'strategy', 'break', wordsFor('en').states.strategies.breakout],
    ['backtest', 'symbol', 'nvid', 'NVIDIA (NVDA)'],
    ['backtest', 'bot', 'stea', 'Steady'],
    ['help', 'word', 'tod', 'today'],
  ])('/%s %s:%s', async (name, option, typed, expected) => {
    expect(await aDiscordPerson('en').types(name, option, typed)).toContain(expected);
  });

  it('is nothing for an option that does not exist', async () => {
    expect(await aDiscordPerson('en').types('price', 'constructor', 'x')).toEqual([]);
    expect(await aDiscordPerson('en').types('constructor', 'symbol', 'x')).toEqual([]);
  });
});

describe('the slash commands', () => {
  const all = slashCommands();

  it('are every command and the one that links, in both languages', () => {
    expect(all.map(({ name }) => name)).toEqual([...COMMANDS.map(({ name }) => name), 'link']);
    expect(all.find(({ name }) => name === 'today')?.name_localizations).toEqual({ ko: '오늘' });
    for (const { contexts, integration_types: types } of all) {
      expect(contexts).toEqual([0, 1, 2]);
      expect(types).toEqual([0, 1]);
    }
  });

  it('are taken by the validators, and say every argument that a person can know', () => {
    for (const command of all) {
      checkSlashCommand(command);
      expect(JSON.stringify(command).length).toBeLessThan(8000);
      for (const name of [
        command.name_localizations?.ko ?? '',
        ...(command.options ?? []).map((one) => one.name_localizations?.ko ?? ''),
      ])
        expect(name).toMatch(/^[-_'\p{L}\p{N}]{1,32}$/u);
    }
    expect(all.find(({ name }) => name === 'reject')?.options?.map(({ name }) => name)).toEqual(['proposal', 'reason']);
    expect(all.find(({ name }) => name === 'newbot')?.options?.map(({ name }) => name)).toEqual(
      'amount risk weeks strategy'.split(' '),
    );
  });
});

describe('a card as a message', () => {
  const long = (count: number, of = 'a line of a card that goes on and on'): string[] =>
    Array.from({ length: count }, (_, place) => `${place} ${of}`);
  const choices = (count: number, style: CardButton['style'] = 'plain'): CardButton[] =>
    Array.from({ length: count }, (_, place) => button(`Choice ${place}`, `price S${place}`, style));

  it('says everything in the content, and what does not fit in an embed', () => {
    const message = renderForDiscord(plainCard('Title', { lines: long(80) }), FRAME);
    checkMessage(message);
    expect(message.content?.length).toBeLessThanOrEqual(CONTENT_MAX);
    const [embed] = message.embeds ?? [];
    expect(`${message.content}\n${embed?.description}`).toBe(['**Title**', ...long(80)].join('\n'));
  });

  it('says so where not even that is enough', () => {
    const message = renderForDiscord(plainCard('Title', { lines: long(400) }), FRAME);
    checkMessage(message);
    const description = message.embeds?.[0]?.description ?? '';
    expect(description.length).toBeLessThanOrEqual(EMBED_TEXT_MAX);
    expect(description.endsWith(wordsFor('en').discord.tooLong)).toBe(true);
  });

  it('cuts a line that is longer than a message, never half a character', () => {
    const message = renderForDiscord(plainCard('📈'.repeat(2000), { lines: ['📈'.repeat(5000)] }), FRAME);
    checkMessage(message);
    expect(message.content?.isWellFormed()).toBe(true);
    expect(message.embeds?.[0]?.description?.isWellFormed()).toBe(true);
  });

  it('shows names as they are: no markup, no mention, no link', () => {
    const names = [
      '@everyone <@42> **bold** _it_ ~~no~~ `code` ||spoiler||',
      '[text](https://evil.example)',
      '# head',
      '> quote',
      '- list',
      '1. one',
      '<t:1>',
    ];
    const { content, allowed_mentions: mentions } = renderForDiscord(plainCard('T', { lines: names }), FRAME);
    expect(mentions).toEqual({ parse: [] });
    expect(content).toBe(
      [
        '**T**',
        '@everyone \\<@42> \\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\` \\|\\|spoiler\\|\\|',
        '\\[text](https://evil.example)',
        '\\# head',
        '\\> quote',
        '\\- list',
        '1\\. one',
        '\\<t:1>',
      ].join('\n'),
    );
  });

  it('keeps what it showed before it was decided', () => {
    const was = plainCard('Buy?', { lines: ['Cost $1'] });
    expect(renderForDiscord(plainCard('Bought', { lines: ['ok'] }), { ...FRAME, was }).content).toBe(
      '**Bought**\nok\n> Buy?\n> Cost $1',
    );
  });

  it.each([1, 5, 6, 10, 11, 25, 40])('holds %i choices', (count) => {
    const card: Card = plainCard('Which?', { buttons: [choices(count)], expects: 'choice' });
    const message = renderForDiscord(card, FRAME);
    checkMessage(message);
    const text = messageText(message);
    expect(text.includes('{Choice 0}')).toBe(count > 10);
    expect(text).toContain(`Choice ${Math.min(count, 25) - 1}`);
  });

  it('never puts a button that stands out into a list', () => {
    const card = plainCard('Which?', { buttons: [choices(12), [button('Do it', 'approve p 1', 'primary')]] });
    const message = renderForDiscord(card, FRAME);
    checkMessage(message);
    expect(messageText(message)).toContain('[Do it]');
  });

  it('brings back the account its card spoke of, also of two buttons alike', () => {
    const card: Card = {
      ...plainCard('T', { buttons: [[button('A', 'today'), button('B', 'today')]] }),
      accountId: 'a_live',
    };
    const [row] = renderForDiscord(card, FRAME).components ?? [];
    const ids =
      row?.type === COMPONENT.row ? row.components.map((one) => ('custom_id' in one ? one.custom_id : '')) : [];
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(pressedOf(id)).toEqual({ verb: 'today', accountId: 'a_live' });
  });

  it('carries links only where they lead somewhere from outside', () => {
    const card = plainCard('T', {
      buttons: [[link('App', '/more'), link('Broker', 'https://broker.example/'), link('No', 'javascript:1')]],
    });
    expect(JSON.stringify(renderForDiscord(card, FRAME).components)).not.toMatch(/App|javascript/);
    const message = renderForDiscord(card, { ...FRAME, origin: 'https://nod.example' });
    checkMessage(message);
    expect(JSON.stringify(message.components)).toContain('https://nod.example/more');
  });
});

describe('an interaction', () => {
  it.each([
    null,
    1,
    'x',
    [],
    {},
    { type: 9 },
    { type: 2 },
    {
      type: 2,
      id: 'x',
      application_id: '1',
      token: 't',
      data: { name: 'today', type: 1 },
      user: { id: '1', username: 'x' },
    },
    {
      type: 2,
      id: '1',
      application_id: '1',
      token: 't',
      data: { name: 'today', type: 2 },
      user: { id: '1', username: 'x' },
    },
    { type: 2, id: '1', application_id: '1', token: 't', data: { name: 'today', type: 1 } },
    {
      type: 3,
      id: '1',
      application_id: '1',
      token: 't',
      data: { custom_id: 'x'.repeat(101) },
      user: { id: '1', username: 'x' },
    },
    {
      type: 4,
      id: '1',
      application_id: '1',
      token: 't',
      data: { name: 'price', type: 1 },
      user: { id: '1', username: 'x' },
    },
  ])('that is none is none: %j', (value) => {
    expect(readInteraction(value)).toBeNull();
  });

  it('in a conversation of others is not one alone, whoever leaves out the server', () => {
    const base = {
      type: 2,
      id: '1',
      application_id: '1',
      token: 't',
      data: { name: 'today', type: 1 },
      user: { id: '1', username: 'x' },
    };
    const placeOf = (more: object) => {
      const read = readInteraction({ ...base, ...more });
      return read !== null && read.kind !== 'ping' ? read.frame.place : null;
    };
    expect(placeOf({ context: 2 })).toBe('among-others');
    expect(placeOf({ context: 0 })).toBe('among-others');
    expect(placeOf({ context: 1 })).toBe('alone');
    expect(placeOf({ guild_id: '5' })).toBe('among-others');
  });
});
