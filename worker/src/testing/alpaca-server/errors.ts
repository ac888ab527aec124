/** An error as Alpaca words it: HTTP status, its own code, message, and more keys in some cases. */
export class AlpacaError extends Error {
  readonly status: number;
  readonly code: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: number, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

export const unprocessable = (message: string, code = 42_210_000): AlpacaError => new AlpacaError(422, code, message);
export const malformed = (message: string): AlpacaError => new AlpacaError(400, 40_010_001, message);
export const forbidden = (message: string, more: Readonly<Record<string, unknown>> = {}): AlpacaError =>
  new AlpacaError(403, 40_310_000, message, more);
export const notFound = (message: string): AlpacaError => new AlpacaError(404, 40_410_000, message);
