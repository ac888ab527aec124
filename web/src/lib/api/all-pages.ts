import { api } from './client.ts';
import type { List } from './list.ts';

/** Rows of one file; a sheet of more nobody opens. */
const ROWS_MAX = 50_000;

/** Every row of a list, page after page, the newest first. */
export async function allPages<T>(path: (cursor: string | undefined) => string): Promise<T[]> {
  const rows: T[] = [];
  let cursor: string | null | undefined;
  do {
    const page: List<T> = await api.get<List<T>>(path(cursor ?? undefined));
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < ROWS_MAX);
  return rows;
}
