import { invariant } from '#shared/lib/invariant.ts';

/** The key-encryption keys of this installation by name (`KEK_1`, `KEK_2`, …), and the one new seals are made with. */
export interface VaultKeys {
  readonly current: string;
  readonly byName: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

const NAME = /^KEK_([1-9]\d{0,3})$/;
const KEY = /^[0-9a-f]{64}$/i;

/**
 * Reads the keys out of the Worker's settings. At home the one key of a state is `VAULT_KEY`, which is `KEK_1` by another
 * name. `KEK_CURRENT` names the key for new seals; without it, it is the lowest: a key that was only added changes
 * nothing until it is pointed at. Null when there is no key at all. Throws when one is malformed or the pointer points
 * nowhere: the Worker must not run then.
 */
export function readVaultKeys(settings: Readonly<Record<string, unknown>>): VaultKeys | null {
  const byName = new Map<string, Uint8Array<ArrayBuffer>>();
  const names = Object.keys(settings).filter((name) => NAME.test(name) && settings[name] !== undefined);
  for (const name of names.toSorted((a, b) => numberOf(a) - numberOf(b))) byName.set(name, bytesOf(name, settings));
  if (settings['VAULT_KEY'] !== undefined && !byName.has('KEK_1')) {
    const others = [...byName];
    byName.clear();
    byName.set('KEK_1', bytesOf('VAULT_KEY', settings));
    for (const [name, key] of others) byName.set(name, key);
  }
  const [lowest] = byName.keys();
  if (lowest === undefined) return null;
  const pointer = settings['KEK_CURRENT'];
  const current = typeof pointer === 'string' ? pointer : lowest;
  invariant(byName.has(current), 'KEK_CURRENT names a key that is there');
  return { current, byName };
}

function numberOf(name: string): number {
  return Number(NAME.exec(name)?.[1]);
}

function bytesOf(name: string, settings: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> {
  const text = settings[name];
  invariant(typeof text === 'string' && KEY.test(text), `${name} is 32 bytes in hex`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
