import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { hashText } from '../objects/user/secret.ts';

const CODE = 'c0de'.repeat(16);

const leave = async (value: unknown): Promise<unknown> =>
  env.DB.prepare(
    "INSERT INTO settings (name, value) VALUES ('deploy-code', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  )
    .bind(JSON.stringify(value))
    .run();
const ask = (body: unknown): Promise<Response> =>
  exports.default.fetch('https://nod.example.net/internal/deployed', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('whoever left a code in the database gets the owner’s sign-in link for it, once', async () => {
  expect((await ask({ code: CODE })).status, 'no code was left').toBe(404);
  const hash = await hashText(CODE);
  await leave({ hash, until: Date.now() - 1 });
  expect((await ask({ code: CODE })).status, 'too late').toBe(404);
  await leave({ hash, until: Date.now() + 60_000 });
  for (const wrong of [{}, { code: 'f'.repeat(64) }, { code: hash }, { code: `${CODE}0` }])
    expect((await ask(wrong)).status).toBe(404);

  const both = await Promise.all([ask({ code: CODE }), ask({ code: CODE })]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  const { world, path } = await (both.find(({ ok }) => ok) as Response).json<{ world: string; path: string }>();
  expect(world).toContain('DEMO');
  const session = await exports.default.fetch('https://nod.example.net/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://nod.example.net' },
    body: JSON.stringify({ code: path.split('#')[1] }),
  });
  expect(session.status).toBe(201);
  expect((await ask({ code: CODE })).status, 'spent').toBe(404);
});
