import { describe, expect, it } from 'vitest';
import type { TransactionView } from '#shared/contract/account.ts';
import { transactionsCsv } from './csv.ts';

const booking = (over: Partial<TransactionView>): TransactionView => ({
  id: 't1',
  botId: null,
  type: 'buy',
  at: '2026-03-04T10:00:00.000Z',
  symbol: 'HRBM',
  quantity: '12',
  price: '124.31',
  amount: '-1491.72',
  currency: 'USD',
  realizedPnl: null,
  realizedInBase: null,
  orderId: null,
  entries: [],
  ...over,
});

describe('transactionsCsv', () => {
  it('keeps amounts exactly as they are booked', () => {
    expect(transactionsCsv([booking({})]).split('\r\n')[1]).toContain(',124.31,-1491.72,USD,');
  });

  it('keeps a loss a number, and a name with a comma and quotes one field', () => {
    const [, line] = transactionsCsv([booking({ amount: '-12.5', symbol: 'A, "B"' })]).split('\r\n');
    expect(line).toContain(',"A, ""B""",');
    expect(line).toContain(',-12.5,USD,');
  });

  it('turns no symbol into a spreadsheet formula', () => {
    expect(transactionsCsv([booking({ symbol: '=1+1' })])).toContain(",'=1+1,");
  });
});
