import { expect, it } from 'vitest';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { ok } from '../lib/result.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { showPortfolioContent } from './portfolio-content.ts';
import type { UseCaseDeps } from './ports.ts';

const CALLER: Caller = { userId: 'u_1' as UserId, channel: 'web', scopes: ['read'], accountIds: null };
const ACCOUNT = 'a_00000001';

it('values what one contract of counts for many as all of them', async () => {
  const future = anInstrument({ multiplier: '10' });
  const held = { holder: 'manual', quantity: '3', averagePrice: '100', stopPrice: null };
  const position = {
    ...{ symbol: future.symbol, instrumentId: future.id, nameEn: 'Future', nameKo: '선물', currency: 'USD' },
    ...{ quantity: '3', averagePrice: '100', marketPrice: '101.5', priceAt: null, holders: [held] },
  };
  const deps = {
    portfolios: {
      list: () => Promise.resolve([{ id: 'pf_1', kind: 'nod', holders: [{ accountId: ACCOUNT, holder: 'manual' }] }]),
    },
    accounts: {
      account: () => ({
        positions: () => Promise.resolve(ok([position])),
        view: () => Promise.resolve(ok({ marketId: 'm_1' })),
      }),
    },
    markets: { market: () => ({ instruments: () => Promise.resolve([future]) }) },
  } as unknown as UseCaseDeps;
  const content = await showPortfolioContent(deps, CALLER, { id: 'pf_1' });
  expect(content).toMatchObject({
    value: { lines: [{ cost: '3000', value: '3045', gain: '45' }], totals: [{ value: '3045', cost: '3000' }] },
  });
});
