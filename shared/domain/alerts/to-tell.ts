import type { WallMs } from '../../lib/time.ts';
import { ruleOf, type AlertRule, type EventFacts } from './alert-kinds.ts';
import type { ToTell } from './routes.ts';

/** What has no line of its own in the table and is owed all the same: whoever wrote it said so. */
const OTHER: AlertRule = { kind: 'account', as: 'message' };

/** How an event that is owed to a person is told. */
export function toTellOf(event: EventFacts): ToTell {
  const { kind, as } = ruleOf(event) ?? OTHER;
  const proposal = kind === 'question' ? record(event.body['proposal']) : null;
  const askedAt = instant(proposal?.['createdAt']);
  const answerBy = instant(proposal?.['answerBy']);
  const botId = typeof proposal?.['botId'] === 'string' ? proposal['botId'] : null;
  return { kind, as, ...(askedAt !== null && answerBy !== null && { question: { botId, askedAt, answerBy } }) };
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

function instant(value: unknown): WallMs | null {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? null : (at as WallMs);
}
