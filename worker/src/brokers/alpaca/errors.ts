import type { RejectCode, SubmitAnswer } from '#shared/ports/broker.ts';
import type { AlpacaReply } from './client.ts';
import type { AlpacaError } from './schema.ts';
import { retryAfterMs } from './rate-limit.ts';

/*
 * What an answer proves, as one closed table per call. Whatever no row takes is `unknown`: a timeout, a 5xx, HTML, a cut
 * body, a redirect, a status nobody documented.
 */

/** `gone`: the broker has no such order. `not-now`: it is there, but cannot be changed or cancelled as it stands. */
type Verdict = 'duplicate' | 'refused' | 'gone' | 'not-now' | 'throttled';

interface Row {
  readonly status: number;
  /** Also asked of the error in Alpaca's form; without one no row below 429 applies. */
  readonly when?: (error: AlpacaError) => boolean;
  readonly verdict: Verdict;
}

/** "client_order_id must be unique" (alpacahq/alpaca-py#260). */
const isDuplicateId = ({ message }: AlpacaError): boolean =>
  /client.?order.?id/i.test(message) && /unique|duplicate|already|exists/i.test(message);
/** The code's own digits say that the thing asked for does not exist; a bare 404 may be any door on the way. */
const isNoSuchThing = ({ code }: AlpacaError): boolean => code !== null && code >= 40_400_000 && code < 40_500_000;
/** "order is already in "filled" state", "cannot replace order in … status", "order is not cancelable". */
const isNotNow = ({ message }: AlpacaError): boolean =>
  /already (in|been|filled|cancell?ed|expired|replaced)|not (open|cancell?able|replaceable)|cannot (cancel|replace|be (replaced|cancell?ed))|pending (cancel|replace|new)|order (is|status)/i.test(
    message,
  );

const REFUSED: readonly Row[] = [400, 401, 403, 422].map((status) => ({ status, verdict: 'refused' }));
const THROTTLED: Row = { status: 429, verdict: 'throttled' };

export const VERDICTS = {
  submit: [
    { status: 422, when: isDuplicateId, verdict: 'duplicate' },
    { status: 404, when: isNoSuchThing, verdict: 'refused' },
    ...REFUSED,
    THROTTLED,
  ],
  replace: [
    { status: 422, when: isDuplicateId, verdict: 'duplicate' },
    { status: 422, when: isNotNow, verdict: 'not-now' },
    { status: 404, when: isNoSuchThing, verdict: 'gone' },
    ...REFUSED,
    THROTTLED,
  ],
  cancel: [{ status: 422, verdict: 'not-now' }, { status: 404, when: isNoSuchThing, verdict: 'gone' }, THROTTLED],
  look: [{ status: 404, when: isNoSuchThing, verdict: 'gone' }, THROTTLED],
} as const satisfies Record<string, readonly Row[]>;

export type Judged = { readonly verdict: Verdict; readonly error: AlpacaError } | { readonly verdict: 'unknown' };

export function judge(call: keyof typeof VERDICTS, reply: AlpacaReply): Judged {
  if (reply.kind !== 'answer') return { verdict: 'unknown' };
  const { status, error } = reply;
  if (error === null) return { verdict: 'unknown' };
  const row = (VERDICTS[call] as readonly Row[]).find((row) => row.status === status && (row.when?.(error) ?? true));
  return row === undefined ? { verdict: 'unknown' } : { verdict: row.verdict, error };
}

/** The answer to an order, or to a replacement, that is no order: everything but `accepted`. */
export function notAccepted(call: 'submit' | 'replace', reply: AlpacaReply): SubmitAnswer {
  if (reply.kind !== 'answer')
    return { kind: reply.kind === 'not-sent' ? 'unavailable' : 'unknown', message: reply.message };
  const judged = judge(call, reply);
  switch (judged.verdict) {
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'refused':
    case 'gone':
    case 'not-now':
      return {
        kind: 'rejected',
        code: rejectCode(reply.status, judged.error),
        message: judged.error.message,
      };
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: retryAfterMs(reply.response) };
    case 'unknown':
      return { kind: 'unknown', message: strange(reply) };
  }
}

/** An answer that proves nothing, in words without its contents. */
export function strange(reply: AlpacaReply): string {
  if (reply.kind !== 'answer') return reply.message;
  const { status, json, error } = reply;
  if (error !== null) return `answer ${status}: ${error.message}`;
  return json === undefined ? `answer ${status} that is not JSON` : `answer ${status} in an unknown form`;
}

/** Alpaca's reasons by their words: one code (40310000) stands for half a dozen of them. */
const REASONS: readonly (readonly [RegExp, RejectCode])[] = [
  [/wash trade|opposite side/i, 'wash-trade'],
  [
    /insufficient (qty|quantity|shares|position)|not allowed to short|cannot be sold short|not shortable|short sell/i,
    'insufficient-shares',
  ],
  [/buying power|insufficient (balance|funds|cash)|cost.?basis/i, 'buying-power'],
  [
    /(trading|account|orders?) (is|are|has been|is currently)? ?(blocked|suspended|restricted|closed|disabled|halted by)|rejected by user request|account is not active|not authori[sz]ed to trade/i,
    'account-blocked',
  ],
  [
    /market (is )?(closed|not open)|market hours|outside .*(hours|session)|(opg|cls|market on (open|close)) .*(not|after|before|reject)/i,
    'market-closed',
  ],
  [
    /asset .*(not|in)\s?-?(found|active|tradable)|not tradable|could not find asset|is halted|trading halt|not fractionable|invalid symbol/i,
    'not-tradable',
  ],
];

export function rejectCode(status: number, { code, message }: AlpacaError): RejectCode {
  for (const [words, reason] of REASONS) if (words.test(message)) return reason;
  if (status === 401 || /forbidden|unauthori[sz]ed|not authori[sz]ed/i.test(message)) return 'not-authorised';
  if (status === 404) return 'not-tradable';
  if (status === 400 || status === 422 || (code !== null && code >= 42_200_000)) return 'invalid-order';
  return 'other';
}
