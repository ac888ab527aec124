import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';

test('answers health without a sign-in', async () => {
  const response = await exports.default.fetch('http://localhost/api/health');
  expect(response.status).toBe(200);
});

test('compute answers over its own binding', async () => {
  const response = await env.COMPUTE.fetch('http://compute/health');
  expect(await response.json()).toEqual({ status: 'ok' });
});

test('compute has no public route', async () => {
  const response = await exports.default.fetch('http://localhost/internal/compute');
  expect(response.status).toBe(404);
});
