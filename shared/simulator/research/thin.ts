/**
 * Places of a curve that show its shape in at most `most` points (at least 4): the first, the last, and of each stretch
 * between them its lowest and its highest. Ascending, each once.
 */
export function thinPlaces(values: Float64Array, most: number): number[] {
  const { length } = values;
  if (length <= most) return Array.from({ length }, (_, place) => place);
  const stretches = Math.floor((most - 2) / 2);
  const places = new Set([0, length - 1]);
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const begin = Math.floor((stretch * length) / stretches);
    const end = Math.floor(((stretch + 1) * length) / stretches);
    let low = begin;
    let high = begin;
    for (let place = begin + 1; place < end; place += 1) {
      if (values[place]! < values[low]!) low = place; // in range
      if (values[place]! > values[high]!) high = place; // in range
    }
    places.add(low).add(high);
  }
  return [...places].sort((a, b) => a - b);
}
