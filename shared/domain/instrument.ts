import type { DecimalText } from '../lib/decimal.ts';
import type { TradingDay } from '../lib/time.ts';
import type { InstrumentId, MarketId } from './ids.ts';

export const CURRENCIES = ['USD', 'KRW'] as const;
export type Currency = (typeof CURRENCIES)[number];

/** The smallest amount of cash a currency has. */
export const CURRENCY_UNIT: Record<Currency, DecimalText> = { USD: '0.01', KRW: '1' };

/** Where it is listed: names the calendar, the tick table and the fee table. `demo-*` trade round the clock. */
export type Exchange = 'us' | 'krx' | 'demo-us' | 'demo-krx';
export type InstrumentKind = 'stock' | 'etf' | 'index' | 'option' | 'future';

/** Something that can be traded. Its id never changes; a rename adds a dated alias. */
export interface Instrument {
  readonly id: InstrumentId;
  readonly marketId: MarketId;
  /** Bare ticker for US listings, `MARKET:TICKER` elsewhere (`KRX:005930`). */
  readonly symbol: string;
  readonly nameEn: string;
  readonly nameKo: string;
  readonly exchange: Exchange;
  readonly currency: Currency;
  readonly kind: InstrumentKind;
  readonly sector: string | null;
  /** Cash per one point of price per one unit: 1 for shares. */
  readonly multiplier: DecimalText;
  readonly expiresOn: TradingDay | null;
  /** Smallest tradable quantity. */
  readonly lotSize: DecimalText;
}
