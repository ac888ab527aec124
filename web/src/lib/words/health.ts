import type { AccountView } from '#shared/contract/account.ts';
import type { BrokerName, ConnectionHealth } from '#shared/contract/connection.ts';
import { now } from '../state/now.svelte.ts';
import { capital, reasonText } from './text.ts';

interface About {
  readonly broker: BrokerName;
  /** Of the account that trades over it: which stops go on without us. */
  readonly protection?: AccountView['protection'];
}

/**
 * How the way to a broker is, as one sentence without its full stop. What the server could not know, or what ticks, is
 * filled in here: the age of the last answer, which stops work at the broker and which wait for Nod.
 */
export function healthText(health: ConnectionHealth, { broker, protection }: About): string {
  const { code, values } = health.sentence;
  const age = health.checkedAt === null ? {} : { age: Math.max(0, now.ms - Date.parse(health.checkedAt)) };
  const since = health.lostSince === null ? {} : { since: health.lostSince };
  const stops = protection === undefined ? {} : { atBroker: protection.heldByBroker, atNod: protection.heldByNod };
  return capital(reasonText({ code, values: { broker, ...since, ...stops, ...values, ...age } }));
}
