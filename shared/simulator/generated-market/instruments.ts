import type { InstrumentId, MarketId } from '../../domain/ids.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { COMPANIES, MARKET_INDEX } from './companies.ts';

/** Where the index stands among the instruments: after the 60 stocks. */
export const INDEX_POSITION = COMPANIES.length;

/** The 60 stocks and, last, the index, which nobody can trade (kind `index`). The same for every seed. */
export function generatedInstruments(marketId: MarketId): Instrument[] {
  const instrument = (
    listed: Pick<Instrument, 'symbol' | 'nameEn' | 'nameKo' | 'exchange' | 'currency' | 'kind' | 'sector'>,
  ): Instrument => ({
    id: `${marketId}.${listed.symbol.replace(':', '-')}` as InstrumentId,
    marketId,
    ...listed,
    multiplier: '1',
    expiresOn: null,
    lotSize: '1',
  });
  return [
    ...COMPANIES.map((company) =>
      instrument({ ...company, currency: company.exchange === 'demo-krx' ? 'KRW' : 'USD', kind: 'stock' }),
    ),
    instrument({ ...MARKET_INDEX, exchange: 'demo-us', currency: 'USD', kind: 'index', sector: null }),
  ];
}
