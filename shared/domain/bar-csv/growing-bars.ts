import type { BarColumns } from '../bar.ts';

const COLUMNS = 7;
const START_CAPACITY = 64;

/** Bars of one symbol while a file is read: seven columns that grow together. `adj` is NaN where the file has none. */
export class GrowingBars {
  length = 0;
  private capacity = START_CAPACITY;
  private data = new Float64Array(START_CAPACITY * COLUMNS);

  push(t: number, values: readonly [o: number, h: number, l: number, c: number, v: number, adj: number]): void {
    if (this.length === this.capacity) this.grow();
    const { data, capacity, length } = this;
    data[length] = t;
    for (let index = 0; index < values.length; index++) data[(index + 1) * capacity + length] = values[index] as number;
    this.length += 1;
  }

  /** Copies of what is there; empties it. `adjClose` is null when no bar has one. */
  take(): { columns: BarColumns; adjClose: Float64Array | null } {
    const column = (index: number): Float64Array =>
      this.data.slice(index * this.capacity, index * this.capacity + this.length);
    const adj = column(6);
    const columns = { t: column(0), o: column(1), h: column(2), l: column(3), c: column(4), v: column(5) };
    this.length = 0;
    return { columns, adjClose: adj.every(Number.isNaN) ? null : adj };
  }

  private grow(): void {
    const next = new Float64Array(this.capacity * 2 * COLUMNS);
    for (let index = 0; index < COLUMNS; index++) {
      next.set(
        this.data.subarray(index * this.capacity, index * this.capacity + this.length),
        index * this.capacity * 2,
      );
    }
    this.capacity *= 2;
    this.data = next;
  }
}
