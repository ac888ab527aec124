import { timelineOf } from '#shared/simulator/backtest/timeline.ts';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { bestOf } from '#shared/simulator/research/trials.ts';
import { PlainError } from '../host/plain-error.ts';
import { searchView } from '../src/backtest/search-view.ts';
import { askedInput, backtestCommand, refusalLine } from './backtest.ts';
import { backtestJson, backtestLines } from './backtest-report.ts';
import type { Command } from './command.ts';
import { SEARCH_OPTIONS, searchOf, tried } from './research.ts';

const SHOWN = 10;

export const gridCommand: Command = {
  name: 'grid',
  usage: 'grid [--try fast=5:50:5,slow=60:240:20] [--objective sharpe] …',
  summary:
    'many settings of a strategy over the same bars, the best with what luck alone brings; other options as backtest',
  options: [...(backtestCommand.options ?? []), ...SEARCH_OPTIONS],
  flags: backtestCommand.flags ?? [],
  async run(asked) {
    const { input } = await askedInput(asked);
    const { grid, axes, objective } = searchOf(asked, input);
    const times = timelineOf(
      input.instruments.map(({ bars }) => bars),
      input.from,
      input.to,
    );
    const [from, to] = [times[0], times[times.length - 1]];
    if (from === undefined || to === undefined)
      throw new PlainError(refusalLine({ code: 'no-bars-in-range', values: { bars: 0 } }));
    const spans = [{ from, to }];
    const figures = tried(asked, input, { grid, objective, spans });
    const best = bestOf(figures, 0, grid.configs.length);
    if (best === null)
      throw new PlainError(refusalLine({ code: 'nothing-to-choose', values: { tries: grid.configs.length } }));
    const chosen = { ...input, config: grid.configs[best]! }; // one of them
    const result = runBacktest(chosen);
    if (!result.ok) throw new PlainError(refusalLine(result.error));
    const trials = { input, spans, configs: grid.configs, objective };
    const search = { trials, windows: [], refused: grid.refused, bars: times.length };
    const view = searchView({ objective, axes }, search, figures, result.value);
    if (asked.isJson) {
      asked.print(
        JSON.stringify({ ...backtestJson(chosen, result.value, asked.options['curve'] === 'true'), search: view }),
      );
      return 0;
    }
    asked.print(`The best of ${view.luck.trials} settings by ${objective}: in sample, so luck is in it.`);
    asked.print(luckLine(view.luck));
    for (const { config, score, returnFraction, closedTrades } of view.trials.slice(0, SHOWN)) {
      const settings = axes.map(({ name }) => `${name} ${String(config[name])}`).join(', ');
      asked.print(
        `  ${settings}: ${objective} ${score?.toFixed(3) ?? '–'}, ${((returnFraction ?? 0) * 100).toFixed(2)}%, ${closedTrades} trades`,
      );
    }
    for (const line of backtestLines(chosen, result.value)) asked.print(line);
    return 0;
  },
};

/** How far luck alone explains a Sharpe ratio, by counts. */
export function luckLine({
  trials,
  luckySharpe,
  deflated,
}: {
  trials: number;
  luckySharpe: number;
  deflated: number | null;
}): string {
  const of100 = deflated === null ? 'unknown' : `${Math.round(deflated * 100)} of 100`;
  return `Deflated Sharpe: ${of100} that it is better than the ${luckySharpe.toFixed(2)} a year which the best of ${trials} worthless tries reaches.`;
}
