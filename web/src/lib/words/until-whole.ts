import type { Catalogue } from './en.ts';
import type { RoomWords } from './room-words.ts';

/** Stands for words that are still on their way: as text it is nothing, and so is whatever is asked of it. */
const unsaid: unknown = new Proxy(() => unsaid, {
  get: (_words, key) => (key === Symbol.toPrimitive ? () => '' : unsaid),
});

function around<T extends object>(words: T, onMiss: () => void): T {
  return new Proxy(words, {
    get(known, key) {
      if (key in known || typeof key === 'symbol') return Reflect.get(known, key) as unknown;
      onMiss();
      return unsaid;
    },
    // Whoever asks first whether a word is there hears yes: it may be among those on their way.
    getOwnPropertyDescriptor(known, key) {
      if (key in known || typeof key === 'symbol') return Reflect.getOwnPropertyDescriptor(known, key);
      onMiss();
      return { value: unsaid, configurable: true, enumerable: true, writable: true };
    },
  });
}

/** `done` are topics already. */
function topics(of: object, onMiss: () => void, done: object = {}): object {
  const named = Object.entries(of).map(([name, words]: [string, unknown]): [string, unknown] => [
    name,
    typeof words === 'object' && words !== null ? around(words, onMiss) : words,
  ]);
  return around({ ...Object.fromEntries(named), ...done }, onMiss);
}

/**
 * The first words in the place of all of them. Whoever reads one that is not there draws nothing, `onMiss` is called,
 * and once the whole catalogue stands in its place everything drawn from it is drawn anew.
 */
export function untilWhole(first: RoomWords, onMiss: () => void): Catalogue {
  const { web, ...rest } = first;
  return topics(rest, onMiss, { web: topics(web, onMiss) }) as Catalogue;
}
