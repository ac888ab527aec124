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
      raw(): Iterable<unknown[]>;
      readonly columnNames: string[];
      readonly rowsWritten: number;
    };
  };
  transactionSync<T>(work: () => T): T;
}

/** The runtime makes an object of a wide row column by column, three times slower than its bare values. */
const WIDE_COLUMNS = 8;
/** The columns of wide queries; null for a narrow one. Queries are constants of the code, so that they are few. */
const wide = new Map<string, readonly string[] | null>();

export function durableSql(storage: DurableStorage): Sql {
  const all = <T>(query: string, bindings: SqlValue[]): T[] => {
    const cursor = storage.sql.exec(query, ...bindings);
    let columns = wide.get(query);
    if (columns === undefined) {
      const names = cursor.columnNames;
      wide.set(query, (columns = names.length < WIDE_COLUMNS ? null : names));
    }
    if (columns === null) return cursor.toArray() as T[];
    return Array.from(cursor.raw(), (values) => rowOf(columns, values) as T);
  };
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

function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) row[column] = values[at];
  return row;
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
