import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { PortfolioContent, PortfolioView } from '#shared/contract/portfolio.ts';
import { WATCHLISTS_MAX } from '#shared/usecases/ports.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken, owner } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

/*
 * What somebody keeps elsewhere is written down, priced where the market knows it and never traded; portfolios are made,
 * moved between and removed without anything being lost; a note stays with whoever wrote it.
 */
let token = '';
let limited = '';
let accountId = '';
let listed: InstrumentView[] = [];

interface Answer {
  readonly status: number;
}
async function ask<T>(method: string, path: string, body?: object, as = token): Promise<T & Answer> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { ...(await response.json<T>()), status: response.status };
}

beforeAll(async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  token = await aToken();
  accountId = (await ask<{ items: { id: string }[] }>('GET', 'accounts')).items[0]?.id ?? '';
  const grant = { name: 'bound', scopes: ['read', 'propose'], accountIds: [accountId], expiresInDays: 1 };
  limited = (await ask<{ token: string }>('POST', 'tokens', grant)).token;
  listed = (await ask<{ items: InstrumentView[] }>('GET', 'instruments?limit=3')).items;
});

const make = (name: string, kind: 'nod' | 'elsewhere') => ask<PortfolioView>('POST', 'portfolios', { name, kind });
const contentOf = (id: string) => ask<PortfolioContent>('GET', `portfolios/${id}/holdings`);

test('a pension and shares at another bank are written down, priced as far as the market knows them, and changed', async () => {
  const { id } = await make('Pension', 'elsewhere');
  const [share] = listed;
  const at = `portfolios/${id}/holdings`;
  await ask('POST', at, { name: share?.symbol, quantity: '3', totalCost: '30' });
  const added = await ask<PortfolioContent>('POST', at, {
    ...{ name: '퇴직연금', quantity: 2, totalCost: '20000000', currency: 'KRW', price: '11000000' },
  });
  expect(added.status).toBe(201);
  const [known, pension] = added.lines;
  expect(known).toMatchObject({ name: share?.symbol, price: share?.lastPrice, priceFrom: 'quote', currency: 'USD' });
  expect(Number(known?.value)).toBeCloseTo(3 * Number(share?.lastPrice), 1);
  expect(Number(known?.gain)).toBeCloseTo(Number(known?.value) - 30, 2);
  expect(pension).toMatchObject({ priceFrom: 'by-hand', value: '22000000', gain: '2000000', held: null });
  expect(added.totals.map(({ currency, unpriced }) => [currency, unpriced])).toEqual([
    ['USD', 0],
    ['KRW', 0],
  ]);
  const changed = await ask<PortfolioContent>('PATCH', `${at}/${pension?.id ?? ''}`, { price: null, totalCost: null });
  expect(changed.lines[1]).toMatchObject({ id: pension?.id, price: null, value: null, gain: null, quantity: '2' });
  expect(changed.totals[1]).toMatchObject({ unpriced: 1, value: '0', gain: null });
  // Nothing of it is money or a position of the account.
  expect((await ask<{ items: unknown[] }>('GET', `accounts/${accountId}/positions`)).items).toEqual([]);
  expect((await ask<PortfolioContent>('DELETE', `${at}/${pension?.id ?? ''}`)).lines).toHaveLength(1);
  expect((await ask('DELETE', `${at}/${pension?.id ?? ''}`)).status).toBe(404);
  expect(await ask('POST', at, { name: 'A', quantity: '-1' })).toMatchObject({ status: 400, field: 'quantity' });
  expect(await ask('GET', at, undefined, limited), 'a token bound to accounts').toMatchObject({ status: 403 });
  expect(await ask('DELETE', `portfolios/${id}`, undefined, limited)).toMatchObject({ status: 403 });
  expect(await ask('PATCH', `portfolios/${id}`, { name: 'Gone' }, limited)).toMatchObject({ status: 403 });
  expect(await contentOf(id), 'and takes nothing of it away').toMatchObject({ lines: [{ quantity: '3' }] });
});

test('a file is shown before it is kept, refused whole with its line, merged or put in the place of all', async () => {
  const { id } = await make('Other broker', 'elsewhere');
  const read = (csv: string, more: object = {}) => ask('POST', `portfolios/${id}/holdings/import`, { csv, ...more });
  const namesIn = async () => (await contentOf(id)).lines.map(({ name }) => name);
  expect(await read('symbol,qty\nAAA,1\nBBB,none')).toMatchObject({
    ...{ status: 422, code: 'bad-holdings-csv', values: { line: 3, fault: 'bad-number', value: 'none' } },
  });
  expect(await namesIn()).toEqual([]);
  expect(await read('symbol,qty\nAAA,1\nBBB,2', { preview: true })).toMatchObject({ kept: false, dropped: [] });
  expect(await namesIn(), 'a look keeps nothing').toEqual([]);
  const many = ['symbol,qty', ...Array.from({ length: 60 }, (_, at) => `N${at},${at + 1}`)].join('\n');
  expect(await read(many)).toMatchObject({ kept: true });
  expect(await read('symbol,qty\nN0,500\nAAA,1')).toMatchObject({
    items: [
      { name: 'N0', isNew: false },
      { name: 'AAA', isNew: true },
    ],
  });
  const merged = (await contentOf(id)).lines;
  expect(merged).toHaveLength(61);
  expect(merged.find(({ name }) => name === 'N0')?.quantity).toBe('500');
  expect(await read('symbol,qty\nAAA,7', { mode: 'replace', preview: true })).toMatchObject({ kept: false });
  await read('symbol,qty\nAAA,7', { mode: 'replace' });
  expect(await namesIn()).toEqual(['AAA']);
  const { items } = await ask<{ items: PortfolioView[] }>('GET', 'portfolios');
  expect(items.find((one) => one.id === id)?.holdingCount).toBe(1);
});

test('two who keep the same file at once have it once', async () => {
  const { id } = await make('Two tabs', 'elsewhere');
  for (const mode of ['merge', 'replace']) {
    const keep = () => ask('POST', `portfolios/${id}/holdings/import`, { csv: 'symbol,qty\nAAA,1\nbbb,2', mode });
    await Promise.all(Array.from({ length: 4 }, keep));
    expect(
      (await contentOf(id)).lines.map(({ name, quantity }) => [name, quantity]),
      mode,
    ).toEqual([
      ['AAA', '1'],
      ['bbb', '2'],
    ]);
  }
});

test('holders move between portfolios, the default stays, and one that goes leaves its holders to it', async () => {
  const bot = await ask<{ id: string }>('POST', 'bots', {
    investmentAmount: '1000',
    riskLevel: 'low',
    durationWeeks: 4,
  });
  const mine = await make('Mine', 'nod');
  const main = (await ask<{ items: PortfolioView[] }>('GET', 'portfolios')).items.find(({ isDefault }) => isDefault);
  const holdersOf = async (id: string) =>
    (await ask<PortfolioView>('GET', `portfolios/${id}`)).holders.map(({ holder }) => holder).toSorted();
  expect(await holdersOf(main?.id ?? '')).toEqual([bot.id, 'manual'].toSorted());
  await ask('POST', `portfolios/${mine.id}/holders`, { accountId, holder: bot.id });
  expect(await holdersOf(mine.id)).toEqual([bot.id]);
  expect(await holdersOf(main?.id ?? ''), 'in one place at a time').toEqual(['manual']);
  expect((await ask('POST', `portfolios/${mine.id}/holders`, { accountId, holder: 'b_other000_x' })).status).toBe(404);
  expect((await ask('DELETE', `portfolios/${main?.id ?? ''}`)).status, 'the default stays').toBe(409);
  await ask('DELETE', `portfolios/${mine.id}`);
  expect(await holdersOf(main?.id ?? '')).toEqual([bot.id, 'manual'].toSorted());
  expect((await ask('GET', `portfolios/${mine.id}`)).status).toBe(404);
  expect((await contentOf(main?.id ?? '')).lines, 'nothing was bought yet').toEqual([]);
});

test('nothing is traded in what is kept elsewhere, and nothing is written down where Nod trades', async () => {
  const elsewhere = await make('Bank', 'elsewhere');
  const main = (await ask<{ items: PortfolioView[] }>('GET', 'portfolios')).items.find(({ isDefault }) => isDefault);
  const bot = { investmentAmount: '1000', riskLevel: 'low', durationWeeks: 4, portfolioId: elsewhere.id };
  expect(await ask('POST', 'bots', bot)).toMatchObject({ status: 409, code: 'portfolio-elsewhere' });
  expect(await ask('PATCH', `portfolios/${elsewhere.id}`, { isDefault: true })).toMatchObject({ status: 409 });
  expect((await ask('POST', `portfolios/${elsewhere.id}/holders`, { accountId, holder: 'manual' })).status).toBe(409);
  expect(await ask('POST', `portfolios/${main?.id ?? ''}/holdings`, { name: 'A', quantity: '1' })).toMatchObject({
    ...{ status: 409, code: 'portfolio-trades' },
  });
});

test('a note is kept by symbol for whoever wrote it, and goes with its last letter', async () => {
  const symbol = listed[0]?.symbol ?? '';
  const path = `instruments/${symbol}/note`;
  expect(await ask('GET', path)).toMatchObject({ symbol, text: '', updatedAt: null });
  expect(await ask('PATCH', path, { text: '  실적 뒤에 다시 보기\n100 below  ' })).toMatchObject({
    text: '실적 뒤에 다시 보기\n100 below',
  });
  expect(await ask('GET', `${path}?accountId=${accountId}`)).toMatchObject({ text: '실적 뒤에 다시 보기\n100 below' });
  expect((await ask('GET', path, undefined, limited)).status).toBe(403);
  expect((await ask('PATCH', path, { text: 'x'.repeat(4_001) })).status).toBe(400);
  expect((await ask('PATCH', 'instruments/NOBODY/note', { text: 'x' })).status).toBe(404);
  expect(await ask('PATCH', path, { text: '' })).toMatchObject({ text: '', updatedAt: null });
});

test('a watchlist more than is ever read is refused, and not kept where nobody finds it', async () => {
  const userId = await owner();
  const { items } = await ask<{ items: object[] }>('GET', 'watchlists');
  const names = Array.from({ length: WATCHLISTS_MAX - items.length }, (_, at) => `List ${at}`);
  const insert = env.DB.prepare('INSERT INTO watchlists (id, user_id, name, created_at) VALUES (?, ?, ?, 1)');
  await env.DB.batch(names.map((name) => insert.bind(`w_${name}`, userId, name)));
  const refused = await ask<{ code?: string }>('POST', 'watchlists', { name: 'One more' });
  expect(refused).toMatchObject({ status: 409, code: 'too-many-here' });
  await ask('DELETE', 'watchlists/w_List%200');
  expect(await ask('POST', 'watchlists', { name: 'One more' })).toMatchObject({ status: 201, name: 'One more' });
});

test('a market says what it would have been compared with, and refuses what it does not know', async () => {
  const path = `accounts/${accountId}/performance/benchmark`;
  expect(await ask('GET', path), 'no day has been recorded yet').toMatchObject({ points: null });
  expect(await ask('GET', `${path}?symbol=${listed[0]?.symbol ?? ''}`)).toMatchObject({ symbol: listed[0]?.symbol });
  expect(await ask('GET', `${path}?symbol=NOBODY`)).toMatchObject({ status: 404, code: 'unknown-instrument' });
});
