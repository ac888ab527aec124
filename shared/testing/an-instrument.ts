import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';

/** A US stock traded in single shares, changed as told. */
export function anInstrument(changes: Partial<Instrument> & { readonly id?: InstrumentId } = {}): Instrument {
  const id = changes.id ?? ('instrument-1' as InstrumentId);
  return {
    id,
    marketId: 'market-1' as MarketId,
    symbol: 'HRBM',
    nameEn: 'Harbour Metals',
    nameKo: '하버메탈',
    exchange: 'us',
    currency: 'USD',
    kind: 'stock',
    sector: null,
    multiplier: '1',
    expiresOn: null,
    lotSize: '1',
    ...changes,
  };
}
