/** A failure a person can act on: printed as one line, without a stack, and the process ends with exit code 1. */
export class PlainError extends Error {
  override name = 'PlainError';
}

/** The line for any failure: what is known to happen gets its own words, the rest its message. */
export function lineOf(error: unknown): string {
  if (error instanceof PlainError) return error.message;
  if (isErrno(error)) {
    const where = error.path ? ` (${error.path})` : '';
    if (error.code === 'ENOSPC') return `The disk is full${where}. Nothing was lost; free some space and start again.`;
    if (error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS')
      return `Not allowed to write or read here${where}.`;
    if (error.code === 'EADDRINUSE') return 'The port is taken by another program.';
  }
  if (error instanceof Error) {
    if (/ENOSPC|SQLITE_FULL|disk is full/i.test(error.message))
      return 'The disk is full. Free some space and start again.';
    return error.message;
  }
  return String(error);
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
