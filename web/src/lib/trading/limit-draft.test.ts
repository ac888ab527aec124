import { expect, it } from 'vitest';
import { LIMIT_DEFAULTS, type LimitName } from '#shared/domain/account-limits.ts';
import { LIMIT_FACTS, LIMIT_NAMES } from '#shared/domain/limit-facts.ts';
import { changeOf, draftOf, offOf, type LimitValue } from './limit-draft.ts';

const change = (name: LimitName, text: string, from: LimitValue) => changeOf(name, text, { from, currency: 'USD' });

const typed = (name: LimitName): boolean => !['switch', 'split', 'session-kinds'].includes(LIMIT_FACTS[name].unit);

it.each(LIMIT_NAMES.filter(typed))('%s: what stands there can be typed back as it is', (name) => {
  const value = LIMIT_DEFAULTS[name];
  if (value === null || name === 'blockList' || name === 'blockedUntil') return;
  expect(change(name, draftOf(name, value), value)).toEqual({ [name]: value });
});

it.each([
  ['positionFractionMax', '7.5', 0.075],
  ['positionFractionMax', '7,5 %', 0.075],
  ['exposureGrossMax', '150', 1.5],
  ['quoteAgeMaxMs', '30', 30_000],
  ['investedMax', '$5,000', '5000'],
  ['priceMinKrw', '1천원', '1000'],
  ['correlationMax', '0.8', 0.8],
  ['allowList', 'NVDA, KO\n PEP ', ['NVDA', 'KO', 'PEP']],
  ['sectors', 'NVDA = chips', { NVDA: 'chips' }],
] as const)('%s takes “%s”', (name, text, value) => {
  expect(change(name, text, LIMIT_DEFAULTS[name])).toEqual({ [name]: value });
});

it.each([
  ['positionFractionMax', ''],
  ['positionFractionMax', 'ten'],
  ['positionFractionMax', '-5'],
  ['positionFractionMax', '0'],
  ['positionFractionMax', '101'],
  ['positionFractionMax', '1e1'],
  ['ordersPerDayMax', '2.5'],
  ['ordersPerDayMax', '1,000'],
  ['positionFractionMax', '1,000'],
  ['ordersPerDayMax', '100000'],
  ['quoteAgeMaxMs', '0'],
  ['investedMax', '0'],
  ['investedMax', '1.000.000'],
  ['investedMax', '124,60'],
  ['investedMax', '500만원'],
  ['priceMinKrw', '$5'],
  ['correlationMax', '8'],
  ['sectors', 'NVDA chips'],
  ['sectors', 'NVDA = '],
] as const)('%s refuses “%s” where it is typed', (name, text) => {
  expect(change(name, text, LIMIT_DEFAULTS[name])).toBeNull();
});

it('of the block list only what was typed is sent: what another screen blocked meanwhile stays', () => {
  const shown = ['NVDA', 'KO'];
  expect(change('blockList', 'NVDA\nPEP', shown)).toEqual({ block: ['PEP'], unblock: ['KO'] });
  expect(change('blockList', 'NVDA, KO, PEP', shown)).toEqual({ block: ['PEP'] });
  expect(change('blockList', '', shown)).toEqual({ unblock: ['NVDA', 'KO'] });
  expect(change('blockList', 'KO\nNVDA', shown), 'in another order it is the same').toBeNull();
});

it('of what is blocked until a day likewise', () => {
  const shown = { NVDA: '2027-02-27', KO: '2027-01-04' };
  const dates = (text: string) => change('blockedUntil', text, shown);
  expect(draftOf('blockedUntil', shown)).toBe('NVDA = 2027-02-27\nKO = 2027-01-04');
  expect(dates('NVDA = 2027-03-31\nPEP = 2027-05-01')).toEqual({
    blockUntil: { NVDA: '2027-03-31', PEP: '2027-05-01', KO: null },
  });
  expect(dates('KO = 2027-01-04\nNVDA = 2027-02-27')).toBeNull();
  for (const wrong of ['NVDA', 'NVDA = soon', 'NVDA = 2027-02-30']) expect(dates(wrong), wrong).toBeNull();
});

it('only a limit that can be without one is taken away', () => {
  expect(offOf('positionAmountMax')).toEqual({ positionAmountMax: null });
  expect(offOf('drawdownMax')).toBeNull();
  expect(offOf('investedMax')).toBeNull();
});
