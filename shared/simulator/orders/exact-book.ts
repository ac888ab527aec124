import { bookFill } from '../../domain/booking.ts';
import type { Holder, InstrumentId } from '../../domain/ids.ts';
import { flatPosition, type Position } from '../../domain/position.ts';
import { decimal, toText, ZERO, type Decimal } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { Execution } from '../../ports/broker.ts';
import { centsText, feeCents } from './cents.ts';
import type { Tables } from './tables.ts';

interface Start {
  readonly cash: number;
  readonly held: readonly {
    readonly instrumentId: string;
    readonly holder: string;
    readonly quantity: number;
    readonly cost: number;
  }[];
}

/**
 * The fills of a schedule booked once more, in their order, by the product's own booking in canonical decimals; answers
 * every account and position in which the quick book of the simulation differs from it.
 */
export function exactDifferences(tables: Tables, start: Start): string[] {
  const positions = new Map<string, Position>();
  const balances = new Map<string, Decimal>();
  const add = (account: string, amount: Decimal): void => {
    const name = account.startsWith('positions:') ? 'positions' : account;
    balances.set(name, (balances.get(name) ?? ZERO).plus(amount));
  };
  add('cash', decimal(centsText(start.cash)));
  for (const { instrumentId, holder, quantity, cost } of start.held) {
    const flat = flatPosition(instrumentId as InstrumentId, holder as Holder, 'USD');
    positions.set(`${instrumentId}|${holder}`, { ...flat, quantity: String(quantity), cost: centsText(cost) });
    add('positions', decimal(centsText(cost)));
  }
  for (const [id, holder] of tables.booked) {
    const execution = tables.executions.get(id);
    if (execution === undefined) splitAll(positions, id);
    else bookOne(positions, { execution, holder: holder as Holder }, add);
  }
  const differences: string[] = [];
  for (const name of ['cash', 'positions', 'fees', 'realised']) {
    const [exact, quick] = [toText(balances.get(name) ?? ZERO), centsText(tables.ledger.get(name) ?? 0)];
    if (exact !== quick) differences.push(`${name}: ${quick}, exactly ${exact}`);
  }
  for (const [key, held] of tables.held) {
    const exact = positions.get(key);
    if (exact?.quantity !== String(held.quantity) || exact.cost !== centsText(held.cost)) {
      differences.push(`${key}: ${held.quantity} for ${held.cost}, exactly ${exact?.quantity} for ${exact?.cost}`);
    }
  }
  return differences;
}

function splitAll(positions: Map<string, Position>, split: string): void {
  const [, instrumentId, ratio = '1'] = split.split(':');
  for (const [key, position] of positions) {
    if (position.instrumentId !== (instrumentId as InstrumentId)) continue;
    positions.set(key, { ...position, quantity: toText(decimal(position.quantity).times(ratio)) });
  }
}

function bookOne(
  positions: Map<string, Position>,
  { execution, holder }: { execution: Execution; holder: Holder },
  add: (account: string, amount: Decimal) => void,
): void {
  const { instrumentId, side, quantity, price, id } = execution;
  const key = `${instrumentId}|${holder}`;
  const booked = bookFill({
    stamp: { id: `k_${id}`, holder, at: 0 as WallMs, marketAt: 0 as MarketMs },
    side,
    quantity,
    price,
    multiplier: '1',
    fees: [{ code: 'commission', kind: 'fee', amount: centsText(feeCents(side, Number(quantity))), currency: 'USD' }],
    position: positions.get(key) ?? flatPosition(instrumentId, holder, 'USD'),
  });
  if (!booked.ok) return;
  positions.set(key, booked.value.position);
  for (const entry of booked.value.entries) add(entry.account, decimal(entry.amount));
}
