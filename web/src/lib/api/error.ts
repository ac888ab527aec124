import type { ErrorCode } from '#shared/contract/errors.ts';

/**
 * `offline`: nothing answered, and nothing was sent. `no-answer`: something was to be changed, and nobody said whether it
 * was. `unreadable`: something answered that is not ours. The rest is the server's own list.
 */
export type ClientErrorCode = ErrorCode | 'offline' | 'no-answer' | 'unreadable';

/** A failed call, as a value that words are made from (`errorText`). Never shown raw. */
export class ApiError extends Error {
  readonly code: ClientErrorCode;
  readonly status: number;
  readonly values: Readonly<Record<string, string | number>>;
  readonly field: string | null;

  constructor(code: ClientErrorCode, status: number, values: ApiError['values'] = {}, field: string | null = null) {
    super(code);
    this.code = code;
    this.status = status;
    this.values = values;
    this.field = field;
  }
}

/** Whether the same question may be answered a moment later. */
export function mayPass({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** Anything thrown by a call, as an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('unreadable', 0);
}
