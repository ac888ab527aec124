/**
 * The closed list of error codes outsiders see, with the HTTP status each has. A person reads the sentence
 * `errors.<code>` of the words catalogue, never the code.
 */
export const ERROR_STATUS = {
  'invalid-request': 400,
  'unknown-field': 400,
  'not-signed-in': 401,
  'link-code-invalid': 401,
  'invitation-invalid': 401,
  'step-up-required': 403,
  'step-up-failed': 403,
  'step-up-needs-person': 403,
  'not-allowed': 403,
  'scope-missing': 403,
  'bad-origin': 403,
  'bad-host': 421,
  'not-found': 404,
  'unknown-instrument': 404,
  'unknown-line': 422,
  'unknown-indicator': 404,
  'method-not-allowed': 405,
  'already-decided': 409,
  'hash-mismatch': 409,
  'proposal-lapsed': 409,
  'price-moved': 409,
  'order-not-cancellable': 409,
  'order-not-changeable': 409,
  'order-not-settleable': 409,
  'passkey-not-here': 409,
  'last-passkey': 409,
  'owner-stays': 409,
  'has-role': 409,
  'invitations-open': 409,
  'already-live': 409,
  'not-live': 409,
  'connection-has-account': 409,
  'connection-not-ready': 409,
  'practice-thin': 409,
  'sentence-mismatch': 422,
  'portfolio-elsewhere': 409,
  'portfolio-trades': 409,
  'portfolio-default': 409,
  'too-many-here': 409,
  'bot-ended': 409,
  'bot-holds': 409,
  'account-holds': 409,
  'account-closed': 409,
  'nothing-to-take-back': 409,
  'mode-blocks': 409,
  'limits-locked': 409,
  'account-recovering': 409,
  'job-running': 409,
  'connection-exists': 409,
  'connection-in-use': 409,
  'other-brokerage-account': 409,
  'keys-just-replaced': 409,
  'too-large': 413,
  'not-a-price': 422,
  'bars-out-of-order': 422,
  'bars-with-gap': 422,
  'price-never-moves': 422,
  'price-jumps': 422,
  'bad-csv': 422,
  'bad-holdings-csv': 422,
  'indicator-setting': 422,
  'too-few-bars': 422,
  'keys-refused': 422,
  'channel-token-refused': 422,
  'channel-address-refused': 422,
  'address-refused': 422,
  'environment-mismatch': 422,
  'act-now-unheard': 422,
  'idempotency-mismatch': 422,
  'check-denied': 422,
  'insufficient-cash': 422,
  'no-cash-in-currency': 422,
  'market-mismatch': 422,
  'quantity-exceeds-position': 422,
  'too-many-requests': 429,
  'backtests-waiting': 429,
  'broker-limits': 429,
  internal: 500,
  'broker-unreachable': 503,
  'channel-unreachable': 503,
  'no-vault-key': 503,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An expected failure: a code and what fills its sentence. `values` never holds a secret. */
export interface Failure {
  readonly code: ErrorCode;
  readonly values?: Readonly<Record<string, string | number>>;
  /** Which field of the request it is about, e.g. `investmentAmount`. */
  readonly field?: string;
}

export function failure(code: ErrorCode, values?: Failure['values'], field?: string): Failure {
  return { code, ...(values && { values }), ...(field !== undefined && { field }) };
}
