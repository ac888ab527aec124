import { goto } from '$app/navigation';
import { paths } from '../paths.ts';

const STORE = 'nod.single-keys';
/** A second key of two has to follow within so long. */
const SECOND_WITHIN_MS = 1_500;
/** After `g`. */
export const ROOM_KEYS = {
  h: paths.home,
  d: paths.decide,
  m: paths.markets,
  p: paths.portfolio,
  b: paths.bots,
  o: paths.orders,
} as const;

export type PaletteMode = 'find' | 'keys';

/** What the keyboard does anywhere in the app. Nothing that moves money has a key. */
class Keys {
  /** What is open; null: nothing. Its code comes when it is first opened. */
  open = $state<PaletteMode | null>(null);
  /** Keys without Ctrl or ⌘; whoever speaks to their computer types them by accident. */
  areSingle = $state(stored());
  #goAt = 0;

  setSingle(areSingle: boolean): void {
    this.areSingle = areSingle;
    try {
      localStorage.setItem(STORE, String(areSingle));
    } catch {
      // It then holds until the tab closes.
    }
  }

  /** True where the key was meant for this. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing || event.repeat) return false;
    const isModified = event.ctrlKey || event.metaKey;
    if (isModified && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      // Over another dialog it would leave that one without a way back.
      if (this.open === null && document.querySelector('dialog[open]') !== null) return false;
      this.open = this.open === 'find' ? null : 'find';
      return true;
    }
    if (isModified || event.altKey || !this.areSingle || isTyping(event.target)) return false;
    if (document.querySelector('dialog[open]') !== null) return false;
    return this.#single(event);
  }

  #single({ key, timeStamp }: KeyboardEvent): boolean {
    const wasGo = timeStamp - this.#goAt < SECOND_WITHIN_MS;
    this.#goAt = 0;
    if (wasGo && Object.hasOwn(ROOM_KEYS, key)) {
      void goto(ROOM_KEYS[key as keyof typeof ROOM_KEYS]);
      return true;
    }
    if (key === 'g') this.#goAt = timeStamp;
    else if (key === '?') this.open = 'keys';
    else if (key === '/') this.open = 'find';
    else return false;
    return true;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, [role="listbox"]') !== null)
  );
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORE) !== 'false';
  } catch {
    return true;
  }
}

export const keys = new Keys();
