import { expect, test } from 'vitest';
import { NodeSql } from '../../testing/node-sql.ts';
import { deleteDialog, readDialog, writeDialog } from './dialogs.ts';
import { USER_SCHEMA } from './user-schema.ts';

test('an answer goes on only from the question that is open', () => {
  const sql = new NodeSql(USER_SCHEMA);
  const write = (state: { id: string; turn: number; data?: number }, after: { id: string; turn: number } | null) =>
    writeDialog(sql, 'web', state, after);
  expect(write({ id: 'a', turn: 0 }, { id: 'a', turn: 0 }), 'nothing is open').toBe(false);
  expect(write({ id: 'a', turn: 0 }, null)).toBe(true);
  expect(write({ id: 'a', turn: 1 }, { id: 'a', turn: 0 })).toBe(true);
  expect(write({ id: 'a', turn: 1, data: 2 }, { id: 'a', turn: 0 }), 'two at once').toBe(false);
  expect(write({ id: 'b', turn: 0 }, null), 'a new one takes its place').toBe(true);
  expect(write({ id: 'a', turn: 2 }, { id: 'a', turn: 1 })).toBe(false);
  expect(readDialog(sql, 'web')).toEqual({ id: 'b', turn: 0 });
  expect([deleteDialog(sql, 'web', 'a'), deleteDialog(sql, 'web', 'b')]).toEqual([false, true]);
});
