import type { Exchange, Instrument } from './instrument.ts';

/*
 * Tick tables: US Rule 612 (a cent from 1.00 USD, a hundredth of a cent below); KRX since 2023-01-25, one table
 * for KOSPI, KOSDAQ and KONEX, chosen by the order's own price; KRX ETFs 5 won, 1 won below 2,000.
 * (`reference/09-markets.md`.) Demo exchanges trade by the rules of the market they imitate.
 */
const KRX_STOCK_TICKS: readonly (readonly [below: number, tick: number])[] = [
  [2_000, 1],
  [5_000, 5],
  [20_000, 10],
  [50_000, 50],
  [200_000, 100],
  [500_000, 500],
];
const KRX_TICK_TOP = 1_000;

/** What a price is for; it decides the direction of "towards less risk". All of a long position. */
export type PriceUse = 'buy-limit' | 'stop' | 'target' | 'sell-limit';

// A buyer pays at most, so down; a stop acts sooner, so up; a target is reached sooner, so down; a seller gets at least, so up.
const ROUNDS_UP: Record<PriceUse, boolean> = { 'buy-limit': false, stop: true, target: false, 'sell-limit': true };

// A double a hair below a multiple (124.6 * 100 = 12459.999…) is that multiple.
const SLACK = 1e-6;

export type Tickable = Pick<Instrument, 'exchange' | 'kind'>;

/** The tick at a price, in the instrument's currency. */
export function tickSize(instrument: Tickable, price: number): number {
  if (isUs(instrument.exchange)) return price >= 1 ? 0.01 : 0.0001;
  if (instrument.kind === 'etf') return price < 2_000 ? 1 : 5;
  for (const [below, tick] of KRX_STOCK_TICKS) if (price < below) return tick;
  return KRX_TICK_TOP;
}

/** The nearest price that can be ordered, towards less risk. Throws on a price that is not a positive finite number. */
export function quantise(price: number, instrument: Tickable, use: PriceUse): number {
  if (!(price > 0) || price === Infinity) throw new Error(`not a price: ${price}`);
  const tick = tickSize(instrument, price);
  // Dividing by an integer gives the double nearest to the decimal; multiplying by 0.01 does not.
  const perUnit = tick < 1 ? Math.round(1 / tick) : 1;
  const ticks = tick < 1 ? price * perUnit : price / tick;
  const whole = ROUNDS_UP[use] ? Math.ceil(ticks - SLACK) : Math.floor(ticks + SLACK);
  return tick < 1 ? whole / perUnit : whole * tick;
}

/** The largest multiple of the lot that is not above `quantity`; 0 when there is none. */
export function quantiseQuantity(quantity: number, lotSize: number): number {
  if (!(quantity > 0)) return 0;
  if (lotSize >= 1) return Math.floor(quantity / lotSize + SLACK) * lotSize;
  const perUnit = Math.round(1 / lotSize);
  return Math.floor(quantity * perUnit + SLACK) / perUnit;
}

function isUs(exchange: Exchange): boolean {
  return exchange === 'us' || exchange === 'demo-us';
}
