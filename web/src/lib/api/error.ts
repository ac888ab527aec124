import type { ErrorCode } from '#shared/contract/errors.ts';

/** `offline`: nothing answered. `unreadable`: something answered that is not ours. The rest is the server's own list. */
export type ClientErrorCode = ErrorCode | 'offline' | 'unreadable';

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

/** Anything thrown by a call, as an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError('unreadable', 0);
}
