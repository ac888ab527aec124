import { isHere } from '../api/here.ts';
import { remember, remembered } from './device.ts';
import { installWayOf } from './install-way.ts';
import { session } from './session.svelte.ts';

const CLOSED = 'nod.install';

interface InstallPrompt extends Event {
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** What the page kept before any of its code came (`app.html`). */
const kept = globalThis as { nodInstall?: InstallPrompt };

/** Nod among the apps of this device. It is offered in one place until somebody closes it, and stays in the settings. */
class Install {
  #prompt = $state.raw<InstallPrompt | null>(kept.nodInstall ?? null);
  #isInstalled = $state(
    matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && navigator.standalone === true),
  );
  #isClosed = $state(remembered(CLOSED) === 'closed');

  readonly way = $derived(
    installWayOf({
      isInstalled: this.#isInstalled,
      canPrompt: this.#prompt !== null,
      userAgent: navigator.userAgent,
      touchPoints: navigator.maxTouchPoints,
      isSecure: isSecureContext,
      isHere: isHere(),
      isOutside: (session.me?.publicUrl ?? null) !== null,
    }),
  );
  readonly canPrompt = $derived(this.#prompt !== null);
  readonly isOffered = $derived(!this.#isClosed && this.way !== 'installed');

  constructor() {
    addEventListener('beforeinstallprompt', (event) => (this.#prompt = event as InstallPrompt));
    addEventListener('appinstalled', () => {
      this.#prompt = null;
      this.#isInstalled = true;
    });
  }

  /** The browser asks; its question can be asked once. */
  async ask(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = null;
    await prompt?.prompt();
  }

  close(): void {
    this.#isClosed = true;
    remember(CLOSED, 'closed');
  }
}

export const install = new Install();
