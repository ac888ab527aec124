import { api } from './client.ts';
import type { List } from './list.ts';

/** Rows of one file; a sheet of more nobody opens. */
const ROWS_MAX = 50_000;

/** Of a list as much as one file takes; `isCut`: there is more of it. */
export interface Rows<T> {
  readonly items: readonly T[];
  readonly isCut: boolean;
}

/** The rows of a list, page after page, the newest first. */
export async function allPages<T>(
  path: (cursor: string | undefined) => string,
  { get = (page: string) => api.get<List<T>>(page), max = ROWS_MAX } = {},
): Promise<Rows<T>> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await get(path(cursor ?? undefined));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < max);
  return { items, isCut: cursor !== null };
}
