import type { InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { fillOrder } from '#shared/simulator/broker/trade.ts';
import { aBrokerRequest } from '#shared/testing/a-broker-request.ts';
import { AlpacaBroker } from '../brokers/alpaca/adapter.ts';
import { alpacaDoor } from './alpaca-server/vendor-door.ts';
import { AlpacaWorld, REHEARSAL_KEY } from './alpaca-server/world.ts';
import { brokerContract } from './broker-contract.ts';
import { SimBroker } from './sim-broker.ts';

const START = Date.parse('2026-11-20T15:00:00Z');

brokerContract('Alpaca', () => {
  let clock = START;
  const now = () => (clock += 7) as WallMs;
  const world = new AlpacaWorld({ now, ratePerMinute: 100_000 });
  world.setPrice('AAPL', 190);
  const broker = new AlpacaBroker({
    http: alpacaDoor(world, now),
    secret: { keyId: REHEARSAL_KEY.id, secretKey: REHEARSAL_KEY.secret },
    environment: 'paper',
    instruments: { idOf: (symbol) => `i_${symbol}` as InstrumentId },
    now,
  });
  return {
    broker,
    request: (changes) => aBrokerRequest({ symbol: 'AAPL', type: 'limit', limitPrice: '100', ...changes }),
    fill: (clientOrderId, quantity) => {
      const order = world.store.orderByClientId(clientOrderId);
      if (order !== null) world.fillPart(order, quantity, order.limitPrice ?? '190');
    },
    settle: () => {
      world.settle();
    },
  };
});

brokerContract('The broker model', () => {
  let clock = START;
  const now = () => (clock += 7) as WallMs;
  const marketNow = () => now() as number as MarketMs;
  const broker = new SimBroker({ now, marketNow, tradable: () => null }, { protects: true });
  return {
    broker,
    request: (changes) => aBrokerRequest({ type: 'limit', limitPrice: '90', ...changes }),
    fill: (clientOrderId, quantity) => {
      const order = broker.book.store.orderByClientId(clientOrderId);
      const moment = { at: now(), marketAt: marketNow() };
      if (order !== null) fillOrder(broker.book, order, { quantity, price: order.limitPrice ?? '100', moment });
    },
    settle: () => {
      broker.settle();
    },
  };
});
