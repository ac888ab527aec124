import type { ConnectionView, NewConnectionView } from '#shared/contract/connection.ts';
import { REHEARSAL_KEY } from '../../src/testing/alpaca-server/world.ts';
import type { RunningProduct } from './product-run.ts';

/** Signs in as a person, confirms who sits there, and adds the rehearsal keys; answers the account that trades over them. */
export async function connectAlpaca(
  product: RunningProduct,
): Promise<{ accountId: string; connection: ConnectionView }> {
  const origin = `http://localhost:${product.port}`;
  let cookie = '';
  const post = async <T>(path: string, body: object): Promise<T> => {
    const response = await fetch(`${origin}/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await response.text();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  await post('session', { code: await linkCode(product) });
  await post('step-up/finish', { reason: 'broker-keys', linkCode: await linkCode(product) });
  const made = await post<NewConnectionView>('connections', {
    broker: 'alpaca',
    name: 'Rehearsal',
    keyId: REHEARSAL_KEY.id,
    secretKey: REHEARSAL_KEY.secret,
    environment: 'paper',
  });
  if (made.accountId === null) throw new Error('no account was opened over the connection');
  return { accountId: made.accountId, connection: made.connection };
}

async function linkCode(product: RunningProduct): Promise<string> {
  const { body } = await product.admin<{ path: string }>('link', { method: 'POST', body: {} });
  return body.path.slice(body.path.indexOf('#') + 1);
}
