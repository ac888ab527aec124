/** The same function, which works each answer out once: for few questions that are asked very often. */
export function remembered<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key)) return before as V; // it was put there by this
    const answer = work(key);
    known.set(key, answer);
    return answer;
  };
}
