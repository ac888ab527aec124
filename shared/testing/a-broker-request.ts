import type { InstrumentId } from '../domain/ids.ts';
import type { BrokerOrderRequest } from '../ports/broker.ts';

/** A market order for 10 shares, good until it is cancelled. */
export function aBrokerRequest(changes: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest {
  return {
    clientOrderId: 'ptest-1-e-1',
    instrumentId: 'i_hrbm' as InstrumentId,
    symbol: 'HRBM',
    currency: 'USD',
    side: 'buy',
    type: 'market',
    quantity: '10',
    notional: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    timeInForce: 'gtc',
    extendedHours: false,
    orderClass: 'simple',
    takeProfit: null,
    stopLoss: null,
    ...changes,
  };
}
