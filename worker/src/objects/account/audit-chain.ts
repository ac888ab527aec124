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

interface Chain {
  readonly sql: Sql;
  readonly mac: Mac;
  readonly sha256: (text: string) => string;
}

/** The type of the event that takes a chain over which was written under another key. */
export const ANCHORED = 'audit.anchored';

/** What such an event says of everything before it. */
export interface AnchorBody {
  /** Of every row before it, one into the other. */
  readonly digest: string;
  /** Whether those rows held under the key they were said to be written with. */
  readonly wasWhole: boolean;
}

/** One hash over all rows up to `last`. */
export function digestOf({ sql, sha256 }: Pick<Chain, 'sql' | 'sha256'>, last: number): string {
  let digest = '';
  let seq = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const query = 'SELECT * FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?';
    const rows = sql.all<LinkRow>(query, seq, last, ROWS_AT_ONCE);
    for (const row of rows) {
      digest = sha256(`${digest}\n${JSON.stringify([...linked(row), row.prev, row.mac])}`);
      ({ seq } = row);
    }
    if (rows.length < ROWS_AT_ONCE) return digest;
  }
}

/**
 * Where the chain of this key begins: at its first row, or, where somebody took over a chain of another key, at the event
 * that says so. That event is made under this key and tells what all rows before it have to be.
 */
function beginningOf({ sql, mac, sha256 }: Chain): { head: ChainHead; brokenAt: number | null } {
  const anchors = sql.all<LinkRow>('SELECT * FROM event WHERE type = ? ORDER BY seq DESC', ANCHORED);
  const anchor = anchors.find((row) => row.mac === macOf(mac, row.prev, row));
  if (anchor === undefined) return { head: NO_HEAD, brokenAt: null };
  const { digest } = JSON.parse(anchor.body) as AnchorBody;
  const before = anchor.seq - 1;
  const isWhole = digestOf({ sql, sha256 }, before) === digest;
  return { head: { seq: before, mac: anchor.prev }, brokenAt: isWhole ? null : before };
}

/** Checks the whole chain; the first row whose mac does not fit, or null when all do. */
export function brokenLink(chain: Chain): number | null {
  const start = beginningOf(chain);
  if (start.brokenAt !== null) return start.brokenAt;
  let before = start.head;
  for (;;) {
    const { head, brokenAt } = follow(chain.sql, chain.mac, before);
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
  chain: Chain,
  anchor: ChainHead | null,
  pause: () => Promise<void>,
): Promise<{ head: ChainHead; brokenAt: number | null }> {
  const { sql, mac } = chain;
  const start = beginningOf(chain);
  if (start.brokenAt !== null) return start;
  let before = start.head;
  for (;;) {
    const { head, brokenAt } = follow(sql, mac, before);
    if (brokenAt !== null) return { head, brokenAt };
    if (head.seq === before.seq) return { head, brokenAt: missingAnchor(sql, anchor) };
    before = head;
    await pause();
  }
}
