import { toasts } from './toasts.svelte.ts';
import { ui } from './ui.svelte.ts';

const known: (() => Promise<unknown>)[] = [];

/** A component whose code comes when somebody first wants it, with the words of every room. One for each, for good. */
export class Later<Part> {
  part = $state.raw<Part | null>(null);
  readonly #fetch: () => Promise<{ default: Part }>;

  constructor(fetch: () => Promise<{ default: Part }>) {
    this.#fetch = fetch;
    known.push(() => this.prepare());
  }

  /** Answers whether it can be shown; where not, that has been told. */
  async load(): Promise<boolean> {
    const isThere = await this.prepare();
    if (!isThere) toasts.say(ui.w.errors.notLoaded, 'bad');
    return isThere;
  }

  async prepare(): Promise<boolean> {
    try {
      const [{ default: part }] = await Promise.all([this.#fetch(), ui.loadWhole()]);
      this.part = part;
      return true;
    } catch {
      return false;
    }
  }
}

/** The same for a part that is drawn once somebody comes near it (`Fetched.svelte`). */
export function later<Part>(fetch: () => Promise<Part>): () => Promise<Part> {
  const withWords = async (): Promise<Part> => (await Promise.all([fetch(), ui.loadWhole()]))[0];
  known.push(withWords);
  return withWords;
}

/** So that each is there at once, also on a line that has dropped meanwhile. */
export const prepareAll = (): Promise<unknown> => Promise.allSettled(known.map((prepare) => prepare()));
