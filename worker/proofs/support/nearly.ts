import type { Random } from './random.ts';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A secret that is almost the right one. */
export function nearly(secret: string, random: Random): string {
  const at = random.int(0, secret.length - 1);
  const other = random.pick([...BASE64URL].filter((letter) => letter !== secret[at] && letter !== '.'));
  return random.pick([
    () => secret.slice(0, at) + other + secret.slice(at + 1),
    () => secret.slice(0, -1 - random.int(0, 5)),
    () => secret + other,
    () => [...secret].reverse().join(''),
    () => other.repeat(secret.length),
    () => '',
    () => secret.slice(1),
    () => `${secret}${secret}`,
    () => 'null',
  ])();
}
