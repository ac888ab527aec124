import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { CheckInput, CheckName, PendingTrade } from '#shared/risk/check.ts';
import { aCheckInput } from '#shared/testing/a-check-input.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { BOOK_COUNTED, placeInBook } from './book-limits.ts';
import type { Random } from './random.ts';

/*
 * Inputs that lie one unit below a limit, on it, or one unit above, judged by an oracle of its own: whole numbers of
 * BigInt, multiplied out, with no line in common with the checks. Money is in ten-thousandths throughout.
 */

const MONEY = 10_000n;

/** The checks that count something, each set on its limit in turn. */
export const COUNTED = [
  'collar',
  'position-size',
  'invested-max',
  'horizon-split',
  'risk-per-trade',
  'buying-power',
  'bot-budget',
  'open-positions',
  'orders-per-day',
  'daily-loss',
  'drawdown',
  'known-price',
  'duplicates',
  'exit-quantity',
  ...BOOK_COUNTED,
] as const satisfies readonly CheckName[];
export type Counted = (typeof COUNTED)[number];

/** One over a fraction has to be whole, so that the limit itself is a whole number of units. */
const SHARES = [
  [0.1, 10n],
  [0.05, 20n],
  [0.02, 50n],
  [0.25, 4n],
  [0.2, 5n],
] as const;
/** What is left after a fall, as a fraction of four or five parts. */
const FALLS = [
  [0.2, 4n, 5n],
  [0.5, 1n, 2n],
  [0.25, 3n, 4n],
] as const;

interface Placed {
  readonly input: CheckInput;
  readonly target: Counted;
  /** How many units above the limit. */
  readonly over: -1n | 0n | 1n;
}

function text(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const size = units < 0n ? -units : units;
  const fraction = String(size % MONEY)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${sign}${size / MONEY}${fraction === '' ? '' : `.${fraction}`}`;
}

/** An input on the limit of this check, or a unit beside it; all other limits are far away. */
export function place(target: Counted, random: Random): Placed {
  const over = ([-1n, 0n, 1n] as const)[random.int(0, 2)] ?? 0n;
  const quantity = BigInt(random.int(1, 5_000));
  const price = BigInt(random.int(2, 60_000)) * 100n;
  const stop = (price * BigInt(random.int(1, 99))) / 100n;
  const fees = [BigInt(random.int(0, 9_999)), BigInt(random.int(0, 9_999))] as const;
  const multiplier = random.chance(0.2) ? 100n : 1n;
  const cost = price * quantity * multiplier;
  const loss = (price - stop) * quantity * multiplier + fees[0] + fees[1];
  const held = BigInt(random.int(0, 2)) * BigInt(random.int(0, 40_000_000));
  const instrument = anInstrument({ multiplier: String(multiplier) });
  const pending = Array.from({ length: random.int(0, 3) }, (): PendingTrade & { units: bigint } => {
    const units = BigInt(random.int(0, 20_000_000));
    const isHere = random.chance(0.5);
    return {
      instrumentId: isHere ? instrument.id : ('other' as InstrumentId),
      side: 'buy',
      quantity: String(quantity + 1n),
      holder: 'bot-9' as Holder,
      openCost: text(units),
      horizon: random.pick(['short', 'mid', 'none'] as const),
      units,
    };
  });
  const openHere = pending
    .filter(({ instrumentId }) => instrumentId === instrument.id)
    .reduce((sum, { units }) => sum + units, 0n);
  const openAll = pending.reduce((sum, { units }) => sum + units, 0n);
  const openMid = pending.filter(({ horizon }) => horizon === 'mid').reduce((sum, { units }) => sum + units, 0n);
  const base = aCheckInput({
    instrument,
    quantity: String(quantity),
    limitPrice: text(price),
    stopPrice: text(stop),
    fees: { buy: text(fees[0]), sell: text(fees[1]) },
    pending,
  });
  const account = {
    ...base.account,
    equity: '1000000000',
    peakEquity: '1000000000',
    dayStartEquity: '1000000000',
    buyingPower: '1000000000',
    positionValue: text(held),
    invested: text(held),
    byHorizon: { short: text(held * 3n), mid: text(held), long: '0' },
  };
  const bot = base.bot && { ...base.bot, cash: '1000000000', positionMax: '1000000000' };
  const wide = { ...base, account, bot };
  const limits = base.limits;
  const [share, parts] = random.pick(SHARES);
  const [fall, numerator, denominator] = random.pick(FALLS);
  // One unit over the limit is a limit one unit lower.
  const room = (needed: bigint): string => text(needed - over);
  const ofBot = random.chance(0.5) ? { cash: room(cost + fees[0]) } : { positionMax: room(cost) };
  const placed = (changes: Partial<CheckInput>): Placed => ({ input: { ...wide, ...changes }, target, over });
  switch (target) {
    case 'collar': {
      const quote = BigInt(random.int(2, 60_000)) * 100n;
      const most = (quote * 102n) / 100n;
      return placed({ limitPrice: text(most + over), quote: { price: Number(text(quote)), ageMs: 0 } });
    }
    case 'position-size': {
      const first = random.chance(0.4) ? { count: 3, sizeFraction: 0.25 } : null;
      const equity = text((held + openHere + cost - over) * parts * (first === null ? 1n : 4n));
      return placed({
        account: { ...account, equity },
        limits: { ...limits, positionFractionMax: share, firstTrades: first },
      });
    }
    case 'invested-max':
      return placed({ limits: { ...limits, investedMax: room(held + openAll + cost) } });
    case 'horizon-split':
      return placed({
        account: { ...account, equity: text((held + openMid + cost - over) * parts) },
        limits: {
          ...limits,
          horizonSplit: { short: 100 - Math.round(share * 100), mid: Math.round(share * 100), long: 0 },
        },
      });
    case 'risk-per-trade':
      return placed({
        account: { ...account, equity: text((loss - over) * parts) },
        limits: { ...limits, riskFractionMax: share },
      });
    case 'buying-power':
      return placed({ account: { ...account, buyingPower: room(cost + fees[0]) } });
    case 'bot-budget':
      return placed({ bot: bot && { ...bot, ...ofBot } });
    case 'open-positions':
      return placed({ account: { ...account, otherPositions: limits.openPositionsMax - 1 + Number(over) } });
    case 'orders-per-day':
      return placed({ account: { ...account, ordersToday: limits.ordersPerDayMax - 1 + Number(over) } });
    case 'daily-loss':
    case 'drawdown': {
      const top = BigInt(random.int(1, 1_000_000)) * denominator * 100n;
      const equity = text((top / denominator) * numerator - over);
      const changes = target === 'drawdown' ? { peakEquity: text(top) } : { dayStartEquity: text(top) };
      const limit = target === 'drawdown' ? { drawdownMax: fall } : { dailyLossFractionMax: fall };
      return placed({ account: { ...account, equity, ...changes }, limits: { ...limits, ...limit } });
    }
    case 'known-price':
      return placed({ quote: { price: 100, ageMs: limits.quoteAgeMaxMs + Number(over) } });
    case 'duplicates': {
      const last = (wide.marketAt - limits.duplicateWindowMs + Number(over)) as MarketMs;
      return placed({ pending: [], lastEqualOrderAt: last });
    }
    case 'exit-quantity': {
      const own = quantity + BigInt(random.int(1, 500));
      const selling = own - quantity + over;
      const trade = {
        instrumentId: instrument.id,
        side: 'sell',
        holder: wide.holder,
        openCost: '0',
        horizon: 'mid',
      } as const;
      return placed({
        intent: 'exit',
        side: 'sell',
        stopPrice: null,
        holdings: [{ holder: wide.holder, quantity: String(own) }],
        pending: [{ ...trade, quantity: String(selling) }],
      });
    }
    default: {
      const here = held + openHere;
      const order = { input: wide, over, cost, buyFee: fees[0], loss, here, share, parts, text };
      return { input: placeInBook(target, order, random), target, over };
    }
  }
}
