import type { UpdateLimits } from '#shared/contract/account.ts';
import type { ConnectionView, NewConnectionView } from '#shared/contract/connection.ts';
import { REHEARSAL_KEY } from '../../src/testing/alpaca-server/world.ts';
import { signedIn, type Reachable } from './signed-in.ts';

/** Room for as many orders as a proof wants to make in one day. */
const ROOMY: UpdateLimits = {
  ordersPerDayMax: 1_000,
  openPositionsMax: 1_000,
  drawdownMax: 1,
  dailyLossFractionMax: 1,
};

/** Signs in as a person, confirms who sits there, and adds the rehearsal keys; answers the account that trades over them. */
export async function connectAlpaca(product: Reachable): Promise<{ accountId: string; connection: ConnectionView }> {
  const person = await signedIn(product);
  await person.stepUp('broker-keys');
  const made = await person.ask<NewConnectionView>('POST', 'connections', {
    broker: 'alpaca',
    name: 'Rehearsal',
    keyId: REHEARSAL_KEY.id,
    secretKey: REHEARSAL_KEY.secret,
    environment: 'paper',
  });
  if (made.accountId === null) throw new Error('no account was opened over the connection');
  return { accountId: made.accountId, connection: made.connection };
}

/** Takes the limits of a day away, as a person who confirms it may. */
export async function makeRoom(product: Reachable, accountId: string): Promise<void> {
  await (await signedIn(product)).confirmed('PATCH', `accounts/${accountId}/risk`, ROOMY);
}

/** Buying again after the account stopped by itself. */
export async function liftHalt(product: Reachable, accountId: string): Promise<void> {
  await (await signedIn(product)).confirmed('POST', `accounts/${accountId}/resume`, {});
}
