import { expect, it } from 'vitest';
import { readerOf } from '#shared/words/format-time.ts';
import { anAccount, MARKET, NOW } from '../testing/builders.ts';
import { card, cardContext } from './context.ts';

it('a replay has the date of its exchange, whatever money the account counts in', () => {
  const market = { ...MARKET, zone: 'America/New_York' as const, marketAt: '2020-04-09T20:00:00Z' };
  const account = anAccount({ world: 'replay', baseCurrency: 'KRW' });
  const context = cardContext({ reader: readerOf('ko'), now: NOW, account, market, bots: [] });
  expect(card(context, '').worldDate).toBe('2020-04-09');
});
