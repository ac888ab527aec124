import { healthOf, SILENT, type ConnectionFacts } from '#shared/usecases/connection-health.ts';
import type { ConnectionNews } from '#shared/usecases/connection-news.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { readMeta, writeMeta } from './meta.ts';
import { heldPositions } from './money-book.ts';
import { dropTrouble, setTrouble } from './troubles.ts';

/**
 * How the way to the broker is, as its session says once it lasted: one event for each change, in the caller's
 * transaction. Who went away and is back is said once; that the broker limits us is written and wakes nobody.
 */
export function connectionTold(ctx: AccountContext, news: ConnectionNews, facts: ConnectionFacts): void {
  const before = readMeta(ctx.sql, 'connection') ?? { heard: null, trouble: null };
  const heard = `${news.state}|${news.code}|${news.since}`;
  if (before.heard === heard) return;
  const isTrouble = news.state === 'lost' || news.state === 'needs-you';
  // Of several troubles in a row the first says since when.
  // Where only the socket says nothing, answers come: the broker is back, and the silence is a trouble of its own.
  const isSilent = news.code === SILENT;
  const isBack = news.state === 'connected' || isSilent;
  const trouble = isTrouble ? (before.trouble ?? news.since) : isBack ? null : before.trouble;
  writeMeta(ctx.sql, 'connection', { heard, trouble });
  // Where it is lost altogether that is said, and what of it works on.
  if (isTrouble) dropTrouble(ctx, 'silent-socket');
  else setTrouble(ctx, 'silent-socket', isSilent ? { since: facts.silentSince ?? news.since } : null);
  if (isBack && before.trouble === null) return;
  const positions = heldPositions(ctx);
  const here = positions.filter(({ heldBy }) => heldBy === 'nod');
  const stopsThere = positions.filter(({ heldBy }) => heldBy === 'broker').length;
  appendEvent(ctx, {
    type: isBack ? 'connection.back' : `connection.${news.state}`,
    actor: 'clock',
    subject: null,
    body: {
      health: healthOf(isBack ? { ...facts, silentSince: null } : facts, ctx.now(), {
        atBroker: stopsThere,
        atNod: here.length,
      }),
      connectionId: ctx.spec.connectionId ?? null,
      stopsThere,
      stopsHere: here.length,
      waiting: here.map(({ instrumentId }) => {
        const { symbol, nameEn, nameKo } = instrumentOf(ctx, instrumentId);
        return { symbol, nameEn, nameKo };
      }),
      ...(isBack && before.trouble !== null && { awayMs: news.since - before.trouble }),
    },
  });
}
