import { expect, it } from 'vitest';
import { DAY_MS } from '../lib/time.ts';
import { eligibilityOf, rulesFor, shareMet, tradedIn, type Candidacy, type IndexRules } from './index-eligibility.ts';

const SP500 = rulesFor('us') as IndexRules;
const company = (change: Partial<Candidacy> = {}): Candidacy => ({
  currency: 'USD',
  marketValue: 30e9,
  earnings: 1e9,
  traded: { value: 25e9, days: 364 },
  ...change,
});
const verdicts = (of: Candidacy, rules = SP500) =>
  Object.fromEntries(eligibilityOf(rules, of).map(({ code, passed }) => [code, passed]));

it('asks the published rules, each at its line', () => {
  expect(verdicts(company())).toEqual({
    'market-value': true,
    liquidity: true,
    earnings: true,
    'public-float': null,
    'listing-age': true,
  });
  expect(verdicts(company({ marketValue: 22.7e9 }))['market-value']).toBe(true);
  expect(verdicts(company({ marketValue: 22.69e9 }))['market-value']).toBe(false);
  expect(verdicts(company({ traded: { value: 22.4e9, days: 364 } })).liquidity).toBe(false);
  expect(verdicts(company({ earnings: -1 })).earnings).toBe(false);
});

it('says what is not known, and never counts it as met', () => {
  const young = company({ traded: { value: 20e9, days: 200 }, earnings: null });
  expect(verdicts(young)).toMatchObject({ liquidity: null, earnings: null, 'listing-age': null });
  expect(shareMet(eligibilityOf(SP500, company()))).toBe(80);
  expect(shareMet(eligibilityOf(SP500, young))).toBe(20);
  expect(shareMet(eligibilityOf(SP500, company({ marketValue: NaN }))), 'nothing is known of it').toBeNaN();
  expect(rulesFor('krx'), 'ranks inside an industry are no line').toBeNull();
});

it('adds up the last year of bars, however long they are', () => {
  const days = Array.from({ length: 800 }, (_, i) => i);
  const columns = {
    t: Float64Array.from(days, (i) => i * DAY_MS),
    c: Float64Array.from(days, () => 10),
    v: Float64Array.from(days, () => 5),
  };
  expect(tradedIn(columns, 799, SP500)).toEqual({ value: 365 * 50, days: 364 });
  expect(tradedIn(columns, 399, SP500), 'bars after the newest are not there').toEqual({ value: 365 * 50, days: 364 });
  expect(tradedIn(columns, 9, rulesFor('demo-us'))).toEqual({ value: 100, days: 1 });
  expect(tradedIn(columns, -1, null)).toEqual({ value: 0, days: 0 });
});
