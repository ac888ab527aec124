const STORE = 'nod.benchmarks';

/** What each account is compared with, remembered on this device; nothing chosen is the whole market. */
class Benchmarks {
  #chosen = $state.raw<Readonly<Record<string, string>>>(remembered());

  of(account: string): string | undefined {
    return this.#chosen[account];
  }

  choose(account: string, symbol: string): void {
    const { [account]: _, ...others } = this.#chosen;
    this.#chosen = symbol === '' ? others : { ...others, [account]: symbol };
    try {
      localStorage.setItem(STORE, JSON.stringify(this.#chosen));
    } catch {
      // Private windows may refuse storage; the choice then lasts until the tab closes.
    }
  }
}

function remembered(): Record<string, string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORE) ?? '{}');
    const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

export const benchmarks = new Benchmarks();
