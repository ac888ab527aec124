import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import { EQUAL_WEIGHT } from '#shared/domain/equal-weight.ts';
import { percent } from '#shared/words/format.ts';
import type { CardContext } from './context.ts';

/** What the market did over the same time, beside a result; no line where nobody knows. */
export function benchmarkLines(benchmark: BenchmarkView | null, { words }: CardContext): string[] {
  if (benchmark === null || benchmark.resultPercent === null) return [];
  const { symbol, resultPercent } = benchmark;
  const name = symbol === EQUAL_WEIGHT ? words.account.wholeMarket : symbol;
  return [words.account.meanwhile({ name, result: percent(resultPercent / 100, { signed: true }) })];
}
