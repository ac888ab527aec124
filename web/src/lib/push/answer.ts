import type { PushData } from '#shared/contract/push.ts';
import type { OrderView, ProposalView } from '#shared/contract/proposal.ts';
import type { Language } from '#shared/contract/session.ts';
import { push as en } from '#shared/words/en/push.ts';
import { push as ko } from '#shared/words/ko/push.ts';
import type { PushScope } from './scope.ts';

type Question = NonNullable<PushData['question']>;

const WORDS = { en, ko };
const TIMEOUT_MS = 20_000;
const KEY_CHARACTERS = 40;

export function pushWords(language: string): typeof en {
  return language === 'ko' ? WORDS.ko : WORDS.en;
}

/** A tap on one notification. */
interface Tap {
  readonly question: Question;
  /** Of the notification: the same tap twice is one tap, and a reminder of the same question is asked anew. */
  readonly shown: string | undefined;
  readonly language: Language;
}

const keyOf = (verb: string, { question, shown = '' }: Tap): string =>
  `push-${verb}-${shown}-${question.hash.slice(0, KEY_CHARACTERS)}`;

/** Approves what was asked, from this device; answers what came of it, in words. */
export async function approveFrom(scope: PushScope, tap: Tap): Promise<string> {
  const { id, hash, device } = tap.question;
  const words = pushWords(tap.language);
  const answer = await ask(scope, `/api/proposals/${encodeURIComponent(id)}/approve`, {
    key: keyOf('approve', tap),
    body: { hash, ...(device !== null && { device }) },
  });
  if (answer.kind === 'failed') return failureText(answer, words);
  const { order, proposal } = answer.body as { order: OrderView | null; proposal: ProposalView };
  if (order !== null) return words.approved[CAME_TO[order.status]];
  return proposal.status === 'pending' ? words.approved.second : words.approved.none;
}

/** Skips it; answers what came of it, in words. */
export async function skipFrom(scope: PushScope, tap: Tap): Promise<string> {
  const { id, hash } = tap.question;
  const words = pushWords(tap.language);
  const answer = await ask(scope, `/api/proposals/${encodeURIComponent(id)}/reject`, {
    key: keyOf('skip', tap),
    body: { hash },
  });
  return answer.kind === 'failed' ? failureText(answer, words) : words.skipped;
}

/** What the stored order says, and no more. */
const CAME_TO = {
  sending: 'sent',
  accepted: 'sent',
  'partially-filled': 'sent',
  replaced: 'sent',
  'waiting-for-open': 'waits',
  filled: 'filled',
  cancelled: 'nothing',
  expired: 'nothing',
  rejected: 'nothing',
  'not-sent': 'nothing',
  unknown: 'unknown',
  'needs-human': 'unknown',
} as const satisfies Record<OrderView['status'], keyof (typeof en)['approved']>;

interface Failed {
  readonly kind: 'failed';
  /** Null: no answer, or none of ours. */
  readonly code: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

async function ask(
  scope: PushScope,
  path: string,
  { key, body }: { readonly key: string; readonly body: unknown },
): Promise<{ readonly kind: 'answered'; readonly body: unknown } | Failed> {
  try {
    const response = await scope.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as unknown;
    if (response.ok) return { kind: 'answered', body: answer };
    const { code, values = {} } = answer as { code?: string; values?: Failed['values'] };
    return { kind: 'failed', code: code ?? null, values };
  } catch {
    return { kind: 'failed', code: null, values: {} };
  }
}

function failureText({ code, values }: Failed, words: typeof en): string {
  switch (code) {
    case null:
    case 'unavailable':
    case 'internal':
      return words.failed.unanswered;
    case 'already-decided': {
      const name = typeof values['name'] === 'string' ? values['name'] : '';
      const { status } = values;
      return status === 'approved' || status === 'rejected' ? words.already[status]({ name }) : words.already.other;
    }
    case 'price-moved':
    case 'hash-mismatch':
      return words.failed.moved;
    case 'proposal-lapsed':
      return words.failed.lapsed;
    case 'not-signed-in':
      return words.failed.signedOut;
    case 'device-opens-card':
    case 'step-up-required':
      return words.failed.card;
    default:
      return words.failed.other;
  }
}
