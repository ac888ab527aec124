/** What an object's tables are reached through: the storage's synchronous SQL, narrow enough to run over any SQLite. */
export interface Sql {
  all<T>(query: string, ...bindings: SqlValue[]): T[];
  /** The first row, or null. */
  first<T>(query: string, ...bindings: SqlValue[]): T | null;
  /** Runs a statement and answers how many rows it changed. */
  run(query: string, ...bindings: SqlValue[]): number;
}

export type SqlValue = string | number | null | ArrayBuffer;

/** As much of an object's storage as is used here, so that what runs in Node needs no types of the platform. */
interface DurableStorage {
  readonly sql: {
    exec(
      query: string,
      ...bindings: unknown[]
    ): {
      toArray(): unknown[];
      one(): Record<string, unknown>;
      readonly rowsWritten: number;
    };
  };
  transactionSync<T>(work: () => T): T;
}

export function durableSql(storage: DurableStorage): Sql {
  const all = <T>(query: string, bindings: SqlValue[]): T[] => storage.sql.exec(query, ...bindings).toArray() as T[];
  return {
    all: (query, ...bindings) => all(query, bindings),
    first: <T>(query: string, ...bindings: SqlValue[]) => all<T>(query, bindings)[0] ?? null,
    run: (query, ...bindings) => {
      const cursor = storage.sql.exec(query, ...bindings);
      cursor.toArray();
      return cursor.rowsWritten;
    },
  };
}

/**
 * Applies the numbered migrations that an object has not seen, each in one transaction. They are additive; the number
 * of the newest stands in `schema_version`.
 */
export function migrate(storage: DurableStorage, migrations: readonly string[]): void {
  storage.sql.exec('CREATE TABLE IF NOT EXISTS schema_version (number INTEGER PRIMARY KEY) STRICT');
  const row = storage.sql.exec('SELECT max(number) AS number FROM schema_version').one();
  const done = typeof row['number'] === 'number' ? row['number'] : 0;
  for (const [index, migration] of migrations.entries()) {
    const number = index + 1;
    if (number <= done) continue;
    storage.transactionSync(() => {
      storage.sql.exec(migration);
      storage.sql.exec('INSERT INTO schema_version (number) VALUES (?)', number);
    });
  }
}
