import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

test('what cannot be analysed is refused with its reason', { timeout: 60_000 }, async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const token = await aToken();
  const ask = async (path: string, method = 'GET'): Promise<unknown> => {
    const response = await exports.default.fetch(`http://localhost/api/instruments/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, ...(await response.json<object>()) };
  };
  const list = await exports.default.fetch('http://localhost/api/instruments?limit=2', {
    headers: { authorization: `Bearer ${token}` },
  });
  const { items } = await list.json<{ items: { symbol: string }[] }>();
  const symbol = items[0]?.symbol ?? '';
  for (const [path, method] of [
    [`${symbol}/analysis`, 'GET'],
    [`${symbol}/analysis`, 'POST'],
    [`${symbol}/forecast`, 'GET'],
  ] as const)
    expect(await ask(path, method), `${method} ${path}: the market has 100 bars yet`).toMatchObject({
      status: 422,
      code: 'too-few-bars',
    });
  expect(await ask('NO-SUCH-NAME/analysis')).toMatchObject({ status: 404, code: 'unknown-instrument' });
  expect(await ask(`${symbol}/analysis?timeframe=1m`)).toMatchObject({ status: 400, code: 'invalid-request' });
});
