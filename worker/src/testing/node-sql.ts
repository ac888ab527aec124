import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Sql, SqlValue } from '../objects/sql.ts';

/** An object's tables in memory, over the SQLite of Node: what is committed outlives the objects that run on it. */
export class NodeSql implements Sql {
  readonly #database = new DatabaseSync(':memory:');
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(migrations: readonly string[]) {
    for (const migration of migrations) this.#database.exec(migration);
  }

  all<T>(query: string, ...bindings: SqlValue[]): T[] {
    return this.#prepared(query).all(...bindings.map(bindable)) as T[];
  }

  first<T>(query: string, ...bindings: SqlValue[]): T | null {
    return (this.#prepared(query).get(...bindings.map(bindable)) as T | undefined) ?? null;
  }

  run(query: string, ...bindings: SqlValue[]): number {
    return Number(this.#prepared(query).run(...bindings.map(bindable)).changes);
  }

  /** As `transactionSync`: all or nothing, nested as savepoints. */
  transaction<T>(work: () => T): T {
    const name = `depth_${this.#depth}`;
    this.#database.exec(`SAVEPOINT ${name}`);
    this.#depth += 1;
    try {
      const result = work();
      this.#database.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      this.#database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** The same tables in a database of its own. */
  copy(): NodeSql {
    const copy = new NodeSql([]);
    copy.#database.deserialize(this.#database.serialize());
    return copy;
  }

  /** Marks what is stored now; the answer brings it back, as often as it is called. */
  checkpoint(): () => void {
    this.#database.exec('SAVEPOINT checkpoint');
    return () => {
      this.#database.exec('ROLLBACK TO checkpoint');
    };
  }

  #prepared(query: string): StatementSync {
    let statement = this.#statements.get(query);
    if (statement === undefined) this.#statements.set(query, (statement = this.#database.prepare(query)));
    return statement;
  }
}

function bindable(value: SqlValue): string | number | null | Uint8Array {
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}
