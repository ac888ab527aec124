import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import { decimal, sum, toText, ZERO, type DecimalText } from '../lib/decimal.ts';
import type { MarketMs, TradingDay, WallMs } from '../lib/time.ts';
import {
  bookCashMove,
  bookCharge,
  bookConversion,
  bookDeposit,
  bookDividend,
  bookFill,
  bookInterest,
  bookSplit,
  bookUncharged,
  bookWithdrawal,
  type FillToBook,
} from './booking.ts';
import { estimateFees, type FeeItem } from './fees.ts';
import type { FxRate } from './fx.ts';
import type { InstrumentId } from './ids.ts';
import type { Currency, Exchange } from './instrument.ts';
import { balanceOf, imbalance, summariseTransactions, type Booking, type Entry, type Stamp } from './ledger.ts';
import { flatPosition, type Position } from './position.ts';

const INSTRUMENT = 'inst-1' as InstrumentId;
const stamp: Stamp = { id: 't1', holder: 'manual', at: 2 as WallMs, marketAt: 1 as MarketMs };
const flat = flatPosition(INSTRUMENT, 'manual', 'USD');
const lines = (booking: Booking): string[] => booking.entries.map((e) => `${e.account} ${e.amount} ${e.currency}`);

function booked(fill: Partial<FillToBook> & Pick<FillToBook, 'side' | 'quantity' | 'price'>) {
  const result = bookFill({ stamp, multiplier: '1', fees: [], position: flat, ...fill });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

describe('bookings', () => {
  test('a buy moves cash into the position, fees and tax apart', () => {
    const fees = [
      { code: 'commission', kind: 'fee', amount: '0.5', currency: 'USD' },
      { code: 'cat', kind: 'fee', amount: '0.01', currency: 'USD' },
    ] as const;
    const buy = booked({ side: 'buy', quantity: '3', price: '33.335', fees });
    expect(lines(buy)).toEqual(['positions:inst-1 100 USD', 'fees 0.51 USD', 'cash -100.51 USD']);
    expect(buy).toMatchObject({ cashChange: '-100.51', realisedPnl: '0', position: { quantity: '3', cost: '100' } });
    expect(buy.transaction).toMatchObject({ type: 'buy', amount: '-100.51', quantity: '3', price: '33.335', id: 't1' });
  });

  test('a sale takes its part of the cost and realises the difference', () => {
    const position: Position = { ...flat, quantity: '3', cost: '100' };
    const sell = booked({ side: 'sell', quantity: '1', price: '40', position });
    expect(lines(sell)).toEqual(['cash 40 USD', 'positions:inst-1 -33.33 USD', 'realised -6.67 USD']);
    expect(sell).toMatchObject({ realisedPnl: '6.67', cashChange: '40', position: { quantity: '2', cost: '66.67' } });
  });

  test('what a sale brought in the end is after fees and tax of both sides, also where that makes a loss of a gain', () => {
    const bought = booked({
      ...{ side: 'buy', quantity: '2', price: '50' },
      fees: [{ code: 'commission', kind: 'fee', amount: '0.5', currency: 'USD' }],
    });
    const sell = booked({
      ...{ side: 'sell', quantity: '1', price: '50.5', position: bought.position },
      fees: [{ code: 'kr-sell-tax', kind: 'tax', amount: '0.4', currency: 'USD' }],
    });
    expect(sell).toMatchObject({ realisedPnl: '0.5', result: '-0.15', position: { cost: '50', fees: '0.25' } });
  });

  test('a sale of more than is held is told, not booked', () => {
    const result = bookFill({
      stamp,
      side: 'sell',
      quantity: '1',
      price: '1',
      multiplier: '1',
      fees: [],
      position: flat,
    });
    expect(result).toEqual({ ok: false, error: { code: 'sells-more-than-held', held: '0', sold: '1' } });
  });

  test('money in and out, charges, interest, dividends', () => {
    const usd = (amount: DecimalText) => ({ amount, currency: 'USD' as Currency });
    expect(lines(bookDeposit(stamp, usd('100')))).toEqual(['cash 100 USD', 'equity -100 USD']);
    expect(lines(bookWithdrawal(stamp, usd('40')))).toEqual(['cash -40 USD', 'equity 40 USD']);
    expect(lines(bookCharge(stamp, 'tax', usd('0.001')))).toEqual(['cash -0.01 USD', 'tax 0.01 USD']);
    expect(lines(bookInterest(stamp, usd('-1.5')))).toEqual(['cash -1.5 USD', 'interest 1.5 USD']);
    const dividend = bookDividend({ stamp, instrumentId: INSTRUMENT, gross: usd('10'), tax: '1.5' });
    expect(lines(dividend)).toEqual(['cash 8.5 USD', 'tax 1.5 USD', 'dividends -10 USD']);
    expect(dividend.transaction).toMatchObject({ type: 'dividend', amount: '8.5' });
    expect(() => bookDeposit(stamp, usd('0.001'))).toThrow('above zero');
  });

  test('fees that are charged later are owed with the fill and paid by their own charge', () => {
    const fees: FeeItem[] = [{ code: 'finra-taf', kind: 'fee', amount: '0.03', currency: 'USD' }];
    const order = { side: 'buy', quantity: '2', price: '50', multiplier: '1' } as const;
    const fill = booked({ ...order, fees, areFeesLater: true, position: flat });
    expect(fill).toMatchObject({ cashChange: '-100', accrued: '0.03', transaction: { amount: '-100' } });
    expect(lines(fill)).toEqual([
      `positions:${INSTRUMENT} 100 USD`,
      'fees 0.03 USD',
      'accrued -0.03 USD',
      'cash -100 USD',
    ]);
    const usd = (amount: DecimalText) => ({ amount, currency: 'USD' as Currency });
    const charge = bookCashMove(stamp, 'fee', usd('-0.05'), { settled: decimal('0.03') });
    expect(lines(charge)).toEqual(['cash -0.05 USD', 'accrued 0.03 USD', 'fees 0.02 USD']);
    expect(lines(bookUncharged(stamp, usd('0.03')))).toEqual(['accrued 0.03 USD', 'fees -0.03 USD']);
    expect(lines(bookCashMove(stamp, 'deposit', usd('7')))).toEqual(['cash 7 USD', 'equity -7 USD']);
    expect(lines(bookCashMove(stamp, 'fee', usd('0.01')))).toEqual(['cash 0.01 USD', 'fees -0.01 USD']);
  });

  test('a split moves no money', () => {
    const split = bookSplit(stamp, { ...flat, quantity: '12', cost: '100' });
    expect(split).toMatchObject({ entries: [], transaction: { type: 'split', amount: '0', quantity: '12' } });
  });

  test('a conversion balances in both currencies and keeps its rate', () => {
    const rate: FxRate = { base: 'USD', quote: 'KRW', rate: '1391.5', at: 1 as MarketMs, source: 'test' };
    const result = bookConversion(stamp, { amount: '1000000', currency: 'KRW' }, rate);
    if (!result.ok) throw new Error(result.error.code);
    expect(result.value.to).toEqual({ amount: '718.65', currency: 'USD' });
    expect(imbalance(result.value.entries)).toEqual([]);
    expect(result.value.transaction).toMatchObject({ amount: '-1000000', currency: 'KRW', rate });
  });

  test('the summary has one line per type and currency', () => {
    const deposit = bookDeposit(stamp, { amount: '5', currency: 'USD' }).transaction;
    const withdrawal = bookWithdrawal(stamp, { amount: '5', currency: 'USD' }).transaction;
    expect(summariseTransactions([withdrawal, deposit, deposit])).toEqual([
      { type: 'deposit', currency: 'USD', count: 2, amount: '10' },
      { type: 'withdrawal', currency: 'USD', count: 1, amount: '-5' },
    ]);
  });
});

describe('any sequence of fills', () => {
  const EXCHANGES = ['us', 'krx'] as const satisfies Exchange[];
  const DAY = '2026-05-04' as TradingDay;
  const fills = fc.array(
    fc.record({
      exchange: fc.constantFrom(...EXCHANGES),
      instrument: fc.constantFrom('a', 'b'),
      side: fc.constantFrom('buy', 'sell'),
      milliShares: fc.integer({ min: 1, max: 5_000_000 }),
      price: fc.integer({ min: 1, max: 900_000_000 }).map((micro) => toText(decimal(micro).div(1_000_000))),
    }),
    { maxLength: 30 },
  );

  test('balances per currency, cash is the sum of its entries, costs are never negative, flat costs nothing', () => {
    fc.assert(
      fc.property(fills, (list) => {
        const positions = new Map<string, Position>();
        const entries: Entry[] = [];
        const cash = { USD: ZERO, KRW: ZERO };
        const realised = { USD: ZERO, KRW: ZERO };
        const results = { USD: ZERO, KRW: ZERO };
        const trade = (exchange: Exchange, name: string, side: 'buy' | 'sell', wanted: string, price: string): void => {
          const id = `${exchange}-${name}` as InstrumentId;
          const currency = exchange === 'us' ? 'USD' : 'KRW';
          const position = positions.get(id) ?? flatPosition(id, 'manual', currency);
          const quantity = side === 'sell' && decimal(wanted).gt(position.quantity) ? position.quantity : wanted;
          if (decimal(quantity).eq(0)) return;
          const order = { side, quantity, price, multiplier: '1' };
          const fees = estimateFees({ exchange, kind: 'stock', on: DAY, ...order }).items;
          const fill = booked({ ...order, fees, position });
          expect(imbalance(fill.entries)).toEqual([]);
          positions.set(id, fill.position);
          entries.push(...fill.entries);
          cash[currency] = cash[currency].plus(fill.cashChange);
          realised[currency] = realised[currency].plus(fill.realisedPnl);
          results[currency] = results[currency].plus(fill.result);
        };
        const check = (): void => {
          for (const currency of ['USD', 'KRW'] as const) {
            expect(toText(balanceOf(entries, 'cash', currency))).toBe(toText(cash[currency]));
            expect(toText(balanceOf(entries, 'realised', currency).neg())).toBe(toText(realised[currency]));
            const open = [...positions.values()].filter((position) => position.currency === currency);
            const paid = sum(open.map(({ cost, fees }) => decimal(cost).plus(fees)));
            expect(toText(cash[currency]), 'what came of it less what is in it').toBe(
              toText(results[currency].minus(paid)),
            );
          }
          for (const [id, position] of positions) {
            expect(decimal(position.cost).gte(0), `${id} costs ${position.cost}`).toBe(true);
            expect(toText(balanceOf(entries, `positions:${id}`, position.currency))).toBe(position.cost);
            if (position.quantity === '0') expect([position.cost, position.fees]).toEqual(['0', '0']);
          }
          expect(imbalance(entries)).toEqual([]);
        };

        for (const { exchange, instrument, side, milliShares, price } of list) {
          trade(exchange, instrument, side, toText(decimal(milliShares).div(1000)), price);
        }
        check();
        for (const [id, { quantity }] of positions) {
          const [exchange, name] = id.split('-') as [Exchange, string];
          trade(exchange, name, 'sell', quantity, '1');
        }
        check();
        expect(toText(sum([...positions.values()].map((position) => decimal(position.cost))))).toBe('0');
      }),
      { numRuns: 150 },
    );
  });
});
