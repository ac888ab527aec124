import type { BrokerName } from '#shared/contract/connection.ts';
import { alpaca } from './alpaca/alpaca.ts';
import type { Vendor } from './vendor.ts';

/** Every broker Nod trades over; adding one is its folder and a line here. Nod's own paper broker is none of them. */
const VENDORS: Readonly<Partial<Record<BrokerName, Vendor>>> = { alpaca };

export function vendorOf(broker: BrokerName): Vendor | null {
  return VENDORS[broker] ?? null;
}
