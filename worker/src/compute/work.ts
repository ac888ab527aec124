import type { Frame } from '#shared/lib/frame.ts';

/**
 * One kind of heavy work: columns in, columns out; knows no database, no object and no secret. Throws `WorkRefused` for
 * what it was asked wrongly; anything else that it throws is a bug.
 */
export type Work = (frame: Frame) => Frame | Promise<Frame>;

/** The same of what is a file when it is done: its bytes. */
export type FileWork = (frame: Frame) => Promise<Uint8Array>;

/** What was asked cannot be done, and why: a code of the catalogue of errors and what fills it. */
export class WorkRefused extends Error {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;

  constructor(code: string, values: Readonly<Record<string, string | number>> = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}
