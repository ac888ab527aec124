import type { BarColumns } from '../domain/bar.ts';
import type { Currency, Exchange } from '../domain/instrument.ts';
import { DAY_MS } from '../lib/time.ts';

export const ELIGIBILITY_CODES = ['market-value', 'liquidity', 'earnings', 'public-float', 'listing-age'] as const;

const YEAR_DAYS = 365;
/** Bars that reach so far back are the whole time: it begins and ends on days without a session, too. */
const WHOLE = 0.97;

/** One published rule: whether it is met, null where what it asks is not known here, and the figures behind it. */
export interface EligibilityCheck {
  readonly code: (typeof ELIGIBILITY_CODES)[number];
  readonly passed: boolean | null;
  readonly values: Readonly<Record<string, number>>;
}

/** What a committee asks of a company before it is added to an index; meeting it all is leave, not a promise. */
export interface IndexRules {
  readonly index: string;
  /** The day they are as of. */
  readonly asOf: string;
  /** Whole market value, in the currency it trades in. */
  readonly marketValueMin: Readonly<Record<Currency, number>>;
  /** Value traded in a year over market value, told from the last so many days. */
  readonly liquidityMin: number;
  readonly liquidityDays: number;
  /** Null: not asked. */
  readonly floatMin: number | null;
  readonly listedDaysMin: number | null;
}

/**
 * S&P 500: S&P U.S. Indices Methodology with the market cap guideline of 1 July 2025: 22.7 billion dollars, value traded
 * in a year at least 0.75 of the (float-adjusted) market value, earnings of four quarters in sum above zero, at least 10 %
 * in public hands, 12 months of trading. That the newest quarter alone is positive too, and the seat in the US, is not
 * looked at.
 */
const SP500: IndexRules = {
  index: 'SP500',
  asOf: '2025-07-01',
  marketValueMin: { USD: 22.7e9, KRW: Infinity },
  liquidityMin: 0.75,
  liquidityDays: YEAR_DAYS,
  floatMin: 0.1,
  listedDaysMin: 365,
};
/** As invented as the index: its committee chooses by lot. */
const NOD40: IndexRules = {
  index: 'DK:NOD40',
  asOf: '2030-01-07',
  marketValueMin: { USD: 5e9, KRW: 6.5e12 },
  liquidityMin: 0.75,
  liquidityDays: 2,
  floatMin: null,
  listedDaysMin: null,
};

/** Null: none are known. KOSPI 200 goes by rank inside each industry, which no figure of one company tells. */
export function rulesFor(exchange: Exchange): IndexRules | null {
  return { us: SP500, krx: null, 'demo-us': NOD40, 'demo-krx': NOD40 }[exchange];
}

/** What was traded in the last days of some bars: of the calendar so many, as far as the bars reach. */
export interface Traded {
  readonly value: number;
  readonly days: number;
}

/** Over the days that rules ask for, however many more bars there are; without rules over a year. */
export function tradedIn(
  { t, c, v }: Pick<BarColumns, 't' | 'c' | 'v'>,
  last: number,
  rules: IndexRules | null,
): Traded {
  const begin = (t[last] ?? 0) - (rules?.liquidityDays ?? YEAR_DAYS) * DAY_MS;
  let value = 0;
  let first = last;
  for (let i = last; i >= 0 && t[i]! > begin; i -= 1) {
    value += c[i]! * v[i]!; // in range, as above
    first = i;
  }
  return { value, days: last < 0 ? 0 : (t[last]! - t[first]!) / DAY_MS };
}

/** What is known of a company; NaN or null where it is not. */
export interface Candidacy {
  readonly currency: Currency;
  readonly marketValue: number;
  /** Of twelve months. */
  readonly earnings: number | null;
  readonly traded: Traded;
}

/** Every rule with its verdict. What is not known is neither met nor missed: nothing is guessed. */
export function eligibilityOf(rules: IndexRules, of: Candidacy): EligibilityCheck[] {
  const { currency, marketValue, earnings, traded } = of;
  const needs = rules.marketValueMin[currency];
  const isValued = marketValue > 0;
  const isLong = traded.days >= rules.liquidityDays * WHOLE && isValued;
  const ratio = isLong ? (traded.value * (YEAR_DAYS / rules.liquidityDays)) / marketValue : NaN;
  const checks: (EligibilityCheck | false)[] = [
    check('market-value', isValued ? marketValue >= needs : null, isValued ? { has: marketValue, needs } : { needs }),
    check('liquidity', isLong ? ratio >= rules.liquidityMin : null, {
      ...(isLong && { has: ratio }),
      needs: rules.liquidityMin,
      days: rules.liquidityDays,
    }),
    check('earnings', earnings === null || Number.isNaN(earnings) ? null : earnings > 0, {}),
    // Nobody here knows who holds the shares.
    rules.floatMin !== null && check('public-float', null, { needs: rules.floatMin }),
    // Bars prove that it was traded; that there are few proves nothing.
    rules.listedDaysMin !== null &&
      check('listing-age', traded.days >= rules.listedDaysMin * WHOLE ? true : null, { days: rules.listedDaysMin }),
  ];
  return checks.filter((one) => one !== false);
}

/** Rules that are met, in percent of all: what is not known counts as not met. NaN where not even its value is known. */
export function shareMet(checks: readonly EligibilityCheck[]): number {
  if (checks.find(({ code }) => code === 'market-value')?.passed == null) return NaN;
  return (100 * checks.filter(({ passed }) => passed === true).length) / checks.length;
}

function check(
  code: EligibilityCheck['code'],
  passed: boolean | null,
  values: Record<string, number>,
): EligibilityCheck {
  return { code, passed, values };
}
