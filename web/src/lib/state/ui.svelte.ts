import type { Language, MeView } from '#shared/contract/session.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { loadCatalogue, loadFirst } from '../words/catalogue.ts';
import type { Catalogue } from '../words/en.ts';
import { untilWhole } from '../words/until-whole.ts';

type Theme = MeView['theme'];
const STORE = 'nod.look';

/** How the app looks to this reader: language with its words, theme. Remembered on the device for the first paint. */
class Ui {
  language = $state<Language>('en');
  theme = $state<Theme>('system');
  #catalogue = $state.raw<Catalogue | null>(null);
  #isWhole = false;
  /** The route of the room in which somebody began: its words are there before all others. */
  #room: string | null = null;
  #started: Promise<void> | null = null;
  /** For instants: the same zone that chat uses for this language. */
  readonly reader = $derived(readerOf(this.language));

  /** All words; `start` has run before anything is drawn. */
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

  /**
   * What the device remembers, else what the browser prefers; with the words of the room with this route. Whoever goes
   * on from there has all of them, but for Home, whose words are always there.
   */
  async start(room: string | null): Promise<void> {
    this.#started ??= this.#begin(room).catch((error: unknown) => {
      this.#started = null;
      throw error;
    });
    await this.#started;
    if (room !== '/' && room !== this.#room) await this.loadWhole();
  }

  async #begin(room: string | null): Promise<void> {
    this.#room = room;
    const stored = remembered();
    this.theme = stored.theme ?? 'system';
    await this.#speak(stored.language ?? (navigator.language.startsWith('ko') ? 'ko' : 'en'));
  }

  async setLanguage(language: Language): Promise<void> {
    await this.#started;
    if (language !== this.language) await this.#speak(language);
  }

  /** The words of every room; throws where they cannot be had now. */
  async loadWhole(): Promise<void> {
    if (this.#isWhole) return;
    const { language } = this;
    const catalogue = await loadCatalogue(language);
    // Another language may have been chosen meanwhile.
    if (language === this.language) this.#show(language, catalogue, true);
    else await this.loadWhole();
  }

  async #speak(language: Language): Promise<void> {
    const missed = (): void => void this.loadWhole().catch(() => undefined);
    const first = this.#isWhole ? null : await loadFirst(language, this.#room);
    if (first !== null) this.#show(language, untilWhole(first, missed), false);
    else this.#show(language, await loadCatalogue(language), true);
  }

  #show(language: Language, catalogue: Catalogue, isWhole: boolean): void {
    this.#catalogue = catalogue;
    this.#isWhole = isWhole;
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
