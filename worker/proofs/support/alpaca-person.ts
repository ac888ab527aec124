import type { UpdateLimits } from '#shared/contract/account.ts';
import type { ConnectionView, NewConnectionView } from '#shared/contract/connection.ts';
import type { StepUpReason } from '#shared/contract/step-up.ts';
import { REHEARSAL_KEY } from '../../src/testing/alpaca-server/world.ts';
import type { RunningProduct } from './product-run.ts';

/** As much of a running product as a person needs. */
export type Reachable = Pick<RunningProduct, 'port' | 'admin'>;

interface StepUpProblem {
  readonly code: string;
  readonly values?: { readonly reason: StepUpReason; readonly about?: string };
}

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

/** A browser's session on the product: its cookie goes on from answer to answer. */
async function signedIn(product: Reachable) {
  const origin = `http://localhost:${product.port}`;
  let cookie = '';
  const send = async (method: string, path: string, body: object): Promise<Response> => {
    const response = await fetch(`${origin}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return response;
  };
  const ask = async <T>(method: string, path: string, body: object): Promise<T> => {
    const response = await send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  await ask('POST', 'session', { code: await linkCode(product) });
  const stepUp = async (reason: StepUpReason, about?: string): Promise<void> => {
    const named = about === undefined ? {} : { about };
    await ask('POST', 'step-up/finish', { reason, ...named, linkCode: await linkCode(product) });
  };
  return {
    ask,
    stepUp,
    /** Asks, confirms what it was asked to confirm, and asks again. */
    confirmed: async (method: string, path: string, body: object): Promise<void> => {
      const response = await send(method, path, body);
      if (response.ok) return;
      const { code, values } = (await response.json()) as StepUpProblem;
      if (code !== 'step-up-required' || values === undefined) throw new Error(`${method} ${path} answered ${code}`);
      await stepUp(values.reason, values.about);
      await ask(method, path, body);
    },
  };
}

async function linkCode(product: Reachable): Promise<string> {
  const { body } = await product.admin<{ path: string }>('link', { method: 'POST', body: {} });
  return body.path.slice(body.path.indexOf('#') + 1);
}
