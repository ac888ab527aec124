import type { WallMs } from '../../lib/time.ts';
import { ruleOf, type AlertRule, type EventFacts } from './alert-kinds.ts';
import type { ToTell } from './routes.ts';

/** An event as it is told: what, and where in a chat it belongs. */
export interface Telling extends ToTell {
  /** One trade is one thread: of this account, bot and instrument. Null: it stands alone. */
  readonly thread: string | null;
  /** The question or order whose card an `edit` changes. */
  readonly card: string | null;
}

/** What has no line of its own in the table and is owed all the same: whoever wrote it said so. */
const OTHER: AlertRule = { kind: 'account', as: 'message' };

/** How an event that is owed to a person is told; `accountId` names its threads. */
export function tellingOf(event: EventFacts & { readonly accountId: string }): Telling {
  const { kind, as } = ruleOf(event) ?? OTHER;
  const proposal = record(event.body['proposal']);
  const about = proposal ?? record(event.body['order']);
  const symbol = text(about?.['symbol']) ?? text(event.body['symbol']);
  const botId = text(about?.['botId']);
  const thread = symbol === null ? null : `${event.accountId}:${botId ?? 'manual'}:${symbol}`;
  const card = proposal === null ? (text(about?.['proposalId']) ?? text(about?.['id'])) : text(proposal['id']);
  const askedAt = instant(proposal?.['createdAt']);
  const answerBy = instant(proposal?.['answerBy']);
  const isOpen = kind === 'question' && askedAt !== null && answerBy !== null;
  return { kind, as, thread, card, ...(isOpen && { question: { botId, askedAt, answerBy } }) };
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function instant(value: unknown): WallMs | null {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : (at as WallMs);
}
