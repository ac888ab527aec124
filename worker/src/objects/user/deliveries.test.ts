import { describe, expect, it, vi } from 'vitest';
import { gatheredCard, stillOpen } from '#bot/alerts/together.ts';
import { toldAs } from '#bot/alerts/told-as.ts';
import { plainCard } from '#bot/cards/context.ts';
import type { Post, PostOutcome } from '#bot/channels/channel.ts';
import { anEvent } from '#bot/testing/builders.ts';
import { anOrder, aProposal } from '#bot/testing/trading-builders.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import { fc } from '#shared/testing/property.ts';
import { NO_DEVICES } from '../../testing/no-devices.ts';
import { NodeSql } from '../../testing/node-sql.ts';
import { deliverDue, type DeliverPorts } from './deliver-due.ts';
import { DeliveryRounds } from './delivery-rounds.ts';
import { Deliveries } from './deliveries.ts';
import type { ChatRef } from './delivery-rows.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import { listNotices } from './notices.ts';
import { USER_SCHEMA } from './user-schema.ts';
import { PATIENCE } from '../../testing/patience.ts';

const START = Date.parse('2026-11-20T15:00:00Z') as WallMs;
const PNG = new ArrayBuffer(8);
const CHATS: readonly ChatRef[] = [
  { channel: 'telegram', chatId: 't1' },
  { channel: 'discord', chatId: 'd1' },
];

interface Arrived {
  readonly channel: Channel;
  readonly title: string;
  readonly at: WallMs;
  readonly silent: boolean;
  readonly replyTo: string | null;
  readonly lines: readonly string[];
  readonly picture: ArrayBuffer | null;
}

/** A person with two chats, on a clock of its own: what is owed is sent when its alarm rings. */
class Person {
  now = START;
  readonly sql = new NodeSql(USER_SCHEMA);
  deliveries = new Deliveries(this.sql);
  readonly arrived: Arrived[] = [];
  /** Cards that were changed where they stand. */
  readonly changed: { readonly channel: Channel; readonly at: WallMs }[] = [];
  /** Proposals that are still open, and those of them that Later put off. */
  readonly open = new Set<string>();
  readonly putOff = new Set<string>();
  /** Chats that are theirs, and events that cannot be drawn. */
  readonly linked = new Set<string>(CHATS.map(({ chatId }) => chatId));
  readonly undrawable = new Set<number>();
  answers: (channel: Channel, at: WallMs, title: string) => PostOutcome['kind'] | 'limited' = () => 'sent';
  edits: (channel: Channel) => 'sent' | 'failed' = () => 'sent';
  retryAfterMs = 30 * SECOND_MS;
  /** How the drawing of a card's picture goes; one that hangs never answers. */
  drawing: 'drawn' | 'fails' | 'hangs' = 'drawn';
  takesPictures = true;
  /** Whether what has a picture gets no answer: the way there is too narrow for it. */
  doUploadsFail = false;
  /** Channels that never answer. */
  readonly hangs = new Set<Channel>();
  readonly rounds = new DeliveryRounds(() => this.#ports());
  settings = AlertSettings.parse({});
  /** What accounts were told of messages that do not arrive, and whether they listen. */
  readonly troubles: string[] = [];
  doesAccountListen = true;
  chats = CHATS;
  #ids = 0;
  #seq = 0;

  tell(type: string, body: EventView['body']): EventView {
    const event = { ...anEvent(type, body), seq: (this.#seq += 1) };
    const told = toTellOf(event);
    const linked = CHATS.map(({ channel }) => channel);
    const { settings, now } = this;
    const routes = routesFor(told, { settings, linked, zone: 'America/New_York', now });
    this.deliveries.owe(event, toldAs(event), {
      ...{ kind: told.kind, title: `${event.type} ${event.seq}`, routes, chats: this.chats, now },
    });
    return event;
  }

  /** The process dies and comes back: only what was stored is left. */
  restart(): void {
    this.deliveries = new Deliveries(this.sql);
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      while (await deliverDue(this.#ports()));
      const watch = new DeliveryWatch(this.sql);
      const isAllTold = await watch.look(this.now, async (accountId, found) => {
        if (!this.doesAccountListen) throw new Error('it does not answer');
        this.troubles.push(found === null ? `${accountId} arrives` : `${accountId} ${found.count}`);
        await Promise.resolve();
      });
      const times = [this.deliveries.nextAt(this.now), watch.nextAt(this.now), isAllTold ? null : this.now + MINUTE_MS];
      const next = Math.min(...times.filter((at) => at !== null));
      if (next > until) break;
      this.now = Math.max(this.now, next) as WallMs;
    }
    this.now = until as WallMs;
  }

  titles(channel?: Channel): string[] {
    return this.arrived.filter((one) => channel === undefined || one.channel === channel).map(({ title }) => title);
  }

  #ports(): DeliverPorts {
    const language = 'en';
    return {
      deliveries: this.deliveries,
      push: NO_DEVICES,
      now: () => this.now,
      isTheirs: ({ chatId }) => Promise.resolve(this.linked.has(chatId)),
      // No group hears of this person's account.
      inGroup: () => Promise.resolve(null),
      draw: (event) =>
        this.undrawable.has(event.seq)
          ? Promise.reject(new Error('the account does not answer'))
          : Promise.resolve({ card: plainCard(`${event.type} ${event.seq}`), language }),
      drawStanding: (subject) =>
        Promise.resolve({
          card: {
            ...plainCard(`card ${subject}`),
            tone: 'question',
            picture: { kind: 'proposal', proposalId: subject },
          },
          language,
          isOpen: this.open.has(subject),
          isPutOff: this.putOff.has(subject),
        }),
      picture: () => this.#draw(),
      // Only who waits for a picture that never comes sees the end of their patience.
      sleep: () => (this.drawing === 'hangs' ? Promise.resolve() : new Promise(() => undefined)),
      stillOpen,
      gatheredCard,
      post: (channel, post) =>
        this.hangs.has(channel) ? new Promise(() => undefined) : Promise.resolve(this.#post(channel, post)),
      edit: (channel, shown) => {
        if (this.edits(channel) !== 'sent') return Promise.resolve({ kind: 'failed', reason: 'http-500' });
        this.changed.push({ channel, at: this.now });
        return Promise.resolve({ kind: 'sent', ...shown });
      },
      log: () => undefined,
    };
  }

  #draw(): Promise<ArrayBuffer | null> {
    if (this.drawing === 'hangs') return new Promise(() => undefined);
    return this.drawing === 'drawn' ? Promise.resolve(PNG) : Promise.reject(new Error('nobody draws'));
  }

  #post(channel: Channel, { card, silent, replyTo, picture }: Post): PostOutcome {
    if (picture !== null && !this.takesPictures) return { kind: 'refused', reason: 'no pictures here' };
    if (picture !== null && this.doUploadsFail) return { kind: 'failed', reason: 'no-answer' };
    const kind = this.answers(channel, this.now, card.title);
    if (kind === 'limited' || kind === 'retry-after') return { kind: 'retry-after', ms: this.retryAfterMs };
    if (kind === 'gone') return { kind };
    if (kind !== 'sent') return { kind, reason: 'down' };
    this.arrived.push({ channel, title: card.title, at: this.now, silent, replyTo, lines: card.lines, picture });
    return { kind: 'sent', messageId: `m${(this.#ids += 1)}`, hasPicture: picture !== null };
  }
}

const STOP_OUT = { order: anOrder({ side: 'sell', purpose: 'stop' }) };

describe('what is owed to a person', () => {
  it('waits for no channel that hangs, whatever comes meanwhile', async () => {
    const person = new Person();
    person.hangs.add('discord');
    const goes = (chats: readonly ChatRef[], type: string): void => {
      person.chats = chats;
      person.tell(type, STOP_OUT);
      void person.rounds.go();
    };
    const [telegram, discord] = CHATS;
    goes([discord!], 'position.closed'); // of the two above
    goes([telegram!], 'exit.blocked'); // as above
    await vi.waitFor(() => expect(person.titles('telegram')).toEqual(['exit.blocked 2']), PATIENCE);
    goes([telegram!], 'mode.changed'); // as above
    await vi.waitFor(() => expect(person.titles('telegram')).toEqual(['exit.blocked 2', 'mode.changed 3']), PATIENCE);
  });

  it(
    'alert-outage: ten minutes of 429 and 500, all of it elsewhere within 60 s, none twice',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(14 * 60), fc.constantFrom('position.closed', 'exit.blocked', 'mode.changed')), {
            minLength: 1,
            maxLength: 12,
          }),
          fc.array(fc.constantFrom('failed' as const, 'limited' as const), { minLength: 1, maxLength: 5 }),
          fc.constantFrom(SECOND_MS, 25 * SECOND_MS, 10 * MINUTE_MS),
          async (told, answers, retryAfterMs) => {
            const person = new Person();
            person.retryAfterMs = retryAfterMs;
            // Somebody who looks: what needs an action at once is not repeated.
            let turn = 0;
            const [from, until] = [START + 2 * MINUTE_MS, START + 12 * MINUTE_MS];
            person.answers = (channel, at) =>
              channel === 'telegram' && at >= from && at < until
                ? (answers[turn++ % answers.length] ?? 'failed')
                : 'sent';
            const due = new Map<string, number>();
            for (const [second, type] of [...told].sort(([a], [b]) => a - b)) {
              await person.pass(Math.max(0, START + second * SECOND_MS - person.now));
              const event = person.tell(type, type === 'mode.changed' ? { mode: 'halted' } : STOP_OUT);
              due.set(`${event.type} ${event.seq}`, person.now);
              person.deliveries.see(person.now + 1);
              if (second % 3 === 0) person.restart();
            }
            await person.pass(60 * MINUTE_MS);
            for (const [title, at] of due) {
              const all = person.arrived.filter((one) => one.title === title || one.lines.includes(title));
              expect(all, title).toHaveLength(1);
              // The fourth piece of news in a minute is due when the minute is over; what needs an action never waits.
              const isNews = title.startsWith('position.closed');
              const patience = isNews ? 2 * MINUTE_MS : MINUTE_MS;
              expect((all[0]?.at ?? Infinity) - at).toBeLessThanOrEqual(patience);
            }
            expect(listNotices(person.sql, 100).filter(({ state }) => state === 'waiting')).toEqual([]);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  it('says afterwards by which channel it came, and after which had failed', async () => {
    const person = new Person();
    person.answers = (channel) => (channel === 'telegram' ? 'failed' : 'sent');
    person.tell('position.closed', STOP_OUT);
    await person.pass(MINUTE_MS);
    expect(listNotices(person.sql, 5)).toMatchObject([
      { kind: 'sold', state: 'delivered', channel: 'discord', after: ['telegram'], title: 'position.closed 1' },
    ]);
  });

  it('goes elsewhere at once from a chat that blocked Nod, with all that waited there', async () => {
    const person = new Person();
    person.answers = (channel) => (channel === 'telegram' ? 'gone' : 'sent');
    for (let n = 0; n < 3; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(SECOND_MS);
    expect(person.titles('discord')).toHaveLength(3);
  });

  it('fault 7: is dropped by no number of tries, and told when both are back', async () => {
    const person = new Person();
    const back = START + 3 * 60 * MINUTE_MS;
    person.answers = (_channel, at) => (at < back ? 'failed' : 'sent');
    person.tell('position.closed', STOP_OUT);
    await person.pass(2 * 60 * MINUTE_MS);
    expect(listNotices(person.sql, 1)[0]).toMatchObject({ state: 'waiting' });
    person.restart();
    await person.pass(70 * MINUTE_MS);
    expect(person.titles()).toEqual(['position.closed 1']);
  });

  it('fault 5: that was given up after a day is seen as such', async () => {
    const person = new Person();
    person.answers = () => 'failed';
    person.tell('position.closed', STOP_OUT);
    await person.pass(26 * 60 * MINUTE_MS);
    expect(listNotices(person.sql, 1)[0]).toMatchObject({ state: 'undelivered', title: 'position.closed 1' });
    expect(person.deliveries.nextAt(person.now)).toBeNull();
  });
});

describe('complaint 3: messages that arrive nowhere', () => {
  it('are told to their account once it has lasted, once, and that they arrive again', async () => {
    const person = new Person();
    const back = START + 40 * MINUTE_MS;
    person.answers = (_channel, at) => (at < back ? 'failed' : 'sent');
    person.tell('position.closed', STOP_OUT);
    await person.pass(4 * MINUTE_MS);
    expect(person.troubles).toEqual([]);
    person.tell('exit.blocked', { symbol: 'NVDA' });
    person.doesAccountListen = false;
    await person.pass(4 * MINUTE_MS);
    expect(person.troubles).toEqual([]);
    person.doesAccountListen = true;
    person.restart();
    await person.pass(20 * MINUTE_MS);
    expect(person.troubles).toHaveLength(1);
    // What the account then says is owed too, and is no more than that.
    person.tell('watch.began', { trouble: 'undelivered', about: { count: 2 } });
    await person.pass(60 * MINUTE_MS);
    expect(person.troubles).toHaveLength(2);
    expect(person.troubles[1]).toMatch(/arrives$/);
    expect(person.titles()).toContain('position.closed 1');
  });

  it('are told at the bound, not at the next try', async () => {
    const person = new Person();
    person.answers = () => 'failed';
    person.tell('position.closed', STOP_OUT);
    await person.pass(5 * MINUTE_MS);
    expect(person.troubles).toEqual([`${anEvent('x', {}).accountId} 1`]);
    await person.pass(30 * 60 * MINUTE_MS);
    expect(person.troubles, 'given up, it never arrived').toHaveLength(1);
  });

  it('elsewhere are none', async () => {
    const person = new Person();
    person.answers = (channel) => (channel === 'telegram' ? 'failed' : 'sent');
    for (let n = 0; n < 3; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(60 * MINUTE_MS);
    expect(person.troubles).toEqual([]);
  });
});

describe('a message that cannot be said', () => {
  it('because it cannot be drawn keeps nothing else waiting, and is said when it can', async () => {
    const person = new Person();
    person.undrawable.add(1);
    for (let n = 0; n < 2; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(10 * MINUTE_MS);
    expect(person.arrived.map(({ channel, title }) => [channel, title])).toEqual([['telegram', 'position.closed 2']]);
    person.restart();
    person.undrawable.clear();
    await person.pass(10 * MINUTE_MS);
    expect(person.titles()).toEqual(['position.closed 2', 'position.closed 1']);
    person.undrawable.add(3);
    person.tell('position.closed', STOP_OUT);
    await person.pass(26 * 60 * MINUTE_MS);
    expect(listNotices(person.sql, 1)[0]).toMatchObject({ state: 'undelivered' });
    expect(person.deliveries.nextAt(person.now)).toBeNull();
  });

  it('because an app will never take it goes elsewhere, and alone', async () => {
    const person = new Person();
    const tried: string[] = [];
    person.answers = (channel, _at, title) => {
      if (title.endsWith(' 1')) tried.push(channel);
      return channel === 'telegram' && title.endsWith(' 1') ? 'refused' : 'sent';
    };
    for (let n = 0; n < 2; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(MINUTE_MS);
    expect(person.titles('telegram')).toEqual(['position.closed 2']);
    expect(person.titles('discord')).toEqual(['position.closed 1']);
    expect(tried).toEqual(['telegram', 'discord']);
  });

  it('because none will ever take it is given up at once, and keeps nothing else waiting', async () => {
    const person = new Person();
    let tries = 0;
    person.answers = (_channel, _at, title) => {
      if (!title.endsWith(' 1')) return 'sent';
      tries += 1;
      return 'refused';
    };
    for (let n = 0; n < 2; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(60 * MINUTE_MS);
    expect(tries).toBe(2);
    expect(person.titles()).toEqual(['position.closed 2']);
    expect(listNotices(person.sql, 2)[1]).toMatchObject({ state: 'undelivered', after: ['telegram'] });
  });
});

describe('a chat that was unlinked', () => {
  it('is told nothing more, of what was owed to it neither', async () => {
    const person = new Person();
    person.open.add('p_1');
    person.tell('proposal.asked', {
      proposal: aProposal({
        id: 'p_1',
        createdAt: new Date(START).toISOString(),
        answerBy: new Date(START + 60 * MINUTE_MS).toISOString(),
      }),
    });
    await person.pass(MINUTE_MS);
    for (let n = 0; n < 5; n += 1) person.tell('position.closed', STOP_OUT);
    await person.pass(SECOND_MS);
    const before = person.titles('telegram');
    person.linked.delete('t1');
    await person.pass(2 * 60 * MINUTE_MS);
    expect(person.titles('telegram')).toEqual(before);
    // Where the person still is they miss nothing.
    expect(person.titles('discord').join()).toMatch(/pieces of news|position.closed.*position.closed/);
    expect(person.titles('discord').join()).toContain('Still waiting');
    expect(person.deliveries.nextAt(person.now)).toBeNull();
  });
});

describe('act now', () => {
  it('is said once more on the other channel after five minutes, unless the person was heard of', async () => {
    const person = new Person();
    person.tell('exit.blocked', { symbol: 'NVDA' });
    await person.pass(4 * MINUTE_MS);
    expect(person.titles('discord')).toEqual([]);
    await person.pass(2 * MINUTE_MS);
    expect(person.arrived.map(({ channel, silent }) => [channel, silent])).toEqual([
      ['telegram', false],
      ['discord', false],
    ]);
    person.tell('exit.blocked', { symbol: 'NVDA' });
    await person.pass(MINUTE_MS);
    person.deliveries.see(person.now);
    await person.pass(10 * MINUTE_MS);
    expect(person.arrived).toHaveLength(3);
  });
});

describe('a question', () => {
  const asked = (minutes: number) => ({
    proposal: aProposal({
      id: 'p_1',
      createdAt: new Date(START).toISOString(),
      answerBy: new Date(START + minutes * MINUTE_MS).toISOString(),
    }),
  });

  it('complaint 13: stands in every chat, is heard once, and is remembered once while it is open', async () => {
    const person = new Person();
    person.open.add('p_1');
    person.tell('proposal.asked', asked(60));
    await person.pass(44 * MINUTE_MS);
    expect(person.arrived.map(({ channel, silent }) => [channel, silent])).toEqual([
      ['telegram', false],
      ['discord', true],
    ]);
    await person.pass(10 * MINUTE_MS);
    expect(person.arrived[2]).toMatchObject({ channel: 'telegram', silent: true, replyTo: 'm1' });
    expect(person.titles()[2]).toContain('Still waiting');
    await person.pass(60 * MINUTE_MS);
    expect(person.arrived).toHaveLength(3);
  });

  it('comes with its picture, its reminder without', async () => {
    const person = new Person();
    person.open.add('p_1');
    person.tell('proposal.asked', asked(60));
    await person.pass(60 * MINUTE_MS);
    expect(person.arrived.map(({ channel, picture }) => [channel, picture])).toEqual([
      ['telegram', PNG],
      ['discord', PNG],
      ['telegram', null],
    ]);
  });

  it.each(['fails', 'hangs', 'is refused'] as const)('is told in words, once, where its picture %s', async (how) => {
    const person = new Person();
    if (how === 'is refused') person.takesPictures = false;
    else person.drawing = how;
    person.open.add('p_1');
    person.tell('proposal.asked', asked(60));
    await person.pass(SECOND_MS);
    expect(person.arrived.map(({ channel, title, picture }) => [channel, title, picture])).toEqual([
      ['telegram', 'card p_1', null],
      ['discord', 'card p_1', null],
    ]);
  });

  it('is told in words in each chat, soon, where nothing with a picture gets through', async () => {
    const person = new Person();
    person.doUploadsFail = true;
    person.open.add('p_1');
    person.tell('proposal.asked', asked(60));
    await person.pass(MINUTE_MS);
    expect(person.arrived.map(({ channel, picture }) => [channel, picture]).toSorted()).toEqual([
      ['discord', null],
      ['telegram', null],
    ]);
  });

  it('that was answered before it left is asked nowhere', async () => {
    const person = new Person();
    person.tell('proposal.asked', asked(60));
    await person.pass(60 * MINUTE_MS);
    expect(person.arrived).toEqual([]);
  });

  it.each([20, 55])(
    'that Later put off is remembered then (after %i minutes), and not a second time',
    async (later) => {
      const person = new Person();
      person.open.add('p_1');
      person.tell('proposal.asked', asked(60));
      await person.pass(MINUTE_MS);
      person.putOff.add('p_1');
      await person.pass((later - 1) * MINUTE_MS);
      expect(person.arrived).toHaveLength(2);
      // As the account does: it gives the reminder, and has none any more.
      person.putOff.delete('p_1');
      person.tell('proposal.reminded', asked(60));
      await person.pass(60 * MINUTE_MS);
      expect(person.titles().slice(2)).toEqual(['proposal.reminded 2']);
    },
  );

  it('is not remembered where it was answered while the reminder was on its way', async () => {
    const person = new Person();
    person.answers = () => 'failed';
    person.tell('proposal.reminded', asked(60));
    person.open.add('p_1');
    await person.pass(SECOND_MS);
    person.answers = () => 'sent';
    person.open.delete('p_1');
    await person.pass(10 * MINUTE_MS);
    expect(person.arrived).toEqual([]);
  });

  it('blocks nothing that is told before its reminder is due', async () => {
    const person = new Person();
    person.open.add('p_1');
    person.tell('proposal.asked', asked(60));
    await person.pass(MINUTE_MS);
    person.tell('position.closed', STOP_OUT);
    await person.pass(SECOND_MS);
    expect(person.titles('telegram')).toHaveLength(2);
  });
});

describe('news', () => {
  it('complaint 13: more than three in a minute become one message that names each', async () => {
    const person = new Person();
    for (let n = 0; n < 8; n += 1) {
      person.tell('position.closed', STOP_OUT);
      await person.pass(3 * SECOND_MS);
    }
    await person.pass(2 * MINUTE_MS);
    expect(person.titles()).toEqual([
      'position.closed 1',
      'position.closed 2',
      'position.closed 3',
      '5 pieces of news in a minute',
    ]);
    expect(person.arrived[3]?.lines).toEqual([4, 5, 6, 7, 8].map((seq) => `position.closed ${seq}`));
    expect(listNotices(person.sql, 20).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it('is counted in each chat by itself: who has three of them hears the next piece as soon', async () => {
    const person = new Person();
    person.chats = ['t1', 't2', 't3', 't4'].map((chatId) => ({ channel: 'telegram', chatId }));
    for (const { chatId } of person.chats) person.linked.add(chatId);
    for (let n = 0; n < 3; n += 1) {
      person.tell('position.closed', STOP_OUT);
      await person.pass(3 * SECOND_MS);
    }
    expect(person.titles()).toHaveLength(12);
  });

  it('that is off is told nowhere, and silent where it is silent', async () => {
    const person = new Person();
    person.settings = AlertSettings.parse({ kinds: { sold: { telegram: 'off', discord: 'silent' } } });
    person.tell('position.closed', STOP_OUT);
    await person.pass(MINUTE_MS);
    expect(person.arrived).toMatchObject([{ channel: 'discord', silent: true }]);
  });
});

describe('what must be acted on', () => {
  it('does not wait behind older news of a chat that takes nothing now', async () => {
    const person = new Person();
    const news = () => person.tell('position.closed', {});
    // The fourth of a minute waits for the minute to be over.
    for (let n = 0; n < 4; n += 1) news();
    await person.pass(31 * SECOND_MS);
    person.retryAfterMs = 35 * SECOND_MS;
    person.answers = (channel) => (channel === 'telegram' ? 'limited' : 'sent');
    const told = person.tell('mode.changed', { mode: 'halted' });
    const toldAt = person.now;
    await person.pass(2 * MINUTE_MS);
    const arrived = person.arrived.find(({ title }) => title === `mode.changed ${told.seq}`);
    expect((arrived?.at ?? Infinity) - toldAt).toBeLessThanOrEqual(MINUTE_MS);
  });
});

describe('a card that was decided', () => {
  it('changes at once in a chat that takes no new messages for a while', async () => {
    const person = new Person();
    const proposal = aProposal({ id: 'p_00000001_01' });
    person.open.add(proposal.id);
    person.tell('proposal.asked', { proposal });
    await person.pass(SECOND_MS);
    person.answers = () => 'limited';
    person.tell('order.filled', { order: anOrder({ side: 'buy' }) });
    await person.pass(SECOND_MS);
    person.open.delete(proposal.id);
    const decidedAt = person.now;
    person.tell('proposal.withdrawn', { proposal: aProposal({ id: proposal.id, status: 'withdrawn' }) });
    await person.pass(3 * SECOND_MS);
    const channels = person.changed.filter(({ at }) => at >= decidedAt).map(({ channel }) => channel);
    expect(new Set(channels)).toEqual(new Set(['telegram', 'discord']));
  });
});

describe('a card that cannot be changed', () => {
  it('holds up no message behind it: what must be acted on arrives by another app within a minute', async () => {
    const person = new Person();
    for (const n of [1, 2, 3]) {
      const proposal = aProposal({ id: `p_00000001_0${n}` });
      person.open.add(proposal.id);
      person.tell('proposal.asked', { proposal });
    }
    await person.pass(SECOND_MS);
    person.answers = (channel) => (channel === 'telegram' ? 'failed' : 'sent');
    person.edits = (channel) => (channel === 'telegram' ? 'failed' : 'sent');
    for (const n of [1, 2, 3])
      person.tell('proposal.withdrawn', { proposal: aProposal({ id: `p_00000001_0${n}`, status: 'withdrawn' }) });
    // By now the changes have failed often, and wait for minutes.
    await person.pass(5 * MINUTE_MS);
    person.tell('exit.blocked', { symbol: 'NVDA' });
    // Somebody who looks: it is not repeated.
    person.deliveries.see(person.now + 1);
    await person.pass(MINUTE_MS);
    expect(person.titles('discord')).toContainEqual(expect.stringMatching(/^exit\.blocked/));
    person.answers = () => 'sent';
    person.edits = () => 'sent';
    await person.pass(10 * MINUTE_MS);
    expect(person.titles().filter((title) => title.startsWith('exit.blocked'))).toHaveLength(1);
  });
});
