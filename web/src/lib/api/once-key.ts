/** Nobody can say whether it was done: no answer came, a proxy on the way gave up, or the server was cut off. */
function isUnanswered(status: number): boolean {
  return status === 0 || (status >= 502 && status <= 504) || status >= 520;
}

/**
 * The Idempotency-Key of something that is made once, however often its button is tapped: where no answer came, the same
 * wish is asked for with the same key and the very same body (a price beside it may have moved since), so that what was
 * done already is answered and not done again. Another wish, or one that was answered, has a key of its own.
 */
export class OnceKey<Body> {
  #asked: { readonly wish: string; readonly key: string; readonly body: Body } | null = null;

  of(wish: unknown, body: Body): { readonly key: string; readonly body: Body } {
    const text = JSON.stringify(wish);
    if (this.#asked?.wish !== text) this.#asked = { wish: text, key: randomKey(), body };
    return this.#asked;
  }

  /** `status` of the answer; 0: none came. */
  answered(status: number): void {
    if (!isUnanswered(status)) this.#asked = null;
  }
}

/** Works without `crypto.randomUUID`, which plain http on a private network does not have. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
