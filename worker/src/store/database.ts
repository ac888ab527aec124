import { drizzle } from 'drizzle-orm/d1';

/** The D1 database as the repositories take it. */
export function openDatabase(binding: D1Database) {
  return drizzle(binding);
}
export type Database = ReturnType<typeof openDatabase>;
