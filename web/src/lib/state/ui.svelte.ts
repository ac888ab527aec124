import type { Language, MeView } from '#shared/contract/session.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { loadCatalogue } from '../words/catalogue.ts';
import type { Catalogue } from '../words/en.ts';

type Theme = MeView['theme'];
const STORE = 'nod.look';

/** How the app looks to this reader: language with its words, theme. Remembered on the device for the first paint. */
class Ui {
  language = $state<Language>('en');
  theme = $state<Theme>('system');
  #catalogue = $state.raw<Catalogue | null>(null);
  /** For instants: the same zone that chat uses for this language. */
  readonly reader = $derived(readerOf(this.language));

  /** All words; `load` has run before anything is drawn. */
  get catalogue(): Catalogue {
    if (this.#catalogue === null) throw new Error('words are read before they are loaded');
    return this.#catalogue;
  }

  get w(): Catalogue['web'] {
    return this.catalogue.web;
  }

  /** Names of stored states. */
  get s(): Catalogue['states'] {
    return this.catalogue.states;
  }

  /** What the device remembers, else what the browser prefers. */
  async start(): Promise<void> {
    const stored = remembered();
    this.theme = stored.theme ?? 'system';
    await this.setLanguage(stored.language ?? (navigator.language.startsWith('ko') ? 'ko' : 'en'));
  }

  async setLanguage(language: Language): Promise<void> {
    if (this.#catalogue !== null && language === this.language) return;
    const catalogue = await loadCatalogue(language);
    this.#catalogue = catalogue;
    this.language = language;
    document.documentElement.lang = language;
    this.#remember();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    this.#remember();
  }

  #remember(): void {
    try {
      localStorage.setItem(STORE, JSON.stringify({ language: this.language, theme: this.theme }));
    } catch {
      // Private windows may refuse storage; the choice then lasts until the tab closes.
    }
  }
}

function remembered(): { language?: Language; theme?: Theme } {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '{}') as { language?: Language; theme?: Theme };
  } catch {
    return {};
  }
}

export const ui = new Ui();
