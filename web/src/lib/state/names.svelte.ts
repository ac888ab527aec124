import type { InstrumentView } from '#shared/contract/market.ts';
import type { List } from '../api/list.ts';
import { routes } from '../api/routes.ts';
import { askOrLast, lastState } from './last-state.svelte.ts';
import { ui } from './ui.svelte.ts';

/** What names an instrument, as most of what tells of one carries it. */
type Named = Pick<InstrumentView, 'symbol' | 'nameEn' | 'nameKo'>;

/** Names of instruments by symbol, for lines that carry only the symbol. Until they are there, the symbol stands in. */
class Names {
  #bySymbol = $state.raw<ReadonlyMap<string, InstrumentView>>(new Map());
  /** Of which accounts they were asked for. */
  readonly #asked = new Set<string | null>();

  /** Of the account's market, beside those that are known already; once for each. */
  async load(account: string | null): Promise<void> {
    if (this.#asked.has(account)) return;
    this.#asked.add(account);
    const path = routes.instruments('', account);
    try {
      // Names hardly ever change: those of the last time stand there at once, for a number tells nobody anything.
      void lastState.read<List<InstrumentView>>(path).then((last) => {
        if (last !== null && this.#bySymbol.size === 0) this.#take(last.value);
      });
      this.#take((await askOrLast<List<InstrumentView>>(path)).value);
    } catch (error) {
      this.#asked.delete(account);
      throw error;
    }
  }

  #take({ items }: List<InstrumentView>): void {
    const fresh = items.map((instrument): [string, InstrumentView] => [instrument.symbol, instrument]);
    this.#bySymbol = new Map([...this.#bySymbol, ...fresh]);
  }

  /** Null where nobody knows it. */
  sector(symbol: string): string | null {
    return this.#bySymbol.get(symbol)?.sector ?? null;
  }

  /** What people call it in one word: the ticker where tickers are names, the company where they are numbers. */
  of({ symbol, nameEn, nameKo }: Named): string {
    if (ui.language === 'ko') return nameKo || symbol;
    return symbol.includes(':') ? nameEn || symbol : symbol;
  }

  /** The same of what carries no name. */
  short(symbol: string): string {
    const named = this.#bySymbol.get(symbol);
    return named === undefined ? symbol : this.of(named);
  }
}

export const names = new Names();
