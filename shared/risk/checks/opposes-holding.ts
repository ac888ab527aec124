import { decimal } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * An entry against another holder's position or working order in the same instrument: a buy while somebody sells or
 * is short, a short sale while somebody holds or buys.
 */
export const opposesHolding: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { holdings, pending, holder, instrument, side } = input;
  const position = holdings?.find((other) => {
    const quantity = decimal(other.quantity);
    return other.holder !== holder && (side === 'buy' ? quantity.lt(0) : quantity.gt(0));
  });
  if (position) return deny('opposes-holding', { holder: position.holder, quantity: position.quantity });
  const order = pending?.find(
    (trade) => trade.instrumentId === instrument.id && trade.holder !== holder && trade.side !== side,
  );
  if (order) return deny('opposes-holding', { holder: order.holder, quantity: order.quantity });
  const missing: string[] = [];
  if (holdings === null) missing.push('holdings');
  if (pending === null) missing.push('pending');
  return missing.length > 0 ? unknown(...missing) : PASS;
}
