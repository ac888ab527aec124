import { decimal, minOf, sum, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import type { TradingDay } from '../lib/time.ts';
import type { Currency, Exchange, InstrumentKind } from './instrument.ts';
import { feeCash, type Amount } from './money.ts';
import type { Side } from './order.ts';

/** One fee or tax of a trade, rounded away from zero to the currency's unit. `code` is a word of the catalogue. */
export interface FeeItem {
  readonly code: 'commission' | 'sec-31' | 'finra-taf' | 'cat' | 'kr-sell-tax';
  readonly kind: 'fee' | 'tax';
  readonly amount: DecimalText;
  readonly currency: Currency;
}

export interface FeeEstimate {
  readonly items: readonly FeeItem[];
  readonly total: DecimalText;
  readonly currency: Currency;
}

export interface TradeToPrice {
  readonly exchange: Exchange;
  readonly kind: InstrumentKind;
  readonly side: Side;
  readonly quantity: Amount;
  readonly price: Amount;
  readonly multiplier: Amount;
  readonly on: TradingDay;
}

/** A rate in force from a day on. Days before the first row take the first row: nearer the truth than nothing. */
interface Dated {
  readonly from: string;
  readonly rate: DecimalText;
}

/** SEC Section 31, USD per million of sales (SEC fee rate advisories). */
const SEC_31: readonly Dated[] = [
  { from: '2014-03-18', rate: '22.1' },
  { from: '2015-02-14', rate: '18.4' },
  { from: '2016-02-16', rate: '21.8' },
  { from: '2017-07-04', rate: '23.1' },
  { from: '2018-05-22', rate: '13' },
  { from: '2019-04-16', rate: '20.7' },
  { from: '2020-02-18', rate: '22.1' },
  { from: '2021-02-25', rate: '5.1' },
  { from: '2022-05-14', rate: '22.9' },
  { from: '2023-02-27', rate: '8' },
  { from: '2024-05-22', rate: '27.8' },
  { from: '2025-05-14', rate: '0' },
  { from: '2026-04-04', rate: '20.6' },
];

/** FINRA trading activity fee, USD per share sold, at most `cap` a trade (FINRA By-Laws, Schedule A, section 1). */
const FINRA_TAF: readonly (Dated & { readonly cap: DecimalText })[] = [
  { from: '2012-07-01', rate: '0.000119', cap: '5.95' },
  { from: '2022-01-01', rate: '0.00013', cap: '6.49' },
  { from: '2023-01-01', rate: '0.000145', cap: '7.27' },
  { from: '2024-01-01', rate: '0.000166', cap: '8.3' },
  { from: '2026-01-01', rate: '0.000195', cap: '9.79' },
];

/** Consolidated audit trail, USD per share, each side; brokers passed nothing on before. */
const CAT: readonly Dated[] = [
  { from: '2014-03-18', rate: '0' },
  { from: '2026-01-01', rate: '0.000003' },
];

/** Korean tax on sales of listed shares: transaction tax and, on KOSPI, the rural special tax; KOSPI and KOSDAQ pay the same in sum. */
const KR_SELL_TAX: readonly Dated[] = [
  { from: '2014-03-18', rate: '0.003' },
  { from: '2019-06-03', rate: '0.0025' },
  { from: '2021-01-01', rate: '0.0023' },
  { from: '2023-01-01', rate: '0.002' },
  { from: '2024-01-01', rate: '0.0018' },
  { from: '2025-01-01', rate: '0.0015' },
  { from: '2026-01-01', rate: '0.002' },
];

/** What an online broker in Korea takes, each side; by contract, so a default. */
const KR_COMMISSION: DecimalText = '0.00014';
const MILLION = 1_000_000;

function inForce<Row extends Dated>(rows: readonly Row[], on: TradingDay): Row {
  const started = rows.filter((row) => row.from <= on);
  const row = started.at(-1) ?? rows[0];
  if (row === undefined) throw new Error('a fee table has a row');
  return row;
}

type RawFee = readonly [FeeItem['code'], FeeItem['kind'], Decimal];

function usFees(trade: TradeToPrice, notional: Decimal): RawFee[] {
  const quantity = decimal(trade.quantity);
  const cat: RawFee = ['cat', 'fee', quantity.times(inForce(CAT, trade.on).rate)];
  if (trade.side === 'buy') return [cat];
  const taf = inForce(FINRA_TAF, trade.on);
  return [
    ['sec-31', 'fee', notional.times(inForce(SEC_31, trade.on).rate).div(MILLION)],
    ['finra-taf', 'fee', minOf(quantity.times(taf.rate), decimal(taf.cap))],
    cat,
  ];
}

function krxFees(trade: TradeToPrice, notional: Decimal): RawFee[] {
  const commission: RawFee = ['commission', 'fee', notional.times(KR_COMMISSION)];
  // Funds pay no tax on sales, and neither do derivatives.
  if (trade.side === 'buy' || trade.kind !== 'stock') return [commission];
  return [commission, ['kr-sell-tax', 'tax', notional.times(inForce(KR_SELL_TAX, trade.on).rate)]];
}

const TABLES: Record<
  Exchange,
  { readonly currency: Currency; readonly fees: (trade: TradeToPrice, notional: Decimal) => RawFee[] }
> = {
  us: { currency: 'USD', fees: usFees },
  krx: { currency: 'KRW', fees: krxFees },
  'demo-us': { currency: 'USD', fees: usFees },
  'demo-krx': { currency: 'KRW', fees: krxFees },
};

/**
 * Fees and taxes of one execution on a day, in the exchange's currency: each item rounded away from zero to the
 * currency's unit, items that are nothing left out. US brokers take no commission and pass the regulators' fees on.
 */
export function estimateFees(trade: TradeToPrice): FeeEstimate {
  const { currency, fees } = TABLES[trade.exchange];
  const notional = decimal(trade.quantity).times(decimal(trade.price)).times(decimal(trade.multiplier));
  const amounts = fees(trade, notional)
    .map(([code, kind, amount]) => ({ code, kind, amount: feeCash(amount, currency) }))
    .filter((item) => item.amount.gt(ZERO));
  return {
    items: amounts.map((item): FeeItem => ({ ...item, amount: toText(item.amount), currency })),
    total: toText(sum(amounts.map((item) => item.amount))),
    currency,
  };
}
