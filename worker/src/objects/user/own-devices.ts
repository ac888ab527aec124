import type { PostOutcome } from '#bot/channels/channel.ts';
import type { PushDeviceView, PushTestView } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Sql } from '../sql.ts';
import type { AccessChange } from './access-log.ts';
import type { ChatRef } from './delivery-rows.ts';
import { PushDevices, type NewPushDevice } from './push-devices.ts';
import type { PushSender } from './push-sender.ts';

interface Wiring {
  /** A way in was opened or closed; `isTold`: nobody is owed a message. */
  readonly opened: (change: AccessChange, isTold: boolean) => void;
  readonly sender: () => PushSender;
}

/** A person's devices: how they come and go, which is written down and told as of any other way in. */
export class OwnDevices {
  readonly rows: PushDevices;
  readonly #wiring: Wiring;

  constructor(sql: Sql, wiring: Wiring) {
    this.rows = new PushDevices(sql);
    this.#wiring = wiring;
  }

  /** Those that take messages, as deliveries name them. */
  chats(): ChatRef[] {
    return this.rows.ids().map((chatId) => ({ channel: 'push', chatId }));
  }

  /** Null: there are as many as there may be. */
  add(device: NewPushDevice, now: number): PushDeviceView | null {
    const added = this.rows.add(device, now);
    if (added === null) return null;
    const { id, isNew } = added;
    const view = this.rows.view(id, device.sessionId);
    if (isNew)
      this.#wiring.opened({ type: 'access.device-added', channel: 'web', body: { id, name: device.name } }, false);
    return view;
  }

  remove(id: string, channel: string): boolean {
    const name = this.rows.remove(id);
    if (name === null) return false;
    this.#wiring.opened({ type: 'access.device-removed', channel, body: { id, name } }, true);
    return true;
  }

  /** Somebody signed out there, or was signed out. */
  ended(sessionId: string): void {
    for (const { id, name } of this.rows.removeOf(sessionId))
      this.#wiring.opened({ type: 'access.device-removed', channel: 'web', body: { id, name } }, true);
  }

  /** Null: there is no such device. */
  async test(id: string, language: Language): Promise<PushTestView['outcome'] | null> {
    const device = this.rows.find(id);
    if (device === null) return null;
    return TESTED[(await this.#wiring.sender().test(id, language)).kind];
  }
}

const TESTED = {
  sent: 'sent',
  gone: 'gone',
  'retry-after': 'busy',
  refused: 'refused',
  failed: 'failed',
} as const satisfies Record<PostOutcome['kind'], PushTestView['outcome']>;
