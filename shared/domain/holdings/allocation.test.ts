import { expect, it } from 'vitest';
import { allocate } from './allocation.ts';

const line = (sector: string, value: string | null, currency: 'USD' | 'KRW' = 'USD') => ({ sector, value, currency });
const bySector = ({ sector }: { sector: string }): string => sector;

it('puts the largest first and counts only what has a price, each currency by itself', () => {
  const lines = [line('a', '100'), line('b', '250.5'), line('a', '149.5'), line('c', null), line('d', '9000', 'KRW')];
  expect(allocate(lines, 'USD', bySector)).toEqual([
    { key: 'b', value: '250.5', fraction: 0.501 },
    { key: 'a', value: '249.5', fraction: 0.499 },
  ]);
  expect(allocate(lines, 'KRW', bySector)).toEqual([{ key: 'd', value: '9000', fraction: 1 }]);
});

it('says nothing where nothing has a value', () => {
  expect(allocate([line('a', null)], 'USD', bySector)).toEqual([]);
});
