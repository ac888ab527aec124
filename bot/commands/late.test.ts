import { expect, test } from 'vitest';
import { COMMANDS } from './index.ts';
import { shownInstead, type Doubt } from './late.ts';

const OF = (name: string) => COMMANDS.find((command) => command.name === name)!;
const instead = (name: string, args: Record<string, string> = {}, doubt: Doubt = 'late') =>
  shownInstead(OF(name), args, doubt);

test.each([
  ['resume', {}, 'today'],
  ['resume', { bot: 'b_1' }, 'bots b_1'],
  ['remove', { bot: 'b_1', choice: 'keep' }, 'remove b_1'],
  ['remove', { bot: 'b_1', choice: 'delete' }, 'remove b_1'],
  ['block', { symbol: 'NVDA', how: 'remove' }, 'block'],
  ['risk', { short: 'whole' }, 'risk'],
  ['risk', { short: 'none' }, 'risk'],
  ['risk', { short: '10', mid: '20', long: '70' }, 'risk'],
  ['ending', { bot: 'b_1', choice: 'extend' }, 'ending b_1'],
  ['stop', { what: 'take-back' }, 'today'],
  ['jobs', { job: 'nods' }, 'jobs'],
] as const)('/%s %j from an old card shows how things stand', (name, args, shown) => {
  expect(instead(name, args)).toBe(shown);
});

test.each([
  ['pause', {}],
  ['pause', { bot: 'b_1' }],
  ['stop', {}],
  ['stop', { what: 'sell-everything' }],
  ['sell', { symbol: 'NVDA' }],
  ['close', { symbol: 'NVDA' }],
  ['ending', { bot: 'b_1', choice: 'sell' }],
  ['block', { symbol: 'NVDA' }],
  ['risk', { short: 'half' }],
  ['remove', { bot: 'b_1' }],
  ['today', {}],
] as const)('/%s %j only makes things safer, or only shows: it is done however late', (name, args) => {
  expect(instead(name, args)).toBeNull();
});

test('a command that does more than look and has no line here does nothing late', () => {
  for (const role of ['propose', 'approve', 'trade', 'admin'] as const)
    expect(shownInstead({ name: 'today', role }, {}, 'late')).toBe('today');
});

test('what was cut off makes nothing a second time', () => {
  const alert = { symbol: 'NVDA', what: '120' };
  expect(instead('alert', alert, 'again')).toBe('alert');
  expect(instead('alert', alert)).toBeNull();
  expect(instead('backtest', { strategy: 'NVDA' }, 'again')).toBe('backtest');
  expect(instead('backtest', { strategy: 'NVDA' })).toBeNull();
  expect(instead('backtest', { strategy: 't_1' }, 'again')).toBeNull();
  expect(instead('resume', {}, 'again')).toBe('today');
  expect(instead('pause', {}, 'again')).toBeNull();
});
