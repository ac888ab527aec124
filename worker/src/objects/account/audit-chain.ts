import type { Sql } from '../sql.ts';

/*
 * The chain of an account's events: each row's mac covers the row and the mac before it. Whoever alters, removes, adds
 * or moves a row without the key breaks it at that row; a cut at the end shows only against a head kept elsewhere.
 */

/** The newest event, as it can be kept elsewhere. */
export interface ChainHead {
  readonly seq: number;
  readonly mac: string;
}

export interface EventRow {
  seq: number;
  type: string;
  version: number;
  at: number;
  market_at: number;
  actor: string;
  channel: string;
  subject: string | null;
  /** JSON, as it was written: the mac covers this very text. */
  body: string;
}

interface LinkRow extends EventRow {
  prev: string;
  mac: string;
}

type Mac = (text: string) => string;

export const NO_HEAD: ChainHead = { seq: 0, mac: '' };
const ROWS_AT_ONCE = 200;

/** The columns a mac covers, in their order in the table. */
export function linked(row: EventRow) {
  const { seq, type, version, at, market_at, actor, channel, subject, body } = row;
  return [seq, type, version, at, market_at, actor, channel, subject, body] as const;
}

export function macOf(mac: Mac, prev: string, row: EventRow): string {
  return mac(`${prev}\n${JSON.stringify(linked(row))}`);
}

export function headOf(sql: Sql): ChainHead {
  return sql.first<ChainHead>('SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1') ?? NO_HEAD;
}

/** The next few links after `before`: how far they hold, and the first that does not. */
function follow(sql: Sql, mac: Mac, before: ChainHead): { head: ChainHead; brokenAt: number | null } {
  let head = before;
  const rows = sql.all<LinkRow>('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?', before.seq, ROWS_AT_ONCE);
  for (const row of rows) {
    if (row.seq !== head.seq + 1 || row.prev !== head.mac || row.mac !== macOf(mac, head.mac, row))
      return { head, brokenAt: row.seq };
    head = { seq: row.seq, mac: row.mac };
  }
  return { head, brokenAt: null };
}

/** Checks the whole chain; the first row whose mac does not fit, or null when all do. */
export function brokenLink({ sql, mac }: { sql: Sql; mac: Mac }): number | null {
  let before = NO_HEAD;
  for (;;) {
    const { head, brokenAt } = follow(sql, mac, before);
    if (brokenAt !== null) return brokenAt;
    if (head.seq === before.seq) return null;
    before = head;
  }
}

/** Whether the chain still holds a head that was kept elsewhere; the place where it should be when not. */
export function missingAnchor(sql: Sql, anchor: ChainHead | null): number | null {
  if (anchor === null || anchor.seq === 0) return null;
  const row = sql.first<{ mac: string }>('SELECT mac FROM event WHERE seq = ?', anchor.seq);
  return row?.mac === anchor.mac ? null : anchor.seq;
}

/** Both checks, a few rows at a time: what else the object has to do comes in between. */
export async function checkChain(
  { sql, mac }: { sql: Sql; mac: Mac },
  anchor: ChainHead | null,
  pause: () => Promise<void>,
): Promise<{ head: ChainHead; brokenAt: number | null }> {
  let before = NO_HEAD;
  for (;;) {
    const { head, brokenAt } = follow(sql, mac, before);
    if (brokenAt !== null) return { head, brokenAt };
    if (head.seq === before.seq) return { head, brokenAt: missingAnchor(sql, anchor) };
    before = head;
    await pause();
  }
}
