import { expect, it } from 'vitest';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

it.each([
  ['while the exchange is closed it waits for the open', '2026-01-05T12:00:00Z', 'waiting-for-open', 0],
  ['while it is open it leaves at once', '2026-01-05T15:00:00Z', 'accepted', 1],
])('a person’s own order on real prices: %s', async (_, at, status, sent) => {
  const instruments = [anInstrument({ id: HRBM, symbol: 'HRBM', exchange: 'us' })];
  const account = await SimAccount.open({ world: 'paper', timeframe: '1d', instruments });
  account.market.marketAt = Date.parse(at) as never;
  account.now = Date.parse(at) as never;
  const order = unwrap(
    await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' }),
  );
  expect([order.status, account.broker.requests.length]).toEqual([status, sent]);
});
