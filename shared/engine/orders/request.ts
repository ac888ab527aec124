import { invariant } from '../../lib/invariant.ts';
import type { BrokerOrderRequest } from '../../ports/broker.ts';
import type { Intent } from './intent.ts';
import type { OrderCore } from './ports.ts';

/** What is sent: always the same for the same intent. A buy's stop and target are its plan and stay here. */
export function requestOf(core: OrderCore, intent: Intent): BrokerOrderRequest {
  const known = core.rules.instrument(intent.instrumentId);
  invariant(known, 'an instrument is known before it is ordered');
  const { side, type, stopPrice, targetPrice, trailPercent } = intent;
  const isPair = intent.purpose === 'protection' && targetPrice !== null && stopPrice !== null;
  return {
    clientOrderId: intent.coid,
    instrumentId: intent.instrumentId,
    symbol: known.symbol,
    currency: known.currency,
    side,
    type,
    quantity: intent.quantity,
    notional: null,
    limitPrice: isPair ? targetPrice : intent.limitPrice,
    stopPrice: side === 'buy' || isPair ? null : stopPrice,
    trail: trailPercent === null ? null : { percent: trailPercent },
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    orderClass: isPair ? 'oco' : 'simple',
    takeProfit: isPair ? { limitPrice: targetPrice } : null,
    stopLoss: isPair ? { stopPrice, limitPrice: null } : null,
  };
}
