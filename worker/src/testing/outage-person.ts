import { gatheredCard, stillOpen } from '#bot/alerts/together.ts';
import { toldAs } from '#bot/alerts/told-as.ts';
import { plainCard } from '#bot/cards/context.ts';
import type { Post, PostOutcome } from '#bot/channels/channel.ts';
import { ALONE_WITH, discordClient } from '#bot/channels/discord/client.ts';
import { telegramClient } from '#bot/channels/telegram/client.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Channel } from '#shared/contract/channel.ts';
import type { NotificationView } from '#shared/contract/notifications.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { DISCORD } from '../channels/discord.ts';
import { TELEGRAM } from '../channels/telegram.ts';
import type { ChannelVendor } from '../channels/vendor.ts';
import { channelPlace } from '../objects/channel/channel-place.ts';
import { ChannelRuntime } from '../objects/channel/channel-runtime.ts';
import { CHANNEL_SCHEMA } from '../objects/channel/channel-schema.ts';
import { deliverDue, type DeliverPorts } from '../objects/user/deliver-due.ts';
import { Deliveries } from '../objects/user/deliveries.ts';
import { listNotices } from '../objects/user/notices.ts';
import { USER_SCHEMA } from '../objects/user/user-schema.ts';
import { DiscordStandIn } from './discord-server/discord.ts';
import { NO_DEVICES } from './no-devices.ts';
import { NodeSql } from './node-sql.ts';
import { telegramFetch } from './telegram-server/telegram-fetch.ts';
import { TelegramWorld, type Fault } from './telegram-server/telegram-world.ts';
import { readVaultKeys } from '../vault/vault-keys.ts';
import { seal } from '../vault/vault.ts';

/** Wall time, or one that only moves when somebody waits. */
export interface OutageClock {
  now(): WallMs;
  sleep(ms: number): Promise<void>;
}

const CHATS = [
  { channel: 'telegram', chatId: '5200000001' },
  { channel: 'discord', chatId: `${ALONE_WITH}42` },
] as const;

/** Somebody with a chat at Telegram and one at Discord: their deliveries and both apps' objects are the real ones. */
export class OutagePerson {
  readonly telegram: TelegramWorld;
  readonly discord: DiscordStandIn;
  /** What Telegram meets now; null: nothing. */
  fault: () => Fault | null = () => null;
  /** When each text was seen first in any chat, by the text. */
  readonly arrivedAt = new Map<string, WallMs>();
  readonly #clock: OutageClock;
  readonly #sql = new NodeSql(USER_SCHEMA);
  readonly #channelSql = { telegram: new NodeSql(CHANNEL_SCHEMA), discord: new NodeSql(CHANNEL_SCHEMA) };
  readonly #keys = readVaultKeys({ KEK_1: '5a'.repeat(32) });
  #deliveries = new Deliveries(this.#sql);
  #runtimes: Record<'telegram' | 'discord', ChannelRuntime>;
  #seq = 0;

  static async open(clock: OutageClock): Promise<OutagePerson> {
    const person = new OutagePerson(clock);
    for (const channel of ['telegram', 'discord'] as const) {
      const token = channel === 'telegram' ? person.telegram.token : 'a.bot.token';
      if (person.#keys === null) throw new Error('there is a key');
      const sealed = await seal(person.#keys, channelPlace(channel), { version: 1, secret: { token } });
      const kept = await person.#runtimes[channel].open(sealed, null);
      if (kept !== 'kept') throw new Error(`${channel}: ${kept}`);
    }
    return person;
  }

  private constructor(clock: OutageClock) {
    this.#clock = clock;
    this.telegram = new TelegramWorld({ now: () => clock.now() });
    this.discord = new DiscordStandIn({ token: 'a.bot.token', publicKey: 'ab'.repeat(32), now: () => clock.now() });
    this.#runtimes = this.#start();
  }

  /** The processes die and come back: only what was stored is left. */
  restart(): void {
    this.#deliveries = new Deliveries(this.#sql);
    this.#runtimes = this.#start();
  }

  /** An event of their account, with a text that is its own; somebody who looks, so that nothing is repeated. */
  tell(type: string, body: EventView['body']): string {
    this.#seq += 1;
    const text = `${type} #${String(this.#seq).padStart(5, '0')}`;
    const at = toIso(this.#clock.now());
    const event: EventView = {
      ...{ accountId: 'a_00000001', seq: this.#seq, type, at, marketAt: at, actor: 'nod', channel: 'clock' },
      body: { ...body, text },
    };
    const told = toTellOf(event);
    const now = this.#clock.now();
    const settings = AlertSettings.parse({});
    const linked = CHATS.map(({ channel }) => channel);
    const routes = routesFor(told, { settings, linked, zone: 'America/New_York', now });
    this.#deliveries.owe(event, toldAs(event), { kind: told.kind, title: text, routes, chats: CHATS, now });
    this.#deliveries.see(now + 1);
    return text;
  }

  /** Everything that is due; answers when there is more to do, null: nothing. */
  async round(): Promise<number | null> {
    while (await deliverDue(this.#ports()));
    return this.#deliveries.nextAt(this.#clock.now());
  }

  /** Every text in the chats, once for each message that has it. */
  texts(): string[] {
    const seen = [
      ...this.telegram.messages.map(({ text }) => text),
      ...[...this.discord.channels.values()]
        .flat()
        .map(({ message }) => JSON.stringify(message).replaceAll('\\n', ' ')),
    ];
    return seen.flatMap((text) => [...text.matchAll(/[a-z.]+ #\d{5}/g)].map(([found]) => found));
  }

  /** What the list says became of each that was told, in that order. */
  list(): NotificationView[] {
    const number = ({ id }: NotificationView): number => Number(id.slice(2));
    return listNotices(this.#sql, 1_000)
      .filter(({ why }) => why === 'first')
      .sort((a, b) => number(a) - number(b));
  }

  #ports(): DeliverPorts {
    return {
      deliveries: this.#deliveries,
      push: NO_DEVICES,
      now: () => this.#clock.now(),
      isTheirs: () => Promise.resolve(true),
      inGroup: () => Promise.resolve(null),
      draw: (event) => Promise.resolve({ card: plainCard(String(event.body['text'])), language: 'en' }),
      drawStanding: () => Promise.resolve(null),
      picture: () => Promise.resolve(null),
      sleep: () => new Promise(() => undefined),
      stillOpen,
      gatheredCard,
      post: (channel, post) => this.#post(channel, post),
      edit: (channel, shown, post) => this.#runtimes[channel].edit(shown, post),
      log: () => undefined,
    };
  }

  async #post(channel: Channel, post: Post): Promise<PostOutcome> {
    const outcome = await this.#runtimes[channel].post(post);
    for (const text of this.texts()) if (!this.arrivedAt.has(text)) this.arrivedAt.set(text, this.#clock.now());
    return outcome;
  }

  #start(): Record<'telegram' | 'discord', ChannelRuntime> {
    const telegram = telegramFetch(this.telegram);
    const faulty: typeof fetch = (...asked) => {
      const fault = this.fault();
      if (fault !== null) this.telegram.faults.push(fault);
      return telegram(...asked);
    };
    return {
      telegram: this.#runtime({ ...TELEGRAM, client: (how) => telegramClient({ ...how, fetch: faulty }) }),
      discord: this.#runtime({
        ...DISCORD,
        client: (how) => discordClient({ ...how, fetch: this.discord.fetch, now: () => this.#clock.now() }),
      }),
    };
  }

  #runtime(vendor: ChannelVendor): ChannelRuntime {
    const { channel } = vendor;
    return new ChannelRuntime({
      ...{ vendor, keys: this.#keys, apiRoot: undefined, appUrl: null },
      sql: this.#channelSql[channel],
      now: () => this.#clock.now(),
      sleep: (ms) => this.#clock.sleep(ms),
      background: () => undefined,
      setAlarm: () => undefined,
      ear: () => {
        throw new Error('nobody speaks here');
      },
      hear: () => Promise.resolve(),
      setGone: () => Promise.resolve(),
      letIn: () => Promise.resolve(),
      moved: () => Promise.resolve(),
      log: () => undefined,
    });
  }
}
