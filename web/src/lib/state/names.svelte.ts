import type { InstrumentView } from '#shared/contract/market.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { askOrLast } from './last-state.svelte.ts';
import { ui } from './ui.svelte.ts';

/** Names of instruments by symbol, for lines that carry only the symbol. Until they are there, the symbol stands in. */
class Names {
  #bySymbol = $state.raw<ReadonlyMap<string, InstrumentView>>(new Map());
  /** Of which accounts they were asked for. */
  readonly #asked = new Set<string | null>();

  /** Of the account's market, beside those that are known already; once for each. */
  async load(account: string | null): Promise<void> {
    if (this.#asked.has(account)) return;
    this.#asked.add(account);
    try {
      const { value } = await askOrLast<List<InstrumentView>>(routes.instruments('', account));
      const fresh = value.items.map((instrument): [string, InstrumentView] => [instrument.symbol, instrument]);
      this.#bySymbol = new Map([...this.#bySymbol, ...fresh]);
    } catch (error) {
      this.#asked.delete(account);
      throw error;
    }
  }

  /** Null where nobody knows it. */
  sector(symbol: string): string | null {
    return this.#bySymbol.get(symbol)?.sector ?? null;
  }

  /** What people call it in one word: the ticker where tickers are names, the company where they are numbers. */
  short(symbol: string): string {
    const named = this.#bySymbol.get(symbol);
    if (named === undefined) return symbol;
    if (ui.language === 'ko') return named.nameKo || symbol;
    return symbol.includes(':') ? named.nameEn : symbol;
  }
}

export const names = new Names();
