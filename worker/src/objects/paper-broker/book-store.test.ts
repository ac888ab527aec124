import { expect, it } from 'vitest';
import { PAPER_RULES } from '#shared/simulator/broker/book.ts';
import { priceMoved } from '#shared/simulator/broker/trade.ts';
import { bookSnapshot } from '#shared/simulator/broker/view.ts';
import { bookContract } from '#shared/testing/broker-book-contract.ts';
import { NodeSql } from '#worker/src/testing/node-sql.ts';
import { SqlBookStore } from './book-store.ts';
import { PAPER_BOOK_MIGRATIONS } from './schema.ts';

bookContract('in tables', () => new SqlBookStore(new NodeSql(PAPER_BOOK_MIGRATIONS)));

it('a book of an older schema opens, trades on, and is listed whole', () => {
  const sql = new NodeSql(PAPER_BOOK_MIGRATIONS.slice(0, 2));
  const order = (id: string, number: number, state: string, filled: string): void => {
    sql.run(
      `INSERT INTO paper_order VALUES ('${id}', ${number}, 'i_hrbm', 'buy', 'limit', '10', '100', 'gtc', '${filled}', '${state}', NULL, 5, NULL)`,
    );
  };
  order('old-1', 1, 'filled', '10');
  order('old-2', 2, 'accepted', '0');
  sql.run("INSERT INTO paper_execution VALUES (1, 'old-1', '10', '99', 6, 6)");
  sql.run("INSERT INTO paper_position VALUES ('i_hrbm', '10')");
  for (const migration of PAPER_BOOK_MIGRATIONS.slice(2))
    for (const one of migration.split(';')) if (one.trim()) sql.run(one);

  const book = { store: new SqlBookStore(sql), rules: PAPER_RULES, tell: null };
  priceMoved(book, 'i_hrbm' as never, { price: 98, at: 9 as never, marketAt: 9 as never });
  const listed = bookSnapshot(book, { cursor: null, since: 1e15 as never, now: 1e15 as never });
  expect(listed.orders.map(({ clientOrderId, brokerOrderId, state }) => [clientOrderId, brokerOrderId, state])).toEqual(
    [['old-1', 'paper-order-1', 'filled']],
  );
  expect(listed.executions.map(({ id, quantity, price }) => [id, quantity, price])).toEqual([
    ['paper-1', '10', '99'],
    ['paper-2', '10', '98'],
  ]);
  expect(listed.positions).toEqual([{ instrumentId: 'i_hrbm', quantity: '20' }]);
});
