import { env } from 'cloudflare:workers';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { describe, expect, test } from 'vitest';
import { ERASED, KEPT } from './erase-person.ts';
import {
  analyses,
  corporateActions,
  fundamentals,
  instrumentSnapshots,
  marketEvents,
  pushSubscriptions,
  screenResults,
  screenRuns,
  screens,
  signalMarks,
  signals,
} from './research-schema.ts';
import * as people from './schema.ts';

interface ColumnInfo {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

const research = {
  analyses,
  corporateActions,
  fundamentals,
  instrumentSnapshots,
  marketEvents,
  pushSubscriptions,
  screenResults,
  screenRuns,
  screens,
  signalMarks,
  signals,
};
const tables: SQLiteTable[] = Object.values({ ...people, ...research }).filter((value) => is(value, SQLiteTable));

describe('migrations applied from zero', () => {
  test.each(tables.map((table) => [getTableName(table), table] as const))(
    'make the table %s as Drizzle has it',
    async (name, table) => {
      const { results } = await env.DB.prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?1)')
        .bind(name)
        .all<ColumnInfo>();
      const { primaryKeys, indexes, foreignKeys } = getTableConfig(table);
      const composite = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
      const expected = Object.values<SQLiteColumn>(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType().toUpperCase(),
        isKey: column.primary || composite.has(column.name),
        isRequired: column.notNull || column.primary,
      }));
      const actual = results.map((column) => ({
        name: column.name,
        type: column.type,
        isKey: column.pk > 0,
        isRequired: column.notnull === 1 || column.pk > 0,
      }));
      expect(actual).toEqual(expected);
      const listed = await env.DB.prepare("SELECT name FROM pragma_index_list(?1) WHERE origin = 'c' ORDER BY name")
        .bind(name)
        .all<{ name: string }>();
      expect(listed.results.map((index) => index.name)).toEqual(indexes.map((index) => index.config.name).toSorted());
      const keys = await env.DB.prepare('SELECT "table" AS target, "from" AS source FROM pragma_foreign_key_list(?1)')
        .bind(name)
        .all<{ target: string; source: string }>();
      const references = foreignKeys.map((key) => {
        const { columns, foreignTable } = key.reference();
        return `${columns[0]?.name ?? ''}>${getTableName(foreignTable)}`;
      });
      expect(keys.results.map(({ source, target }) => `${source}>${target}`).toSorted()).toEqual(references.toSorted());
    },
  );

  test('leave no table of people and research without a Drizzle twin', async () => {
    const research = ['instruments', 'instrument_aliases', 'coverage', 'imports'];
    const others = [...research, 'jobs', 'job_runs', 'audit_head', 'backtests', 'forecast_cases'];
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%' AND name NOT LIKE 'd1_%'",
    ).all<{ name: string }>();
    const known = new Set([...tables.map((table) => getTableName(table)), ...others]);
    expect(results.map((row) => row.name).filter((name) => !known.has(name))).toEqual([]);
  });
});

test('whatever says whose it is goes with its person, or is what an account stands on', async () => {
  const { results } = await env.DB.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all<{
    name: string;
    sql: string;
  }>();
  const owned = results.filter(({ sql }) => /\buser_id\b/.test(sql)).map(({ name }) => name);
  expect(owned.toSorted()).toEqual([...ERASED, ...KEPT].toSorted());
});
