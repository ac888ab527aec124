/**
 * The last `length` numbers: the memory of a stream. Its figures are made anew from what it holds at each call, so they
 * carry nothing over from numbers that have left.
 */
export class Ring {
  readonly #values: Float64Array;
  #head = 0;
  count = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  push(value: number): void {
    this.#values[this.#head] = value;
    this.#head = this.#head + 1 === this.#values.length ? 0 : this.#head + 1;
    if (this.count < this.#values.length) this.count += 1;
  }

  get isFull(): boolean {
    return this.count === this.#values.length;
  }

  /** The oldest number; of a full ring only. */
  get oldest(): number {
    return this.#values[this.#head]!; // the head is an index
  }

  max(): number {
    let best = -Infinity;
    for (let i = 0; i < this.count; i += 1) best = Math.max(best, this.#values[i] ?? NaN);
    return best;
  }

  min(): number {
    let best = Infinity;
    for (let i = 0; i < this.count; i += 1) best = Math.min(best, this.#values[i] ?? NaN);
    return best;
  }

  mean(): number {
    let sum = 0;
    for (let i = 0; i < this.count; i += 1) sum += this.#values[i]!; // in range: i < count
    return sum / this.count;
  }

  /** Mean of the squared distances from `mean`. */
  variance(mean: number): number {
    let squares = 0;
    for (let i = 0; i < this.count; i += 1) squares += (this.#values[i]! - mean) ** 2; // in range: i < count
    return squares / this.count;
  }

  /** Mean with weights 1, 2, …, the newest heaviest; of a full ring only. */
  weightedMean(): number {
    const { length } = this.#values;
    let sum = 0;
    for (let age = 0; age < length; age += 1) {
      const place = this.#head - 1 - age;
      sum += this.#values[place < 0 ? place + length : place]! * (length - age); // in range: age < length
    }
    return sum / ((length * (length + 1)) / 2);
  }
}
