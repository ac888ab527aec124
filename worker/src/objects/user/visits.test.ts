import { expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, type WallMs } from '#shared/lib/time.ts';
import { NodeSql } from '#worker/src/testing/node-sql.ts';
import { USER_SCHEMA } from './user-schema.ts';
import { Visits } from './visits.ts';

const BEGAN = 1_800_000_000_000;
const at = (days: number): WallMs => (BEGAN + days * DAY_MS) as WallMs;

it('somebody is away from the last visit until the next, told once, and only after three days', () => {
  const sql = new NodeSql(USER_SCHEMA);
  const visits = new Visits(sql);
  visits.mark(at(0));
  expect(visits.away()).toBeNull();
  visits.mark((at(3) - 1) as WallMs);
  expect(visits.away(), 'not quite three days').toBeNull();
  visits.mark(at(7));
  const away = { from: at(3) - 1, until: at(7) };
  expect(visits.away()).toEqual({ ...away, isTold: false });
  visits.mark((at(7) + HOUR_MS) as WallMs);
  // Another instance, after a restart.
  const again = new Visits(sql);
  expect(again.away(), 'being here does not take it away').toEqual({ ...away, isTold: false });
  expect([again.tell(), again.tell()]).toEqual([true, false]);
  expect(again.away()).toEqual({ ...away, isTold: true });
  again.mark(at(20));
  expect(again.away()).toEqual({ from: at(7) + HOUR_MS, until: at(20), isTold: false });
});
