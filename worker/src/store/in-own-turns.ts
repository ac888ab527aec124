import { ownTurn } from '../own-turn.ts';

/** What asks the database, of a statement. */
const ASKS = new Set<PropertyKey>(['first', 'all', 'run', 'raw']);

/**
 * D1 for work that goes on by itself (jobs, screens, analyses, backtests): every question begins in a turn of its own, so
 * that between two of them whatever is urgent comes in. What a person waits for asks the database as it is.
 */
export function inOwnTurns(db: D1Database): D1Database {
  const own = new WeakMap<D1PreparedStatement, D1PreparedStatement>();
  const wrapped = (statement: D1PreparedStatement): D1PreparedStatement => {
    const later = new Proxy(statement, {
      get: (target, name) => {
        if (name === 'bind') return (...values: unknown[]) => wrapped(target.bind(...values));
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(target) as (...args: unknown[]) => unknown;
        return ASKS.has(name) ? (...args: unknown[]) => ownTurn().then(() => call(...args)) : call;
      },
    });
    own.set(later, statement);
    return later;
  };
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'prepare') return (query: string) => wrapped(target.prepare(query));
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) =>
          ownTurn().then(() => target.batch(statements.map((statement) => own.get(statement) ?? statement)));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
