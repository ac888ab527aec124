import type { BrokerEnvironment } from '../vendor.ts';
import type { AlpacaAccount } from './schema.ts';

/**
 * The door a setting asks for. Live has one spelling; whatever else stands there, also ` live`, `LIVE` or `TRUE `, is
 * paper: a mistyped setting must never trade money (alpacahq/alpaca-skills PR#7).
 */
export function environmentOf(setting: string | null | undefined): BrokerEnvironment {
  return setting === 'live' ? 'live' : 'paper';
}

/**
 * What the account itself says: keys of one door do not open the other, so the host that took the key is half of the
 * answer; the other half is the account's number, which begins with PA on paper. Null: the two disagree, and nothing is
 * sent on a guess.
 */
export function reportedEnvironment(
  door: BrokerEnvironment,
  { account_number, status }: Pick<AlpacaAccount, 'account_number' | 'status'>,
): BrokerEnvironment | null {
  const isPaper = /^PA/.test(account_number) || status === 'PAPER_ONLY';
  return door === 'live' && isPaper ? null : door;
}
