import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { BookLine, CheckInput } from '#shared/risk/check.ts';
import type { PastPrices } from '#shared/risk/past-prices.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { pastOfCloses } from '#shared/testing/some-past.ts';
import type { Random } from './random.ts';

/*
 * Past prices whose returns are whole numbers of 1,024ths, so that Pearson's correlation is a root of whole numbers: it is
 * compared without a division. Prices are doubles and their returns good to 15 digits; the unit is a millionth.
 */

const DAYS = 60;
const LEAST_DAYS = 20;
const UNIT = 1_000_000n;

interface Held {
  readonly symbol: string;
  /** Its newest returns; as many days as it has. */
  readonly returns: readonly bigint[];
  /** Account currency, whole; negative when short. */
  readonly value: bigint;
}

/** One holding or two, some of them short, that move more or less like the candidate; one of the two limits is set. */
export function placeCorrelation(input: CheckInput, over: bigint, random: Random): CheckInput {
  for (;;) {
    const own = Array.from({ length: DAYS }, () => BigInt(random.int(-50, 50)));
    const held = Array.from({ length: random.int(1, 2) }, (_, at) => holding(at, own, random));
    const isPair = random.chance(0.5);
    const most = isPair ? largest(held.map((one) => millionths(own, one.returns, one.value))) : together(own, held);
    // None, or no room for a unit on both sides.
    if (most === null || most < 1n || most > UNIT - 2n) continue;
    // On it is the first millionth that it does not exceed.
    const limit = Number(most + 1n - over) / Number(UNIT);
    const set = isPair ? { correlationMax: limit } : { portfolioCorrelationMax: limit };
    const lines = held.map(({ symbol, value }): BookLine => {
      const instrument = anInstrument({ id: symbol as InstrumentId, symbol });
      return { instrument, holder: 'bot-9' as Holder, value: String(value), hasStop: true, lossAtStop: '0' };
    });
    // What is held of the candidate itself is for other limits.
    const same: BookLine = { ...lines[0]!, instrument: input.instrument }; // there is one
    return {
      ...input,
      book: random.chance(0.3) ? [same, ...lines] : lines,
      past: new Map([
        [input.instrument.id, pricesOf(own)],
        ...held.map(({ symbol, returns }) => [symbol as InstrumentId, pricesOf(returns)] as const),
      ]),
      limits: { ...input.limits, correlationMax: null, portfolioCorrelationMax: null, ...set },
    };
  }
}

function holding(at: number, own: readonly bigint[], random: Random): Held {
  const days = random.int(LEAST_DAYS, DAYS);
  const noise = random.int(1, 80);
  const direction = random.chance(0.5) ? 1n : -1n;
  const returns = own.slice(-days).map((one) => direction * (one + BigInt(random.int(-noise, noise))));
  return { symbol: `HELD${at}`, returns, value: direction * BigInt(random.int(1, 50_000)) };
}

/** Everything together, where all of it has a price. */
function together(own: readonly bigint[], held: readonly Held[]): bigint | null {
  const days = Math.min(...held.map(({ returns }) => returns.length));
  const sums = Array.from({ length: days }, (_, day) =>
    held.reduce((sum, { returns, value }) => sum + value * (returns.at(day - days) ?? 0n), 0n),
  );
  return millionths(own, sums, 1n);
}

function largest(values: readonly (bigint | null)[]): bigint | null {
  return values.reduce((most, one) => (one === null || (most !== null && most >= one) ? most : one), null);
}

/**
 * How alike two rows are over their common newest days, in whole millionths, rounded down; turned for what is short. Null
 * where they are not alike at all, and where it is a whole number of millionths: doubles cannot tell on which side.
 */
function millionths(own: readonly bigint[], other: readonly bigint[], value: bigint): bigint | null {
  const n = BigInt(other.length);
  const mine = own.slice(-other.length);
  const sum = (row: readonly bigint[]): bigint => row.reduce((total, one) => total + one, 0n);
  const product = (a: readonly bigint[], b: readonly bigint[]): bigint =>
    sum(a.map((one, day) => one * (b[day] ?? 0n)));
  const spread = (row: readonly bigint[]): bigint => n * product(row, row) - sum(row) ** 2n;
  const common = (n * product(mine, other) - sum(mine) * sum(other)) * (value < 0n ? -1n : 1n);
  const both = spread(mine) * spread(other);
  if (common <= 0n || both === 0n) return null;
  const square = common ** 2n * UNIT ** 2n;
  let root = BigInt(Math.floor(Math.sqrt(Number(square / both))));
  while (root ** 2n * both > square) root -= 1n;
  while ((root + 1n) ** 2n * both <= square) root += 1n;
  return root ** 2n * both === square ? null : root;
}

/** Closes with these returns, oldest first: one more of them. */
function pricesOf(returns: readonly bigint[]): PastPrices {
  let price = 100;
  const closes = [price, ...returns.map((one) => (price *= 1 + Number(one) / 1_024))];
  const { t, close, tradedValue } = pastOfCloses(closes);
  // All end on the same day; what is younger begins later.
  const late = DAYS - returns.length;
  return { t: Array.from(t, (instant) => instant + late * 86_400_000), close, tradedValue };
}
