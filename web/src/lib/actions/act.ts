import { asApiError } from '../api/error.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { errorText } from '../words/text.ts';
import { invalidate } from '../state/query.svelte.ts';
import { version } from '../state/version.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';

interface Acting<T> {
  /** Said once the server has answered. */
  readonly done?: string | ((answer: T) => string);
  /** Addresses that the action made old. */
  readonly changes?: readonly string[];
}

/**
 * Runs what somebody asked for: waits for the server, says what it said, refreshes what it changed. Where the
 * server wants the person themself first, they are asked and the call is repeated. Answers null when it
 * failed; the reason has then been told.
 */
export async function act<T>(call: () => Promise<T>, { done, changes = [] }: Acting<T> = {}): Promise<T | null> {
  try {
    const answer = await withStepUp(call);
    if (done !== undefined) toasts.say(typeof done === 'string' ? done : done(answer), 'good');
    return answer;
  } catch (error) {
    // A refusal is said in words that Home may not have yet; being offline is.
    if (asApiError(error).code !== 'offline') await ui.loadWhole().catch(() => undefined);
    toasts.say(errorText(error), 'bad');
    // Whoever is not understood may be older than the server.
    version.look();
    return null;
  } finally {
    invalidate(...changes);
  }
}
