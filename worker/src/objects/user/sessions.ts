import type { DeviceView } from '#shared/contract/session.ts';
import type { ChannelName } from '#shared/domain/caller.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import type { AccessChange } from './access-log.ts';
import { deleteCredential, endSessionLinks, listCredentials } from './credentials.ts';

interface Wiring {
  /** What hangs on a session goes with it: proofs, open screens. */
  readonly ended: (sessionId: string) => void;
  readonly record: (change: AccessChange) => void;
}

/** The browsers one person is signed in with. */
export class Sessions {
  readonly #sql: Sql;
  readonly #wiring: Wiring;

  constructor(sql: Sql, wiring: Wiring) {
    this.#sql = sql;
    this.#wiring = wiring;
  }

  /** The newest first. `asking`: the session that asks; null: none does. */
  list(asking: string | null): DeviceView[] {
    const iso = (instant: number): string => toIso(instant as WallMs);
    return listCredentials(this.#sql, 'session', Date.now()).map(({ id, name, createdAt, lastUsedAt, expiresAt }) => ({
      ...{ id, name, createdAt: iso(createdAt), lastSeenAt: iso(lastUsedAt ?? createdAt) },
      ...{ expiresAt: iso(expiresAt), isThis: id === asking },
    }));
  }

  /** False: there is none of this id. `isElsewhere`: somebody signs it out who does not sit there. */
  end(
    sessionId: string,
    { channel, isElsewhere = false }: { readonly channel: ChannelName; readonly isElsewhere?: boolean },
  ): boolean {
    const device = this.#nameOf(sessionId);
    endSessionLinks(this.#sql);
    if (!this.#drop(sessionId)) return false;
    this.#wiring.record({
      type: 'access.signed-out',
      channel,
      body: { id: sessionId, device, ...(isElsewhere && { isElsewhere }) },
    });
    return true;
  }

  /** Every session but `kept`; null: none asks, and all end. */
  endOthers(kept: string | null, channel: ChannelName): void {
    endSessionLinks(this.#sql);
    const ended = this.#ids().filter((id) => id !== kept && this.#drop(id));
    if (ended.length > 0)
      this.#wiring.record({ type: 'access.signed-out-others', channel, body: { count: ended.length } });
  }

  endAll(channel: ChannelName): void {
    this.#wiring.record({ type: 'access.signed-out-everywhere', channel, body: {} });
    endSessionLinks(this.#sql);
    for (const id of this.#ids()) this.#drop(id);
  }

  /** Another session of the same browser takes its place: nothing to write down. */
  replace(sessionId: string): void {
    this.#drop(sessionId);
  }

  /** Also those that ran out, where a device goes on taking pushes: whoever is signed out everywhere is told nothing. */
  #ids(): string[] {
    return this.#sql
      .all<{ id: string }>("SELECT id FROM credential WHERE kind = 'session' UNION SELECT session_id FROM push_device")
      .map(({ id }) => id);
  }

  #nameOf(id: string): string {
    return this.#sql.first<{ name: string }>('SELECT name FROM credential WHERE id = ?', id)?.name ?? '';
  }

  #drop(id: string): boolean {
    const isEnded = deleteCredential(this.#sql, 'session', id);
    this.#wiring.ended(id);
    return isEnded;
  }
}
