import { SCOPES, type Caller } from '#shared/domain/caller.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Composition } from '../../composition.ts';
import { ownerId } from './owner.ts';

const EVENTS_LOOKED_AT = 500;

async function ownerCaller(composition: Composition): Promise<Caller | null> {
  const userId = await ownerId(composition);
  return userId === null ? null : { userId, channel: 'cli', scopes: SCOPES, accountIds: null };
}

/** One line per position whose stop only this process holds: what is unprotected once it has gone. */
export async function leavingLines({ useCases, ...composition }: Composition): Promise<string[]> {
  const caller = await ownerCaller({ useCases, ...composition });
  if (caller === null) return [];
  const accounts = await useCases.accounts(caller);
  if (!accounts.ok) return ['The accounts could not be asked; look at your positions before you rely on a stop.'];
  const lines: string[] = [];
  for (const account of accounts.value.items) {
    const positions = await useCases.positions(caller, account.id);
    for (const position of positions.ok ? positions.value.items : []) {
      for (const { quantity, protection } of position.holders) {
        if (protection.heldBy === 'broker') continue;
        const stop = protection.stopPrice === null ? 'no stop' : `stop ${protection.stopPrice} ${position.currency}`;
        lines.push(
          `${account.world.toUpperCase()} · Not protected until Nod is back: ${quantity} ${position.symbol} (${stop}).`,
        );
      }
    }
  }
  if (lines.length === 0) return ['No position depends on Nod running.'];
  return lines;
}

const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'order.filled': ['order was filled', 'orders were filled'],
  'order.not-sent': ['order was not sent', 'orders were not sent'],
  'order.unknown': ['order is not confirmed yet', 'orders are not confirmed yet'],
  'order.needs-human': ['order needs your check', 'orders need your check'],
  'position.closed': ['position was closed', 'positions were closed'],
  'proposal.asked': ['question was asked', 'questions were asked'],
  'proposal.expired': ['question was not answered in time', 'questions were not answered in time'],
  'proposal.withdrawn': ['question was taken back', 'questions were taken back'],
};

/** What came to pass since an instant, counted by kind. Market clocks stand while the product is off, so this is usually nothing. */
export async function awayLines(composition: Composition, sinceMs: number): Promise<string[]> {
  const caller = await ownerCaller(composition);
  if (caller === null || !Number.isFinite(sinceMs)) return [];
  const accounts = await composition.useCases.accounts(caller);
  const lines: string[] = [];
  for (const account of accounts.ok ? accounts.value.items : []) {
    const since = Math.max(0, account.seq - EVENTS_LOOKED_AT);
    const events = await composition.useCases.events(caller, account.id, { since, limit: EVENTS_LOOKED_AT });
    const fresh = events.ok ? events.value.filter((event) => Date.parse(event.at) > sinceMs) : [];
    lines.push(...counted(fresh));
    if (account.pendingProposals > 0)
      lines.push(`${count(account.pendingProposals, ['question waits', 'questions wait'])} for you.`);
  }
  return lines;
}

function counted(events: readonly EventView[]): string[] {
  const byType = Map.groupBy(events, (event) => event.type);
  return [...byType].flatMap(([type, of]) => {
    const words = WORDS[type];
    return words === undefined ? [] : [`${count(of.length, words)}.`];
  });
}

function count(number: number, [one, many]: readonly [string, string]): string {
  return `${number} ${number === 1 ? one : many}`;
}
