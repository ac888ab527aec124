/** Where a list merged from several accounts goes on: after the entry with this ULID. */
export function encodeCursor(ulid: string): string {
  return `u.${ulid}`;
}

/** Null when it is not one of ours. */
export function decodeCursor(text: string): string | null {
  return /^u\.([0-9A-Za-z]{1,40})$/.exec(text)?.[1] ?? null;
}
