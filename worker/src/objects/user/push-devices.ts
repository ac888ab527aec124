import { ulid } from 'ulid';
import type { CreatePushDevice, PushDeviceView, UpdatePushDevice } from '#shared/contract/push.ts';
import { PUSH_DEFAULTS, PUSH_DEVICES_MAX, type PushSettings } from '#shared/domain/push.ts';
import { DAY_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { PushAddress } from '../../channels/push/send-push.ts';
import type { Sql } from '../sql.ts';

/** A browser of this person that takes pushes. Instants are wall milliseconds. */
export interface PushDevice extends PushAddress {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  /** The page it subscribed under, like `https://nod.example.net`. */
  readonly origin: string;
  readonly settings: PushSettings;
  /** Its service takes nothing before. */
  readonly blockedUntil: number;
  readonly goneAt: number | null;
}

/** A browser that subscribes, in the session its person sits in. */
export type NewPushDevice = CreatePushDevice & { readonly sessionId: string; readonly origin: string };

type Problem = NonNullable<PushDeviceView['problem']>;

interface Row {
  id: string;
  session_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  origin: string;
  name: string;
  settings: string;
  created_at: number;
  sent_at: number | null;
  problem: Problem | null;
  blocked_until: number;
  gone_at: number | null;
}

/** One that is gone is shown this long, so that its person can turn it on again. */
const GONE_SHOWN_MS = 30 * DAY_MS;

/** The browsers that take pushes for one person. They lie beside the sessions they came with, and end with them. */
export class PushDevices {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Those that take messages, oldest first. */
  ids(): string[] {
    return this.#sql
      .all<{ id: string }>('SELECT id FROM push_device WHERE gone_at IS NULL ORDER BY created_at, id')
      .map(({ id }) => id);
  }

  find(id: string): PushDevice | null {
    const row = this.#sql.first<Row>('SELECT * FROM push_device WHERE id = ?', id);
    return row === null ? null : deviceOf(row);
  }

  list(sessionId: string | null, now: number): PushDeviceView[] {
    this.#sql.run('DELETE FROM push_device WHERE gone_at < ?', now - GONE_SHOWN_MS);
    return this.#sql.all<Row>('SELECT * FROM push_device ORDER BY created_at, id').map((row) => viewOf(row, sessionId));
  }

  view(id: string, sessionId: string | null): PushDeviceView | null {
    const row = this.#sql.first<Row>('SELECT * FROM push_device WHERE id = ?', id);
    return row === null ? null : viewOf(row, sessionId);
  }

  /** The same browser again changes where it is reached and keeps its name and settings. Null: there are too many. */
  add(
    { endpoint, keys, name, replaces, sessionId, origin }: NewPushDevice,
    now: number,
  ): { readonly id: string; readonly isNew: boolean } | null {
    const known = this.#sql.first<{ id: string }>(
      `SELECT id FROM push_device WHERE gone_at IS NULL AND endpoint IN (?1, ?2) ORDER BY endpoint = ?1 DESC LIMIT 1`,
      ...[endpoint, replaces ?? endpoint],
    );
    if (known !== null) {
      this.#sql.run(
        `UPDATE push_device SET endpoint = ?, p256dh = ?, auth = ?, origin = ?, session_id = ?, problem = NULL,
           blocked_until = 0 WHERE id = ?`,
        ...[endpoint, keys.p256dh, keys.auth, origin, sessionId, known.id],
      );
      return { id: known.id, isNew: false };
    }
    // A browser has one address: what its session had before was lost with it.
    const before = this.#sql.first<Pick<Row, 'settings'>>(
      'SELECT settings FROM push_device WHERE session_id = ? ORDER BY gone_at DESC LIMIT 1',
      sessionId,
    );
    this.#sql.run('DELETE FROM push_device WHERE session_id = ?', sessionId);
    const row = this.#sql.first<{ n: number }>('SELECT count(*) AS n FROM push_device WHERE gone_at IS NULL');
    if ((row?.n ?? 0) >= PUSH_DEVICES_MAX) return null;
    const id = `d_${ulid(now)}`;
    this.#sql.run(
      `INSERT INTO push_device (id, session_id, endpoint, p256dh, auth, origin, name, settings, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, sessionId, endpoint, keys.p256dh, keys.auth, origin, name],
      ...[before?.settings ?? JSON.stringify(PUSH_DEFAULTS), now],
    );
    return { id, isNew: true };
  }

  update(id: string, { name, text, nod }: UpdatePushDevice): boolean {
    const device = this.find(id);
    if (device === null) return false;
    const { settings } = device;
    const given = <T extends object>(change: T | undefined): Partial<T> =>
      Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
    const then = { text: { ...settings.text, ...given(text) }, nod: { ...settings.nod, ...given(nod) } };
    return (
      this.#sql.run(
        'UPDATE push_device SET name = ?, settings = ? WHERE id = ?',
        ...[name ?? device.name, JSON.stringify(then), id],
      ) > 0
    );
  }

  /** Answers what it was called; null: there is none. */
  remove(id: string): string | null {
    const row = this.#sql.first<{ name: string }>('DELETE FROM push_device WHERE id = ? RETURNING name', id);
    return row?.name ?? null;
  }

  /** Whoever signs out on a device is told of nothing there any more. Answers what they were called. */
  removeOf(sessionId: string): { readonly id: string; readonly name: string }[] {
    return this.#sql.all('DELETE FROM push_device WHERE session_id = ? RETURNING id, name', sessionId);
  }

  /** The same browser signed in anew. */
  follow(before: string, sessionId: string): void {
    this.#sql.run('UPDATE push_device SET session_id = ? WHERE session_id = ?', sessionId, before);
  }

  /** The service has it. */
  sent(id: string, now: number): void {
    this.#sql.run('UPDATE push_device SET sent_at = ?, problem = NULL, blocked_until = 0 WHERE id = ?', now, id);
  }

  failed(id: string, problem: Problem, blockedUntil = 0): void {
    this.#sql.run('UPDATE push_device SET problem = ?, blocked_until = ? WHERE id = ?', problem, blockedUntil, id);
  }

  /** Its address opens nothing any more: it is forgotten, and the device is shown as one that takes nothing. */
  gone(id: string, now: number): void {
    this.#sql.run(
      `UPDATE push_device SET endpoint = '', p256dh = '', auth = '', problem = NULL, gone_at = ?
       WHERE id = ? AND gone_at IS NULL`,
      ...[now, id],
    );
  }
}

function deviceOf(row: Row): PushDevice {
  const { id, endpoint, p256dh, auth, origin, name } = row;
  return {
    ...{ id, endpoint, p256dh, auth, origin, name },
    sessionId: row.session_id,
    settings: JSON.parse(row.settings) as PushSettings,
    blockedUntil: row.blocked_until,
    goneAt: row.gone_at,
  };
}

function viewOf(row: Row, sessionId: string | null): PushDeviceView {
  const { text, nod } = JSON.parse(row.settings) as PushSettings;
  const instant = (at: number | null): string | null => (at === null ? null : toIso(at as WallMs));
  return {
    id: row.id,
    name: row.name,
    service: serviceOf(row.endpoint),
    isThis: row.session_id === sessionId,
    createdAt: toIso(row.created_at as WallMs),
    sentAt: instant(row.sent_at),
    goneAt: instant(row.gone_at),
    problem: row.problem,
    ...{ text, nod },
  };
}

const SERVICES = [
  [/\.googleapis\.com$/, 'google'],
  [/\.mozilla\.com$/, 'mozilla'],
  [/\.push\.apple\.com$/, 'apple'],
  [/\.notify\.windows\.com$/, 'microsoft'],
] as const;

/** Whose service it is, as far as its name tells: nothing is let in or kept out by it. */
export function serviceOf(endpoint: string): PushDeviceView['service'] {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return SERVICES.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
