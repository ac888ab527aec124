import { toldAs } from '#bot/alerts/told-as.ts';
import { toldGroupAs } from '#bot/alerts/told-group.ts';
import type { EventView } from '#shared/contract/account.ts';
import { levelOf } from '#shared/domain/alerts/alert-kinds.ts';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { loudnessOf } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { compose } from '../../composition.ts';
import type { Env } from '../../env.ts';
import { log } from '../../log.ts';
import type { Sql } from '../sql.ts';
import { isAbout, type AccessLog } from './access-log.ts';
import { appendOnce } from './chat-history.ts';
import { deliverPortsOf, undeliveredTeller } from './deliver-ports.ts';
import { Deliveries } from './deliveries.ts';
import type { ChatRef } from './delivery-rows.ts';
import { DeliveryRounds } from './delivery-rounds.ts';
import { DeliveryWatch } from './delivery-watch.ts';
import type { OwnDevices } from './own-devices.ts';
import type { OwnRoles } from './own-roles.ts';
import type { OpenTabs } from './open-tabs.ts';
import type { StandingCard } from './standing-cards.ts';

/** What it needs of the person's object. */
export interface TellingPorts {
  readonly sql: Sql;
  readonly userId: string;
  readonly env: () => Env;
  readonly access: AccessLog;
  readonly tabs: OpenTabs;
  readonly ownRoles: OwnRoles;
  readonly ownDevices: OwnDevices;
  readonly storage: Pick<DurableObjectStorage, 'setAlarm' | 'deleteAlarm'>;
  readonly background: (work: Promise<void>) => void;
}

/** A round of deliveries that is cut off is taken up after this. */
const NET_MS = MINUTE_MS;

/** What happens is told to one person: kept in the chat of the app, owed to their chats and devices, and sent. */
export class Telling {
  readonly #ports: TellingPorts;
  readonly #deliveries: Deliveries;
  readonly #watch: DeliveryWatch;
  readonly #rounds: DeliveryRounds;
  /** How many calls wait for a round now. */
  #waiting = 0;

  constructor(ports: TellingPorts) {
    this.#ports = ports;
    const { sql, userId, env, ownDevices } = ports;
    this.#deliveries = new Deliveries(sql);
    this.#watch = new DeliveryWatch(sql);
    this.#rounds = new DeliveryRounds(() =>
      deliverPortsOf(env(), { userId, devices: ownDevices.rows, deliveries: this.#deliveries }),
    );
  }

  async tell(event: EventView): Promise<void> {
    const { sql, userId, env, access, tabs, ownRoles, ownDevices } = this.#ports;
    const composition = compose(env());
    const role = await ownRoles.now(event, composition);
    const inGroups = toldGroupAs(event);
    const [said, { language, settings, chats: linked, groups }] = await Promise.all([
      composition.alert(userId, event),
      composition.listener(userId),
    ]);
    const now = Date.now() as WallMs;
    const told = toTellOf(event);
    // The chat of the app keeps everything but what was turned off there and asks for nothing.
    // What is still told of somebody who has said goodbye is told to nobody.
    const isGone = access.has('access.forgotten');
    const isKept = levelOf(told.kind) !== 'news' || loudnessOf(settings, told.kind, 'web') !== 'off';
    const messages = isKept && !isGone ? said.messages : [];
    if (!appendOnce(sql, event, { messages, now })) return;
    ownRoles.hear(event, role);
    if (tabs.isSeen()) this.#deliveries.see(now);
    const reached = [...linked.filter(({ goneAt }) => goneAt === null), ...ownDevices.chats()];
    const chats = reached.filter((chat) => !isAbout(event, chat));
    const channels = [...new Set(chats.map(({ channel }) => channel))];
    const routes = routesFor(told, { settings, linked: channels, zone: readerOf(language).zone, now });
    this.#deliveries.owe(event, toldAs(event), { kind: told.kind, title: said.title, routes, chats, now });
    for (const { id, channel, accountId, goneAt } of groups)
      if (inGroups !== null && goneAt === null && accountId === event.accountId)
        this.#deliveries.oweGroup(event, inGroups, { channel, chatId: id }, now);
    tabs.publish(
      messages.map((message) => ({ type: 'chat', message }) as const),
      now,
    );
    this.send();
  }

  stands(card: StandingCard): void {
    const now = Date.now();
    this.#deliveries.cards.put(card, { trade: null, now });
    // What happened while it was on its way.
    if (card.card.tone !== 'question') this.#deliveries.oweRedraw(card, card.subject, now);
    this.send();
  }

  redraw(chat: ChatRef, subject: string): boolean {
    const stands = this.#deliveries.oweRedraw(chat, subject, Date.now());
    this.send();
    return stands;
  }

  changed(subject: string): void {
    for (const chat of this.#deliveries.cards.chatsOf(subject)) this.#deliveries.oweRedraw(chat, subject, Date.now());
    this.send();
  }

  /** This person was heard of: they look, typed or pressed. */
  see(now: number): void {
    this.#deliveries.see(now);
  }

  /** Sends what is due, after the answer. */
  send(): void {
    const { access, background } = this.#ports;
    if (this.#deliveries.nextAt(Date.now()) !== null || access.untold().length > 0) background(this.round());
  }

  /** The alarm is set before anything leaves: what is cut off goes on by itself. */
  async round(): Promise<void> {
    const { userId, env, access, storage } = this.#ports;
    this.#waiting += 1;
    try {
      await storage.setAlarm(Date.now() + NET_MS);
      await this.#tellAccess();
      await this.#rounds.go();
    } finally {
      this.#waiting -= 1;
    }
    // Whoever is the last looks when to come again.
    if (this.#waiting > 0) return;
    // What could not be told yet is tried again by the alarm that stands.
    const isWatched = await this.#watch.look(Date.now() as WallMs, undeliveredTeller(env(), userId));
    if (access.untold().length > 0 || !isWatched) return;
    const now = Date.now() as WallMs;
    const times = [this.#deliveries.nextAt(now), this.#watch.nextAt(now)].filter((at) => at !== null);
    if (times.length === 0) await storage.deleteAlarm();
    else await storage.setAlarm(Math.max(Math.min(...times), now + 1));
  }

  async #tellAccess(): Promise<void> {
    const { userId, access } = this.#ports;
    try {
      for (const event of access.untold()) {
        await this.tell(event);
        access.told(event.seq);
      }
    } catch (error) {
      log('access-not-told', { userId, error });
    }
  }
}
