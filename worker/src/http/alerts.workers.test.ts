import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { EventView } from '#shared/contract/account.ts';
import type { AlertView } from '#shared/contract/alert.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { readSetting } from '../store/settings.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

test('alerts are made, told at a close by the job, and refused where they are wrong', { timeout: 60_000 }, async () => {
  const composition = compose(readEnv(env));
  await boot(composition, { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const token = await aToken();
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T & { status: number }> => {
    const response = await exports.default.fetch(`http://localhost/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, ...(await response.json<T>()) };
  };
  const { items: stocks } = await ask<{ items: { symbol: string }[] }>('GET', 'instruments?limit=1');
  const symbol = stocks[0]?.symbol ?? '';
  const price = await ask<AlertView>('POST', 'alerts', { kind: 'percent', symbol, percent: 5 });
  expect(price).toMatchObject({ status: 201, kind: 'percent', is: 'above', state: 'watching', instrument: { symbol } });
  const about = { kind: 'indicator', symbol, is: 'above' };
  const always = await ask<AlertView>('POST', 'alerts', { ...about, indicator: 'rsi-14', value: -1 });
  const never = await ask<AlertView>('POST', 'alerts', { ...about, indicator: 'rsi-14', value: 101 });
  const screen = await ask<AlertView>('POST', 'alerts', { kind: 'screen', screenId: 'golden-cross' });
  const refused = [
    [{ kind: 'price', symbol: 'NOSUCH', price: '10' }, 404],
    [{ kind: 'price', symbol, price: '-1' }, 400],
    [{ kind: 'percent', symbol, percent: 0 }, 400],
    [{ ...about, indicator: 'nonsense', value: 1 }, 404],
    [{ kind: 'screen', screenId: 'no-such' }, 404],
    [{ kind: 'price', symbol, price: '10', sound: 'loud' }, 400],
  ] as const;
  for (const [body, status] of refused) expect(await ask('POST', 'alerts', body)).toMatchObject({ status });

  const market = env.MARKET.getByName((await readSetting(composition.database, 'active-market')) ?? '');
  expect(await market.runJob('alerts')).toBe(true);
  expect(await market.runJob('alerts')).toBe(true);
  const { items } = await ask<{ items: AlertView[] }>('GET', 'alerts');
  const stateOf = (id: string) => items.find((one) => one.id === id)?.state;
  expect([always, never, price].map(({ id }) => stateOf(id))).toEqual(['done', 'watching', 'watching']);
  const { items: events } = await ask<{ items: EventView[] }>('GET', `accounts/${price.accountId}/events?limit=50`);
  expect(events.filter(({ type }) => type === 'alert.fired')).toMatchObject([{ body: { alert: { id: always.id } } }]);

  expect(screen).toMatchObject({ status: 201, kind: 'screen', repeats: true });
  expect(await ask('DELETE', `alerts/${price.id}`)).toMatchObject({ status: 200, id: price.id });
  expect(await ask('GET', `alerts/${price.id}`)).toMatchObject({ status: 404, code: 'not-found' });
});
