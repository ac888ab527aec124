import { beforeEach, expect, it } from 'vitest';
import { UpdateLimits } from '../contract/account.ts';
import { LIMIT_DEFAULTS, type SettableLimits } from '../domain/account-limits.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { ok } from '../lib/result.ts';
import { anInstrument, FAKE_MARKET, fakeMarkets, someDeps } from '../testing/fake-market.ts';
import type { AccountPort } from './account-port.ts';
import { updateLimits } from './update-limits.ts';

const ACCOUNT = 'a_00000001';
const OWNER: Caller = { userId: 'u_1' as UserId, channel: 'web', scopes: ['read', 'admin'], accountIds: null };

let stored: SettableLimits;
let asked: boolean;
beforeEach(() => {
  stored = LIMIT_DEFAULTS;
  asked = false;
});

function deps() {
  const markets = fakeMarkets({
    instruments: [
      anInstrument('NVDA', { sector: 'technology' }),
      anInstrument('KRX:005930', { nameKo: '삼성전자', sector: 'technology' }),
    ],
    marketAt: Date.UTC(2026, 0, 5),
    aliases: [{ alias: 'OLDN', symbol: 'NVDA', fromOn: '2020-01-01' }],
  });
  const account = {
    view: () => Promise.resolve(ok({ marketId: FAKE_MARKET })),
    limits: () => Promise.resolve(ok(stored)),
    updateLimits: (_caller: Caller, change: Partial<SettableLimits>) => {
      stored = { ...stored, ...change };
      return Promise.resolve(ok(stored));
    },
  } as unknown as AccountPort;
  return someDeps({
    accounts: {
      idsOf: () => Promise.resolve([ACCOUNT]),
      defaultId: () => Promise.resolve(ACCOUNT),
      account: () => account,
    },
    markets: { ...markets, market: (id) => ((asked = true), markets.market(id)) },
  });
}

const set = (input: object) => updateLimits(deps(), OWNER, { id: ACCOUNT, input: UpdateLimits.parse(input) });

it('a stock is stored by its symbol, however it was written, and once', async () => {
  expect(await set({ blockList: ['nvda', 'OLDN', '삼성전자'], allowList: ['005930'] })).toMatchObject({ ok: true });
  expect(stored.blockList).toEqual(['NVDA', 'KRX:005930']);
  expect(stored.allowList).toEqual(['KRX:005930']);
  expect(await set({ sectors: { nvda: 'chips' } })).toMatchObject({ ok: true });
  expect(stored.sectors).toEqual({ NVDA: 'chips' });
});

it('a stock that is blocked until a day likewise', async () => {
  expect(await set({ blockUntil: { nvda: 90, 삼성전자: '2027-02-27' } })).toMatchObject({ ok: true });
  expect(stored).toMatchObject({ blockUntil: { NVDA: 90, 'KRX:005930': '2027-02-27' } });
  expect(await set({ blockUntil: { NVDIA: 90 } })).toMatchObject({ error: { code: 'unknown-instrument' } });
});

it.each([
  ['blockList', { blockList: ['NVDA', 'NVDIA'] }],
  ['allowList', { allowList: ['NVDIA'] }],
  ['sectors', { sectors: { NVDIA: 'technology' } }],
])('a mistyped stock in %s is refused, and nothing is stored', async (field, input) => {
  expect(await set(input)).toMatchObject({
    ok: false,
    error: { code: 'unknown-instrument', field, values: { symbol: 'NVDIA' } },
  });
  expect(stored).toBe(LIMIT_DEFAULTS);
});

it('a mistyped sector is refused; the market’s and a person’s own are known', async () => {
  expect(await set({ blockedSectors: ['tehcnology'] })).toMatchObject({
    ok: false,
    error: { code: 'invalid-request', field: 'blockedSectors' },
  });
  expect(stored).toBe(LIMIT_DEFAULTS);
  expect(await set({ blockedSectors: ['technology'] })).toMatchObject({ ok: true });
  expect(await set({ sectors: { NVDA: 'chips' }, blockedSectors: ['chips', 'technology'] })).toMatchObject({
    ok: true,
  });
});

it('what stood there before stays, also where the market no longer knows it', async () => {
  stored = { ...LIMIT_DEFAULTS, blockList: ['GONE'], blockedSectors: ['once'] };
  expect(await set({ blockList: ['GONE', 'NVDA'] })).toMatchObject({ ok: true });
  expect(await set({ blockedSectors: [] })).toMatchObject({ ok: true });
  expect(stored).toMatchObject({ blockList: ['GONE', 'NVDA'], blockedSectors: [] });
});

it('numbers, and lists that are emptied, ask no market; nobody without the scope changes anything', async () => {
  expect(await set({ positionFractionMax: 0.05, allowList: null, blockList: [] })).toMatchObject({ ok: true });
  expect(asked).toBe(false);
  const input = UpdateLimits.parse({ blockList: ['NVDA'] });
  const reader = { ...OWNER, scopes: ['read'] as const };
  expect(await updateLimits(deps(), reader, { id: ACCOUNT, input })).toMatchObject({ ok: false });
  expect(await updateLimits(deps(), { ...OWNER, accountIds: [] }, { id: ACCOUNT, input })).toMatchObject({ ok: false });
  expect(await updateLimits(deps(), OWNER, { id: 'nonsense', input })).toMatchObject({ ok: false });
});

it('what is put on the block list is stored by its symbol; one that nothing has is refused', async () => {
  expect(await set({ block: ['NVDIA'] })).toMatchObject({ error: { code: 'unknown-instrument', field: 'block' } });
  expect(await set({ block: ['oldn'], unblock: ['005930'] })).toMatchObject({ ok: true });
  expect(stored).toMatchObject({ block: ['NVDA'], unblock: ['KRX:005930'] });
});
