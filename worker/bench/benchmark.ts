/** One figure of a benchmark run. */
export interface Measured {
  /** Runs of the thing itself, in `unit`; the median is printed. At least five. */
  runs: readonly number[];
  unit: 'ms' | 's' | 'ns/bar' | 'bars/s' | 'MB' | 'µs' | '1/s' | 'of 100' | 'shift';
  /** What is printed in place of the median, e.g. 99: then the yardstick's too. */
  percentile?: number;
  /** What stands beside it from the same run: an empty request, a bare insert, a bare loop. Same unit. */
  yardstick?: { name: string; runs: readonly number[] };
  /** The figure the requirements give, on an idle 2-core machine; printed, never a gate. */
  goal?: number;
  /** The ratio to the yardstick that must not be exceeded. Beside `least`, the only thing that gates. */
  ratioMax?: number;
  /** What it must reach where a scale of its own makes it comparable between machines: a score of 100, a rate of itself. */
  least?: number;
}

/** A file `NAME.bench.ts` exports one of these as its default. */
export interface Benchmark {
  name: string;
  run(context: { say: (line: string) => void }): Promise<Readonly<Record<string, Measured>>>;
}
