import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { barFactors, tradeFactors, usualBlock, walkPaths } from '#shared/simulator/research/monte-carlo.ts';
import { PlainError } from '../host/plain-error.ts';
import { pathsView } from '../src/backtest/paths-view.ts';
import { askedInput, backtestCommand, refusalLine } from './backtest.ts';
import { backtestJson } from './backtest-report.ts';
import type { Command } from './command.ts';
import { resamplingOf, wholeOf } from './research.ts';

const TRADES_MIN = 10;
const PATHS_A_LINE = 10_000;

export const monteCarloCommand: Command = {
  name: 'monte-carlo',
  usage: 'monte-carlo [--paths 10000] [--resampling trades|blocks] [--seed 1] [--ruin 0.5] …',
  summary: 'many other pasts drawn from the trades or bars of a backtest; other options as backtest',
  options: [...(backtestCommand.options ?? []), 'paths', 'resampling', 'seed', 'block', 'ruin'],
  flags: backtestCommand.flags ?? [],
  async run(asked) {
    const { input } = await askedInput(asked);
    const result = runBacktest(input);
    if (!result.ok) throw new PlainError(refusalLine(result.error));
    const { curve, trades, statistics } = result.value;
    const resampling = resamplingOf(asked.options['resampling']);
    const factors =
      resampling === 'trades' ? tradeFactors(trades, curve.equity, statistics.startCash) : barFactors(curve);
    if (resampling === 'trades' && factors.length < TRADES_MIN)
      throw new PlainError(
        refusalLine({ code: 'too-few-trades', values: { trades: factors.length, needed: TRADES_MIN } }),
      );
    const usual = resampling === 'trades' ? 1 : usualBlock(factors.length);
    const block = resampling === 'trades' ? 1 : wholeOf(asked, 'block', { usual, min: 1, max: factors.length });
    const resampled = { factors, block, length: factors.length };
    const paths = wholeOf(asked, 'paths', { usual: 10_000, min: 100, max: 1_000_000 });
    const seed = wholeOf(asked, 'seed', { usual: 1, min: 0, max: 4_294_967_295 });
    const ruin = Number(asked.options['ruin'] ?? 0.5);
    if (!(ruin > 0 && ruin < 1))
      throw new PlainError('--ruin is the fraction of the start that counts as lost, like 0.5.');
    const outcomes = {
      final: new Float64Array(paths),
      drawdown: new Float64Array(paths),
      ruined: new Float64Array(paths),
    };
    for (let begin = 0; begin < paths; begin += PATHS_A_LINE) {
      const end = Math.min(paths, begin + PATHS_A_LINE);
      const part = walkPaths(resampled, { begin, end, seed, ruin });
      outcomes.final.set(part.final, begin);
      outcomes.drawdown.set(part.drawdown, begin);
      outcomes.ruined.set(part.ruined, begin);
      if (paths > PATHS_A_LINE) asked.say(`walked ${end} of ${paths}`);
    }
    const view = pathsView({ resampling, seed, ruin }, resampled, outcomes);
    if (asked.isJson) {
      asked.print(
        JSON.stringify({ ...backtestJson(input, result.value, asked.options['curve'] === 'true'), paths: view }),
      );
      return 0;
    }
    const percents = (values: readonly number[]): string =>
      values.map((value) => `${(value * 100).toFixed(1)}%`).join('  ');
    const drawn =
      resampling === 'trades' ? `${view.drawnFrom} closed trades` : `${view.drawnFrom} bars in blocks of ${block}`;
    asked.print(`Hypothetical: ${view.paths} other pasts drawn from ${drawn}, seed ${seed}.`);
    asked.print(`  ended below the start  ${view.lost} of ${view.paths}`);
    asked.print(`  fell to ${(ruin * 100).toFixed(0)}% of the start  ${view.ruined} of ${view.paths}`);
    asked.print('  at 5, 25, 50, 75 and 95 of 100 paths');
    asked.print(`    return        ${percents(view.returns)}`);
    asked.print(`    largest fall  ${percents(view.drawdowns)}`);
    asked.print('It draws from this one past: what never happened in it does not happen here.');
    return 0;
  },
};
