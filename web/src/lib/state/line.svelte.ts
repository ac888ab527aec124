import { answered } from '../api/client.ts';
import { now } from './now.svelte.ts';

/**
 * Whether Nod answers, as the calls and the stream of this page notice. What is shown while it does not is what it said
 * before, and nothing can be sent: `notices` says so, `whyNot` bars what moves money.
 */
class Line {
  /** Since when nothing was answered; null while something is. */
  silentSince = $state<number | null>(null);
  /** When Nod was last heard, of whatever kind. */
  heardAt = $state(now.read());

  heard(): void {
    this.silentSince = null;
    // Every word of a lively market would otherwise wake whoever reads it.
    if (now.read() - this.heardAt > 1_000) this.heardAt = now.read();
  }

  missed(): void {
    this.silentSince ??= now.read();
  }
}

export const line = new Line();
answered.listener = (heard) => (heard ? line.heard() : line.missed());
