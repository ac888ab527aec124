export type ToastTone = 'good' | 'plain' | 'bad';
interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: ToastTone;
}

const SHOWN_MS = 6_000;
const MOST = 3;

/** Short news at the foot of the screen, also read aloud. Nothing that must not be missed is said only here. */
class Toasts {
  items = $state.raw<Toast[]>([]);
  #next = 1;

  say(text: string, tone: ToastTone = 'plain'): void {
    const id = this.#next++;
    this.items = [...this.items, { id, text, tone }].slice(-MOST);
    setTimeout(() => this.dismiss(id), tone === 'bad' ? SHOWN_MS * 1.5 : SHOWN_MS);
  }

  dismiss(id: number): void {
    this.items = this.items.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
