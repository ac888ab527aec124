import { expect, it } from 'vitest';
import { chatEntries, found, stockEntries, type Entry } from './entries.ts';

const room = (name: string): Entry => ({
  ...{ id: name, group: 'rooms', icon: 'home', name, line: null, also: '', go: { href: '/' } },
});
const stock = (symbol: string, nameEn: string, nameKo: string) => ({
  ...{ id: `i_${symbol}`, symbol, nameEn, nameKo },
});
const ENTRIES: readonly Entry[] = [
  ...['Home', 'Orders', 'Research'].map(room),
  ...stockEntries(
    [stock('HRBM', 'Harbourmoor Freight', '하버무어 화물'), stock('OHIO', 'Hare Ohio', '오하이오')] as never,
    {
      hrefOf: (symbol) => `/markets/${symbol}`,
      nameOf: ({ nameEn }) => nameEn,
    },
  ),
  ...chatEntries({ orders: 'your last orders', sell: 'sell by hand' }),
];
const names = (typed: string): string[] => found(ENTRIES, typed).map(({ name }) => name);

it('shows rooms before anything is typed', () => {
  expect(names('  ')).toEqual(['Home', 'Orders', 'Research']);
});

it('finds a stock by its symbol and by its name in either language, and every typed word counts', () => {
  expect(names('hrbm')).toEqual(['Harbourmoor Freight']);
  expect(names('하버')).toEqual(['Harbourmoor Freight']);
  expect(names('har oh')).toEqual(['Hare Ohio']);
});

it('offers a command as words for the chat, never as something that happens', () => {
  const [entry] = found(ENTRIES, 'sell');
  expect(entry?.go).toEqual({ say: 'sell ' });
});

it('puts rooms before what the chat calls the same', () => {
  expect(found(ENTRIES, 'orders').map(({ group }) => group)).toEqual(['rooms', 'chat']);
});
