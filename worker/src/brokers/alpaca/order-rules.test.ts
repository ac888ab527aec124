import { describe, expect, it } from 'vitest';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import { aBroker, aRequest } from '../../testing/an-alpaca-broker.ts';
import { scriptedHttp } from './fixtures/scripted-http.ts';
import { orderFault } from './order-rules.ts';

const EXITS = { takeProfit: { limitPrice: '160' }, stopLoss: { stopPrice: '140', limitPrice: null } } as const;
const MARKET = { type: 'market', limitPrice: null } as const;

const GOOD: readonly (readonly [string, Partial<BrokerOrderRequest>])[] = [
  ['a limit order', {}],
  ['a market order', MARKET],
  ['a stop', { type: 'stop', limitPrice: null, stopPrice: '140' }],
  ['a stop with a limit', { type: 'stop-limit', stopPrice: '151', limitPrice: '152' }],
  ['a trailing stop', { ...MARKET, type: 'trailing-stop', trail: { percent: '2.5' }, side: 'sell' }],
  ['a bracket', { orderClass: 'bracket', ...EXITS }],
  ['a bracket at market', { ...MARKET, orderClass: 'bracket', ...EXITS }],
  ['an entry with a stop', { orderClass: 'oto', takeProfit: null, stopLoss: EXITS.stopLoss }],
  ['a pair of exits', { side: 'sell', orderClass: 'oco', limitPrice: null, ...EXITS }],
  ['a pair of exits that names its limit twice', { side: 'sell', orderClass: 'oco', limitPrice: '160', ...EXITS }],
  ['an amount of money', { ...MARKET, quantity: null, notional: '500', timeInForce: 'day' }],
  ['parts of a share', { quantity: '0.5', timeInForce: 'day' }],
  ['a limit before the open', { extendedHours: true, timeInForce: 'day' }],
  ['four decimals below a dollar', { limitPrice: '0.1234' }],
  ['the opening auction', { ...MARKET, timeInForce: 'opg' }],
  ['at once or not at all', { timeInForce: 'fok' }],
];

const BAD: readonly (readonly [string, Partial<BrokerOrderRequest>])[] = [
  ['a price between two ticks', { limitPrice: '150.505' }],
  ['five decimals below a dollar', { limitPrice: '0.12345' }],
  [
    'a stop price between two ticks',
    { orderClass: 'bracket', ...EXITS, stopLoss: { stopPrice: '140.001', limitPrice: null } },
  ],
  ['a limit order without a limit', { limitPrice: null }],
  ['a market order with a limit', { type: 'market' }],
  ['a stop without a price', { type: 'stop', limitPrice: null }],
  ['a trailing stop without a distance', { ...MARKET, type: 'trailing-stop' }],
  [
    'a trailing stop that does not rest',
    { ...MARKET, type: 'trailing-stop', trail: { price: '1' }, timeInForce: 'ioc' },
  ],
  ['a bracket without a stop', { orderClass: 'bracket', takeProfit: EXITS.takeProfit }],
  ['a bracket that does not rest', { orderClass: 'bracket', ...EXITS, timeInForce: 'ioc' }],
  ['a bracket outside the session', { orderClass: 'bracket', ...EXITS, extendedHours: true, timeInForce: 'day' }],
  [
    'a bracket with its stop above the entry',
    { orderClass: 'bracket', ...EXITS, stopLoss: { stopPrice: '151', limitPrice: null } },
  ],
  ['a pair that is not of type limit', { ...MARKET, side: 'sell', orderClass: 'oco', ...EXITS }],
  [
    'a pair with the stop above the target',
    { side: 'sell', orderClass: 'oco', limitPrice: null, takeProfit: { limitPrice: '139' }, stopLoss: EXITS.stopLoss },
  ],
  ['an entry with one of two exits too many', { orderClass: 'oto', ...EXITS }],
  ['exits on a simple order', EXITS],
  ['a market order outside the session', { ...MARKET, extendedHours: true }],
  ['an auction outside the session', { extendedHours: true, timeInForce: 'opg' }],
  ['a stop in an auction', { type: 'stop', limitPrice: null, stopPrice: '140', timeInForce: 'cls' }],
  ['parts of a share until cancelled', { quantity: '0.5' }],
  ['parts of a share in a bracket', { quantity: '0.5', timeInForce: 'day', orderClass: 'bracket', ...EXITS }],
  ['ten decimals', { quantity: '0.0000000001', timeInForce: 'day' }],
  ['nothing', { quantity: '0' }],
  ['both a quantity and money', { notional: '500' }],
  ['neither', { quantity: null }],
  ['money with a limit', { quantity: null, notional: '500', timeInForce: 'day' }],
  ['an id that is too long', { clientOrderId: 'x'.repeat(129) }],
  ['another market', { symbol: 'KRX:005930' }],
  ['another currency', { currency: 'KRW' }],
];

describe('orders before they leave', () => {
  it.each(GOOD)('lets %s go', (_, changes) => {
    expect(orderFault(aRequest(changes))).toBeNull();
  });

  it.each(BAD)('keeps %s here', async (_, changes) => {
    const { http, requests } = scriptedHttp({});
    expect(await aBroker(http).submit(aRequest(changes))).toMatchObject({ kind: 'rejected', code: 'invalid-order' });
    expect(requests).toEqual([]);
  });
});
