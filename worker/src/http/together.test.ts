import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwrap } from '../testing/sim-account.ts';
import { ROUTES } from './routes/index.ts';
import { askTogether } from './together.ts';

const told: string[] = [];
let patienceEnds: () => void;

beforeEach(() => {
  told.length = 0;
  vi.stubGlobal('scheduler', { wait: () => new Promise<void>((resolve) => (patienceEnds = resolve)) });
});
afterEach(() => vi.unstubAllGlobals());

const asked = (query: string): Request => new Request(`http://localhost/api/together?${query}`);

test('what is asked then is asked once everything else is answered', async () => {
  const found = await askTogether(
    asked('then=/bots%3FaccountId%3Da_1&ask=/me&first=/accounts'),
    ROUTES,
    async (_, one) => {
      const path = one.url.slice('http://localhost/api'.length);
      told.push(`asks ${path}`);
      await new Promise((resolve) => setTimeout(resolve));
      told.push(`has ${path}`);
      return Response.json(path);
    },
  );
  expect(told).toEqual([
    'asks /me',
    'asks /accounts',
    'has /me',
    'has /accounts',
    'asks /bots?accountId=a_1',
    'has /bots?accountId=a_1',
  ]);
  expect(Object.keys(unwrap(found)).sort()).toEqual(['/accounts', '/bots?accountId=a_1', '/me']);
});

test('one slow answer does not hold up the others: it is left out', async () => {
  const found = askTogether(asked('ask=/me&ask=/accounts'), ROUTES, ({ route }) =>
    route.path === '/api/me' ? Promise.resolve(Response.json('me')) : new Promise(() => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve));
  patienceEnds();
  expect(unwrap(await found)).toEqual({ '/me': { status: 200, body: '"me"' } });
});
