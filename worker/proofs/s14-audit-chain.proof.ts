import { createHmac } from 'node:crypto';
import type { EventType } from '#shared/domain/event-type.ts';
import type { AccountContext } from '../src/objects/account/context.ts';
import { brokenLink, headOf, missingAnchor, type ChainHead } from '../src/objects/account/audit-chain.ts';
import { appendEvent } from '../src/objects/account/event-log.ts';
import { SimAccount } from '../src/testing/sim-account.ts';
import type { Proof } from './proof.ts';
import { randomOf, type Random } from './support/random.ts';

const TYPES: readonly EventType[] = ['order.sent', 'order.filled', 'proposal.asked', 'mode.changed', 'money.booked'];
/** What somebody with the file but without the key can write into a row. */
const FORGED_KEY = 'a key that is not the account’s';
const COLUMNS = ['type', 'version', 'at', 'market_at', 'actor', 'channel', 'subject', 'body', 'prev', 'mac'] as const;

interface Tally {
  tried: number;
  detected: number;
  readonly missed: string[];
}

/** One change of the table behind the account's back, undone afterwards. */
function tamper(
  ctx: AccountContext,
  tally: Tally,
  name: string,
  given: { change: () => void; anchor?: ChainHead },
): void {
  const undo = new Error('undo');
  try {
    ctx.transaction(() => {
      given.change();
      tally.tried += 1;
      const isFound = brokenLink(ctx) !== null || missingAnchor(ctx.sql, given.anchor ?? null) !== null;
      if (isFound) tally.detected += 1;
      else tally.missed.push(name);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
}

async function aLog(rows: number, random: Random): Promise<AccountContext> {
  const account = await SimAccount.open();
  const { ctx } = account;
  ctx.transaction(() => {
    for (let n = headOf(ctx.sql).seq; n < rows; n += 1) {
      const body = { n, price: random.int(1, 99_999) / 100, 이름: '하루바이오', note: 'x'.repeat(random.int(0, 40)) };
      const type = TYPES[n % TYPES.length] ?? 'order.sent';
      appendEvent(ctx, { type, actor: 'clock', subject: n % 3 === 0 ? null : `o_${n}`, body, alerts: false });
    }
  });
  ctx.sql.run('DROP TRIGGER event_keeps');
  ctx.sql.run('DROP TRIGGER event_stays');
  return ctx;
}

/** Makes room after a row, or closes the gap it left; numbers stay without a hole. */
function shift(ctx: AccountContext, from: number, by: 1 | -1): void {
  ctx.sql.run('UPDATE event SET seq = -(seq + ?1) WHERE seq >= ?2', by, from);
  ctx.sql.run('UPDATE event SET seq = -seq WHERE seq < 0');
}

function forge(ctx: AccountContext, seq: number): void {
  ctx.sql.run(
    `INSERT INTO event (seq, type, version, at, market_at, actor, channel, subject, body, prev, mac)
     SELECT ?1, type, version, at, market_at, actor, channel, subject, ?2, mac, ?3 FROM event WHERE seq = ?1 - 1`,
    seq,
    '{"forged":true}',
    createHmac('sha256', FORGED_KEY).update(String(seq)).digest('hex'),
  );
}

const proof: Proof = {
  id: 'S14',
  claim:
    'An event that is altered, removed, added or moved breaks the chain at once; a cut at the end shows against the head that is kept elsewhere',
  async run({ level, seed, say }) {
    const rows = level === 'long' ? 100_000 : 1_000;
    const random = randomOf(seed);
    const ctx = await aLog(rows, random);
    const anchor = headOf(ctx.sql);
    const tallies: Record<string, Tally> = {};
    const tally = (kind: string): Tally => (tallies[kind] ??= { tried: 0, detected: 0, missed: [] });
    // A chain of 100,000 is walked whole for every change: there, each kind of change meets rows of a sample.
    const step = level === 'long' ? 500 : 1;
    for (let seq = 1; seq <= rows; seq += step) {
      const column = COLUMNS[seq % COLUMNS.length] ?? 'body';
      tamper(ctx, tally('altered'), `${column} of ${seq}`, {
        change: () => {
          const isNumber = column === 'version' || column === 'at' || column === 'market_at';
          const changed = isNumber ? `${column} + 1` : `coalesce(${column}, '') || ' '`;
          ctx.sql.run(`UPDATE event SET ${column} = ${changed} WHERE seq = ?`, seq);
        },
      });
      tamper(ctx, tally('inserted'), `after ${seq}`, {
        anchor,
        change: () => {
          shift(ctx, seq + 1, 1);
          forge(ctx, seq + 1);
        },
      });
      tamper(ctx, tally('deleted'), `${seq}`, {
        anchor,
        change: () => {
          ctx.sql.run('DELETE FROM event WHERE seq = ?', seq);
          if (random.chance(0.5)) shift(ctx, seq + 1, -1);
        },
      });
      const other = seq < rows && random.chance(0.7) ? seq + 1 : random.other(seq, rows);
      tamper(ctx, tally('reordered'), `${seq} and ${other}`, {
        change: () => {
          ctx.sql.run('UPDATE event SET seq = -seq WHERE seq IN (?, ?)', seq, other);
          ctx.sql.run('UPDATE event SET seq = ?2 WHERE seq = -?1', seq, other);
          ctx.sql.run('UPDATE event SET seq = ?1 WHERE seq = -?2', seq, other);
        },
      });
      tamper(ctx, tally('cut'), `from ${seq} on`, {
        anchor,
        change: () => ctx.sql.run('DELETE FROM event WHERE seq >= ?', seq),
      });
      if (seq % 250 === 1) say(`row ${seq}`);
    }
    // Without the outside anchor a cut cannot be seen: that is why there is one.
    const blind = { tried: 0, detected: 0, missed: [] };
    tamper(ctx, blind, 'cut, not anchored', { change: () => ctx.sql.run('DELETE FROM event WHERE seq > ?', rows / 2) });
    const isWhole = brokenLink(ctx) === null && missingAnchor(ctx.sql, anchor) === null;
    const all = Object.entries(tallies);
    const tried = all.reduce((sum, [, { tried: n }]) => sum + n, 0);
    const detected = all.reduce((sum, [, { detected: n }]) => sum + n, 0);
    const missed = all.flatMap(([kind, of]) => of.missed.map((words) => `${kind} ${words}`));
    return {
      passed: detected === tried && tried >= 5 * Math.min(rows, 200) && isWhole && blind.detected === 0,
      figures: {
        rows,
        tampered: tried,
        detected,
        ...Object.fromEntries(all.map(([kind, of]) => [kind, of.detected])),
        cutWithoutAnchorSeen: blind.detected > 0,
        untouchedChainHolds: isWhole,
        ...(missed.length > 0 && { missed: missed.slice(0, 12).join(' | ') }),
      },
    };
  },
};
export default proof;
