import type { OrderTerms } from './intent.ts';

/** The part of an id (`<prefix><ulid>` or `<prefix><ulid>~2`) that no other chain shares. */
function ulidOf(id: string): string {
  const start = id.lastIndexOf('_') + 1;
  const end = id.indexOf('~', start);
  return end < 0 ? id.slice(start) : id.slice(start, end);
}

/** Of a chain, which grows by one with every change of the order; never with a repeat of the same. */
export function revisionOf(id: string): number {
  const at = id.indexOf('~');
  return at < 0 ? 1 : Number(id.slice(at + 1));
}

/** The id of the next intent of a chain. */
export function nextInChain(id: string): string {
  const at = id.indexOf('~');
  return `${at < 0 ? id : id.slice(0, at)}~${revisionOf(id) + 1}`;
}

/** `<p|l><writer>-<ulid>-<leg>-<revision>`: `e` enters, `x` exits, `s` protects. */
export function clientOrderId(
  prefix: string,
  id: string,
  { side, purpose }: Pick<OrderTerms, 'side' | 'purpose'>,
): string {
  const leg = side === 'buy' ? 'e' : purpose === 'protection' ? 's' : 'x';
  return `${prefix}${ulidOf(id)}-${leg}-${revisionOf(id)}`;
}

/** Whether somebody who writes in this state's name made this id. */
export function isOurs(prefixes: readonly string[], coid: string): boolean {
  return prefixes.some((prefix) => coid.startsWith(prefix));
}
