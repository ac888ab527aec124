import type { MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketMs } from '../lib/time.ts';
import type { UseCaseDeps } from './ports.ts';

/** Finds instruments of one market by whatever people write. */
export interface InstrumentFinder {
  readonly instruments: readonly Instrument[];
  /** Null when nothing or more than one fits. */
  find(name: string): Instrument | null;
}

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** A bare ticker of `MARKET:TICKER`. */
const ticker = (symbol: string): string => symbol.slice(symbol.indexOf(':') + 1);

/** Ways to name an instrument, strongest first: of a stronger kind one hit is enough, two of the same kind are none. */
const FORMS: ((instrument: Instrument) => string[])[] = [
  (instrument) => [instrument.id, instrument.symbol],
  (instrument) => [ticker(instrument.symbol)],
  (instrument) => [instrument.nameEn, instrument.nameKo],
];

/** `names` is what will be looked for: a live market knows only what was asked for. */
export async function finderOf(
  deps: UseCaseDeps,
  { marketId, marketAt, names = [] }: { marketId: MarketId; marketAt: MarketMs; names?: readonly string[] },
): Promise<InstrumentFinder> {
  const [instruments, aliases] = await Promise.all([
    deps.markets.market(marketId).instruments(names),
    deps.markets.aliases(marketId),
  ]);
  const today = new Date(marketAt).toISOString().slice(0, 10);
  const byId = new Map<string, Instrument>(instruments.map((instrument) => [instrument.id, instrument]));
  const former = new Map<string, Instrument | null>();
  for (const alias of aliases) {
    const instrument = byId.get(alias.instrumentId);
    if (instrument !== undefined && alias.fromOn <= today) former.set(fold(alias.alias), instrument);
  }
  const tables = FORMS.map((form) => {
    const table = new Map<string, Instrument | null>();
    for (const instrument of instruments) {
      for (const name of new Set(form(instrument).map(fold))) {
        // Two instruments of one name: null, so that neither is meant.
        table.set(name, table.has(name) ? null : instrument);
      }
    }
    return table;
  });
  return {
    instruments,
    find(name) {
      const key = fold(name);
      for (const table of [...tables, former]) {
        const hit = table.get(key);
        if (hit !== undefined) return hit;
      }
      return null;
    },
  };
}
