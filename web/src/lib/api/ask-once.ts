import { asApiError } from './error.ts';
import type { OnceKey } from './once-key.ts';

/** Asks for a wish that is its own body, and notes whether anybody answered: until somebody does it is the same wish. */
export async function askOnce<Body, T>(
  once: OnceKey<Body>,
  wish: Body,
  call: (body: Body, key: string) => Promise<T>,
): Promise<T> {
  const { key, body } = once.of(wish, wish);
  try {
    const answer = await call(body, key);
    once.answered(200);
    return answer;
  } catch (error) {
    once.answered(asApiError(error).status);
    throw error;
  }
}
