/** How lists answer: newest first, `nextCursor` null on the last page. */
export interface List<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}
