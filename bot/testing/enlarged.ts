import type { Currency } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import { decimal, isDecimalText } from '#shared/lib/decimal.ts';
import { DAY_MS, toIso, type WallMs } from '#shared/lib/time.ts';

/** As long as names get: funds with their whole title, bots and lists at the most their forms take. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  NVIDIA: 'Harbourmoor Freight and Passenger Holdings International',
  엔비디아: '하버무어 화물 여객 지주회사 인터내셔널 우선주',
  'Coca-Cola': 'Direxion Daily Semiconductor Bull 3X Shares Exchange Fund',
  코카콜라: '미래에셋 글로벌 리츠 인프라 배당 커버드콜(합성 H)',
  'Samsung Electronics': 'Samsung Electronics and Semiconductor Holdings Preferred',
  삼성전자: '노을빛반도체홀딩스제2호기업인수목적회사우선주',
  Steady: 'Steady hand for the patient people, two',
  'Main account': 'The account of the whole family, put aside for a rainy day',
  'My list': 'Everything that I have ever read about in the newspaper twice',
};
const SYMBOLS: Readonly<Record<Currency, Readonly<Record<string, string>>>> = {
  USD: {},
  KRW: { NVDA: 'KRX:900110', HRBM: 'KRX:900120', KO: 'KRX:900130', HRBN: 'KRX:900140' },
};
/** A price of the dearest share there is, an account of somebody very rich: by how much usual figures are multiplied. */
const PRICES: Readonly<Record<Currency, string>> = { USD: '5432.1', KRW: '9876' };
const MONEY: Readonly<Record<Currency, string>> = { USD: '5432.1', KRW: '40123456' };

const PRICE_KEYS = /(?:^price|Price|^pivot|^support|^resistance|^opened)$/;
/** Counts of shares, and the figures of screens: no money. */
const COUNT_KEYS = /^(?:quantity|filledQuantity|holdingBefore|holdingAfter|sold|held|broker|ours|rate|version)$/;
/** Moments that lie ahead: as far as they are asked about. */
const AHEAD_KEYS = /^(?:answerBy|nextLookAt|nextRunAt|remindAt|soldAt|newsBy|endsAt|until)$/;

/**
 * The same facts with the longest names and the largest amounts, in one currency and world, a day later where they lie ahead. Plain
 * data in, the same shape out.
 */
export function enlarged<T>(facts: T, as: Enlarged): T {
  return grown(facts, '', as) as T;
}

interface Enlarged {
  readonly currency: Currency;
  readonly world: World;
}

function grown(value: unknown, key: string, as: Enlarged): unknown {
  const { currency, world } = as;
  if (Array.isArray(value)) return value.map((item) => grown(item, key, as));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [
        name === 'USD' || name === 'KRW' ? currency : name,
        grown(child, name === 'USD' || name === 'KRW' ? key : name, as),
      ]),
    );
  }
  if (typeof value !== 'string') return value;
  if (key === 'world') return world;
  if (value === 'USD' || value === 'KRW') return currency;
  if (AHEAD_KEYS.test(key)) return toIso((Date.parse(value) + DAY_MS) as WallMs);
  const name = LONG_NAMES[value] ?? SYMBOLS[currency][value];
  if (name !== undefined) return name;
  if (!isDecimalText(value) || COUNT_KEYS.test(key)) return value;
  const isPrice = PRICE_KEYS.test(key);
  const large = decimal(value).times((isPrice ? PRICES : MONEY)[currency]);
  return large.round(currency === 'KRW' ? 0 : 2).toFixed();
}
