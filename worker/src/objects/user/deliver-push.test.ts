import { createECDH } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { gatheredCard, stillOpen } from '#bot/alerts/together.ts';
import { toldAs } from '#bot/alerts/told-as.ts';
import type { Post, PostOutcome } from '#bot/channels/channel.ts';
import { anEvent, NOW, NOW_ISO } from '#bot/testing/builders.ts';
import { fakeState, fakeUseCases, type FakeState } from '#bot/testing/fake-use-cases.ts';
import { aFilledOrder, anOrder, aProposal } from '#bot/testing/trading-builders.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { Language } from '#shared/contract/session.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import type { PushText } from '#shared/domain/push.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, type WallMs } from '#shared/lib/time.ts';
import type { Users } from '#shared/usecases/ports.ts';
import { chatCards } from '../../chat-cards.ts';
import { pushCards } from '../../push-cards.ts';
import { NodeSql } from '../../testing/node-sql.ts';
import { PushService, type TakenPush } from '../../testing/push-server/push-service.ts';
import { deliverDue, type DeliverPorts } from './deliver-due.ts';
import { Deliveries } from './deliveries.ts';
import type { ChatRef } from './delivery-rows.ts';
import { listNotices } from './notices.ts';
import { PushDevices } from './push-devices.ts';
import { PushSender } from './push-sender.ts';
import { USER_SCHEMA } from './user-schema.ts';

const pair = createECDH('prime256v1');
pair.generateKeys();
const KEY = { publicKey: pair.getPublicKey('base64url'), privateKey: pair.getPrivateKey('base64url') };
const USER = 'u_1';
const TELEGRAM: ChatRef = { channel: 'telegram', chatId: 't1' };

/** Somebody with devices, and a chat at Telegram where the test says so. Their pushes are encrypted, sent and read. */
class Person {
  now = NOW;
  language: Language = 'en';
  settings = AlertSettings.parse({});
  readonly service = new PushService(KEY.publicKey);
  readonly apple = new PushService(KEY.publicKey, 'web.push.apple.com');
  readonly state: FakeState = fakeState();
  readonly sql = new NodeSql(USER_SCHEMA);
  readonly deliveries = new Deliveries(this.sql);
  readonly devices = new PushDevices(this.sql);
  readonly inTelegram: string[] = [];
  hasTelegram = false;
  #seq = 0;

  /** Turned on in a browser of theirs, each in a session of its own. */
  device(name: string, service = this.service): string {
    const added = this.devices.add(
      { ...service.subscribe(name), name, sessionId: `s_${name}`, origin: 'https://nod.example.net' },
      this.now,
    );
    if (added === null) throw new Error('too many');
    return added.id;
  }

  happens(type: string, body: EventView['body'], channel = 'clock'): void {
    const event = anEvent(type, body, { seq: (this.#seq += 1), channel, at: NOW_ISO });
    const told = toTellOf(event);
    const devices = this.devices.ids().map((chatId): ChatRef => ({ channel: 'push', chatId }));
    const chats = [...(this.hasTelegram ? [TELEGRAM] : []), ...devices];
    const linked = [...new Set(chats.map((chat) => chat.channel))];
    const { settings, now } = this;
    const routes = routesFor(told, { settings, linked, zone: 'America/New_York', now });
    this.deliveries.owe(event, toldAs(event), { kind: told.kind, title: null, routes, chats, now });
  }

  /** The account has it so from now on, and says so. */
  proposal(change: Partial<ProposalView>, type: string): void {
    const [before] = this.state.proposals;
    const proposal = { ...(before ?? aProposal()), ...change };
    this.state.proposals = [proposal];
    this.happens(type, { proposal });
  }

  async pass(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      while (await deliverDue(this.#ports()));
      const next = this.deliveries.nextAt(this.now);
      if (next === null || next > until) break;
      this.now = Math.max(this.now, next) as WallMs;
    }
    this.now = until as WallMs;
  }

  #ports(): DeliverPorts {
    const useCases = fakeUseCases(this.state);
    const users = {
      find: () => Promise.resolve({ id: USER, name: 'Mina', role: 'owner', language: this.language }),
    } as unknown as Users;
    const deps = { useCases, users, now: () => this.now };
    const cards = chatCards(deps);
    const push = new PushSender({
      ...{ userId: USER, devices: this.devices, now: () => this.now, log: () => undefined },
      sending: {
        ...{ key: KEY, rehearsalUrl: null, now: () => this.now },
        outside: {
          fetch: (url: RequestInfo | URL, init?: RequestInit) =>
            (new Request(url).url.includes('apple') ? this.apple : this.service).fetch(url, init),
        },
      },
      cards: pushCards(deps, cards),
    });
    return {
      ...{ push, stillOpen, gatheredCard, deliveries: this.deliveries },
      now: () => this.now,
      isTheirs: ({ channel, chatId }) => Promise.resolve(channel === 'push' ? push.isThere(chatId) : this.hasTelegram),
      inGroup: () => Promise.resolve(null),
      draw: (event, channel) => cards.ofEvent(USER, event, channel),
      drawStanding: (subject) => cards.standing(USER, subject),
      picture: () => Promise.resolve(null),
      sleep: () => new Promise(() => undefined),
      post: (_channel, post) => Promise.resolve(this.#telegram(post)),
      edit: (_channel, shown) => Promise.resolve({ kind: 'sent', ...shown }),
      log: () => undefined,
    };
  }

  #telegram({ card }: Post): PostOutcome {
    this.inTelegram.push(card.title);
    return { kind: 'sent', messageId: String(this.inTelegram.length), hasPicture: false };
  }

  last(of = this.service): TakenPush {
    const taken = of.taken.at(-1);
    if (taken === undefined) throw new Error('nothing was pushed');
    return taken;
  }
}

let mina: Person;
beforeEach(() => {
  mina = new Person();
});
const settingsOf = (device: string, text: PushText): unknown =>
  mina.devices.update(device, { text: { practice: text, live: text } });

describe('a question', () => {
  it('comes to every device, is heard on one, lasts as long as it can be answered, and has its buttons', async () => {
    mina.device('phone');
    mina.device('laptop');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    expect(mina.service.titles()).toEqual(Array(2).fill('PAPER · Buy 12 NVDA for $1,495?'));
    const { message, ttl, urgency, topic, sub } = mina.last();
    expect({ urgency, sub }).toEqual({ urgency: 'high', sub: 'https://nod.example.net' });
    expect(ttl, 'until 15:50').toBe((Date.parse(aProposal().answerBy) - NOW) / SECOND_MS);
    expect(topic, 'the thread of the trade').toMatch(/^[\w-]{32}$/);
    expect(message).toMatchObject({
      app_badge: 1,
      notification: {
        ...{ lang: 'en', tag: topic, silent: false, body: 'At the stop −$120. Answer by 15:50 ET.' },
        // Safari reads the count here.
        app_badge: 1,
        navigate: `https://nod.example.net/decide/${aProposal().id}`,
        data: {
          ...{ kind: 'question', path: `/decide/${aProposal().id}` },
          question: {
            id: aProposal().id,
            hash: aProposal().hash,
            device: null,
            approve: 'Approve · $1,495',
            skip: 'Skip',
          },
        },
      },
    });
  });

  it('that was answered elsewhere closes: its outcome takes its place, silently, and no button is left', async () => {
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    const asked = mina.last();
    mina.proposal({ status: 'rejected', decidedBy: USER, decidedChannel: 'telegram' }, 'proposal.decided');
    await mina.pass(0);
    const { message, topic } = mina.last();
    expect(topic).toBe(asked.topic);
    expect(message.notification).toMatchObject({
      ...{ title: 'PAPER · Skipped: buy 12 NVDA, in Telegram', tag: asked.message.notification.tag, silent: true },
      data: { kind: 'settled', question: null },
    });
    expect(message.app_badge, 'nothing waits any more').toBe(0);
    mina.happens('proposal.decided', { proposal: mina.state.proposals[0] });
    await mina.pass(DAY_MS);
    expect(mina.service.taken, 'once').toHaveLength(2);
  });

  it('is asked again where what is asked has changed, and not where nothing has', async () => {
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    mina.proposal({}, 'proposal.nodded');
    await mina.pass(0);
    expect(mina.service.taken).toHaveLength(1);
    mina.proposal({ hash: 'b'.repeat(64), revision: 2, quantity: '10' }, 'proposal.revised');
    await mina.pass(0);
    const { notification } = mina.last().message;
    expect(notification.title).toBe('PAPER · Buy 10 NVDA for $1,495?');
    expect(notification.data.question?.hash).toBe('b'.repeat(64));
  });

  it('stands where nothing replaces it: the tap shows how it stands', async () => {
    mina.device('iphone', mina.apple);
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    mina.proposal({ status: 'expired' }, 'proposal.expired');
    await mina.pass(DAY_MS);
    expect(mina.apple.titles()).toEqual(['PAPER · Buy 12 NVDA for $1,495?']);
  });

  it('has one silent reminder, and none once it was answered', async () => {
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(5 * 60 * MINUTE_MS);
    expect(mina.service.titles().at(-1)).toBe('PAPER · Still open: Buy 12 NVDA for $1,495?');
    expect(mina.last().message.notification.silent).toBe(true);
    expect(mina.service.taken).toHaveLength(2);
  });

  it('shows what its device was told to show', async () => {
    const phone = mina.device('phone');
    settingsOf(phone, 'hidden');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    expect(mina.service.titles()).toEqual(['Nod has a question']);
    expect(JSON.stringify(mina.last().message), 'also not in what it carries').not.toMatch(/NVDA|1,495/);
  });
});

describe('what happens', () => {
  it('to a trade is one thread: parts and fills silently, in the place of the question', async () => {
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    const order = anOrder({ status: 'partially-filled', filledQuantity: '5', averagePrice: '124.3' });
    mina.state.proposals = [aProposal({ status: 'approved', orderId: order.id, decidedChannel: 'web' })];
    mina.state.orders = [order];
    mina.happens('order.partly-filled', { order });
    await mina.pass(0);
    const filled = aFilledOrder();
    mina.state.orders = [filled];
    mina.happens('order.filled', { order: filled, plan: null });
    await mina.pass(0);
    const told = mina.service.taken.slice(1);
    expect(told.map(({ message }) => message.notification.title.slice(0, 18))).toContain('PAPER · Bought 12 ');
    expect(new Set(mina.service.taken.map(({ topic }) => topic)).size, 'one thread').toBe(1);
    expect(told.every(({ message }) => message.notification.silent)).toBe(true);
    expect(mina.last()).toMatchObject({ urgency: 'normal', ttl: DAY_MS / SECOND_MS });
    expect(mina.last().message.notification.data.path).toBe(`/more/orders/${filled.id}`);
  });

  it('does not take the place of a question of the same trade that is still open', async () => {
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal({ side: 'sell' }) });
    await mina.pass(0);
    const asked = mina.last();
    const earlier = aFilledOrder({ id: 'o_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2M', proposalId: 'p_00000001_earlier' });
    mina.state.orders = [earlier];
    mina.happens('order.filled', { order: earlier, plan: null });
    await mina.pass(0);
    expect(mina.last().message.notification.title).toContain('Bought 12');
    expect(mina.last().message.notification.tag).not.toBe(asked.message.notification.tag);
    expect(mina.last().topic, 'nor on the way').not.toBe(asked.topic);
  });

  it('that must be acted on stays where it stands, whatever else its trade says', async () => {
    mina.device('phone');
    const stuck = anOrder({ side: 'sell', purpose: 'stop', status: 'rejected' });
    mina.happens('order.rejected', { order: stuck });
    mina.happens('order.rejected', { order: stuck });
    const sold = anOrder({ side: 'sell', purpose: 'target', status: 'partially-filled', filledQuantity: '5' });
    mina.state.orders = [sold];
    mina.happens('order.partly-filled', { order: sold });
    await mina.pass(0);
    const tags = mina.service.taken.map(({ message }) => message.notification.tag);
    expect(tags).toHaveLength(3);
    expect(new Set(tags).size, 'the same once more is one').toBe(2);
    // Messages leave side by side: whichever of them came first.
    const urgent = mina.service.taken.filter(({ urgency }) => urgency === 'high');
    expect(new Set(urgent.map(({ message }) => message.notification.tag)).size).toBe(1);
    expect(urgent).toHaveLength(2);
  });

  it.each([
    ['order.rejected', { order: anOrder({ status: 'rejected' }) }, 'normal', false],
    [
      'position.closed',
      {
        order: aFilledOrder({ side: 'sell', purpose: 'stop', realizedPnl: '-118.8' }),
        stopPrice: '114.63',
        plannedLoss: '-116.16',
        plannedGain: null,
      },
      'normal',
      false,
    ],
    [
      'position.closed',
      {
        order: aFilledOrder({ side: 'sell', purpose: 'target', realizedPnl: '224' }),
        stopPrice: null,
        plannedLoss: null,
        plannedGain: '227.76',
      },
      'normal',
      false,
    ],
    ['mode.changed', { mode: 'halted', reason: 'drawdown', about: {}, cancelled: 1, positions: 3 }, 'high', false],
    ['exit.blocked', { symbol: 'NVDA' }, 'high', false],
  ] as const)('%s is pushed', async (type, body, urgency, silent) => {
    mina.device('phone');
    mina.happens(type, body);
    await mina.pass(0);
    expect(mina.service.taken).toHaveLength(1);
    expect(mina.last()).toMatchObject({ urgency, message: { notification: { silent, lang: 'en' } } });
  });

  it('is silent in quiet hours, but for what needs an action', async () => {
    mina.settings = AlertSettings.parse({ quietHours: { from: '10:00', to: '12:00' } });
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    mina.happens('exit.blocked', { symbol: 'KO' });
    await mina.pass(0);
    // What needs an action waits behind nothing: either may be the first to arrive.
    const heard = mina.service.taken.filter(({ message }) => message.notification.silent !== true);
    expect(mina.service.taken).toHaveLength(2);
    expect(heard.map(({ message }) => message.notification.title)).toEqual([expect.stringContaining('KO')]);
  });

  it('is not pushed where it is turned off there', async () => {
    mina.settings = AlertSettings.parse({ kinds: { 'not-bought': { push: 'off' } } });
    mina.device('phone');
    mina.happens('order.rejected', { order: anOrder({ status: 'rejected' }) });
    await mina.pass(0);
    expect(mina.service.taken).toEqual([]);
  });

  it('comes in the language of its reader', async () => {
    mina.language = 'ko';
    mina.device('phone');
    mina.happens('proposal.asked', { proposal: aProposal() });
    await mina.pass(0);
    expect(mina.last().message.notification).toMatchObject({
      lang: 'ko',
      title: '모의 · 엔비디아 12주, 1,495달러에 살까요?',
    });
  });

  it('that comes all at once is one notification', async () => {
    mina.device('phone');
    for (let n = 0; n < 6; n += 1) {
      mina.happens('order.rejected', { order: anOrder({ status: 'rejected', id: `o_00000001_${n}` }) });
      await mina.pass(SECOND_MS);
    }
    await mina.pass(2 * MINUTE_MS);
    expect(mina.service.titles().at(-1)).toBe('3 pieces of news in a minute');
    expect(mina.service.taken).toHaveLength(4);
  });
});

describe('a device that does not take it', () => {
  const rejected = (): void => mina.happens('order.rejected', { order: anOrder({ status: 'rejected' }) });

  beforeEach(() => {
    mina.settings = AlertSettings.parse({ order: ['push', 'telegram'] });
    mina.hasTelegram = true;
  });

  it.each([404, 410])('and is gone (%i) is forgotten and seen to be, and Telegram is told', async (status) => {
    const phone = mina.device('phone');
    mina.service.faults.push({ to: 'phone', fault: { status } });
    rejected();
    await mina.pass(0);
    expect(mina.inTelegram).toHaveLength(1);
    expect(mina.devices.ids()).toEqual([]);
    expect(mina.devices.list(null, mina.now)).toMatchObject([{ id: phone, goneAt: NOW_ISO, name: 'phone' }]);
    expect(JSON.stringify(mina.sql.all('SELECT * FROM push_device')), 'its address is forgotten').not.toContain(
      'https://push',
    );
    expect(listNotices(mina.sql, 5)[0]).toMatchObject({ state: 'delivered', channel: 'telegram', after: ['push'] });
  });

  it('for now is left alone for as long as its service says, and Telegram is told', async () => {
    mina.device('phone');
    mina.service.faults.push({ to: 'phone', fault: { status: 429, retryAfter: '120' } });
    rejected();
    await mina.pass(0);
    expect(mina.inTelegram).toHaveLength(1);
    rejected();
    await mina.pass(MINUTE_MS);
    expect(mina.inTelegram).toHaveLength(2);
    expect(mina.service.taken, 'not asked before its time').toEqual([]);
    expect(mina.devices.list(null, mina.now)).toMatchObject([{ problem: 'busy' }]);
    await mina.pass(2 * MINUTE_MS);
    rejected();
    await mina.pass(0);
    expect(mina.service.taken).toHaveLength(1);
    expect(mina.devices.list(null, mina.now)).toMatchObject([{ problem: null }]);
  });

  it('for a moment is told again by itself', async () => {
    mina.device('phone');
    mina.service.faults.push({ to: 'phone', fault: { status: 503 } });
    rejected();
    await mina.pass(10 * SECOND_MS);
    expect(mina.service.taken).toHaveLength(1);
    expect(mina.inTelegram).toEqual([]);
  });

  it('ever (413, 403) sends it elsewhere at once, and says why', async () => {
    mina.device('phone');
    for (const [status, problem] of [
      [413, 'too-large'],
      [403, 'refused'],
    ] as const) {
      mina.service.faults.push({ to: 'phone', fault: { status } });
      rejected();
      await mina.pass(0);
      expect(mina.devices.list(null, mina.now)).toMatchObject([{ problem }]);
    }
    expect(mina.inTelegram).toHaveLength(2);
  });

  it('keeps none of the others from it', async () => {
    mina.device('phone');
    mina.device('laptop');
    mina.service.faults.push({ to: 'phone', fault: { status: 410 } });
    rejected();
    await mina.pass(0);
    expect(mina.service.titles('laptop')).toHaveLength(1);
  });
});

it('a device that was taken away is told nothing of what was owed to it', async () => {
  const phone = mina.device('phone');
  mina.happens('proposal.asked', { proposal: aProposal() });
  mina.devices.remove(phone);
  await mina.pass(DAY_MS);
  expect(mina.service.taken).toEqual([]);
});
