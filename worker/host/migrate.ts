/** One file of migrations/, already split into statements. */
export interface Migration {
  name: string;
  queries: string[];
}

/** The part of a D1 database this needs. */
interface Database {
  prepare(sql: string): Statement;
  batch(statements: Statement[]): Promise<unknown>;
}
interface Statement {
  bind(...values: unknown[]): Statement;
  all<T>(): Promise<{ results: T[] }>;
}

/**
 * Applies what is missing, each file in one transaction with its own entry, in the table that wrangler uses too.
 * @returns the names that were applied now
 */
export async function migrate(database: unknown, migrations: readonly Migration[]): Promise<string[]> {
  const db = database as Database;
  await db.batch([
    db.prepare(
      'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    ),
  ]);
  const { results } = await db.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const done = new Set(results.map((row) => row.name));
  const missing = migrations.filter((migration) => !done.has(migration.name));
  for (const { name, queries } of missing) {
    await db.batch([
      ...queries.map((query) => db.prepare(query)),
      db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name),
    ]);
  }
  return missing.map((migration) => migration.name);
}
