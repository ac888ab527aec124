// One crossover (or only its bars) in a process of its own; prints the most memory it held, in MB.
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { crossoverInput, millionBars } from './support/crossover.ts';

const [what, count] = process.argv.slice(2);
const bars = millionBars(Number(count));
if (what === 'run') {
  const result = runBacktest(crossoverInput(bars));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
}
process.stdout.write(String(process.resourceUsage().maxRSS / 1_000));
