/** Items whose names come near a word, nearest first; those that have nothing in common with it are left out. */
export function nearestTo<T>(word: string, items: readonly T[], namesOf: (item: T) => readonly string[]): T[] {
  const wanted = word.toLowerCase();
  return items
    .map((item) => ({
      item,
      distance: Math.min(...namesOf(item).map((name) => distanceTo(wanted, name.toLowerCase()))),
    }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 2)))
    .sort((a, b) => a.distance - b.distance)
    .map(({ item }) => item);
}

/** Levenshtein distance; a name that begins with the word counts as one step away. */
function distanceTo(word: string, name: string): number {
  if (name.startsWith(word)) return name === word ? 0 : 1;
  let row = Array.from({ length: name.length + 1 }, (_, index) => index);
  for (let i = 1; i <= word.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= name.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (word[i - 1] === name[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[name.length] ?? word.length;
}
