import { describe, expect, it } from 'vitest';
import { CreateAlert } from '#shared/contract/alert.ts';
import { alertOf, type AlertDraft } from './alert-draft.ts';

const EMPTY: AlertDraft = {
  ...{ sort: 'price', symbol: 'NVDA', price: '', percent: '', indicator: 'rsi-14', line: '', is: 'below', value: '' },
  ...{ screenId: '', repeats: false },
};
const ACCOUNT = 'a_00000001';

describe('an alert as it is typed', () => {
  it.each([
    [{ price: '1,300.50' }, { kind: 'price', price: '1300.5' }],
    [{ price: '007' }, { kind: 'price', price: '7' }],
    [
      { sort: 'percent', percent: '−5 %' },
      { kind: 'percent', percent: -5 },
    ],
    [
      { sort: 'percent', percent: '+10' },
      { kind: 'percent', percent: 10 },
    ],
    [
      { sort: 'indicator', value: '30' },
      { kind: 'indicator', indicator: 'rsi-14', is: 'below', value: 30 },
    ],
    [
      { sort: 'indicator', line: 'signal', value: '-1.5' },
      { line: 'signal', value: -1.5 },
    ],
    [
      { sort: 'screen', symbol: '', screenId: 's_1' },
      { kind: 'screen', screenId: 's_1', repeats: true },
    ],
  ] as const)('%j is asked for as the server takes it', (typed, asked) => {
    const made = alertOf({ ...EMPTY, ...typed }, ACCOUNT);
    expect(made).toMatchObject({ ...asked, accountId: ACCOUNT });
    expect(CreateAlert.safeParse(made).success).toBe(true);
  });

  it.each([
    { price: '' },
    { price: '0' },
    { price: 'twelve' },
    { price: '124,60' },
    { price: '130', symbol: ' ' },
    { sort: 'percent', percent: '0' },
    { sort: 'percent', percent: '-100' },
    { sort: 'indicator', value: 'low' },
    { sort: 'indicator', value: '1,000' },
    { sort: 'indicator', value: '30', indicator: '' },
    { sort: 'screen' },
  ] as const)('%j asks for nothing', (typed) => {
    expect(alertOf({ ...EMPTY, ...typed }, ACCOUNT)).toBeNull();
  });
});
