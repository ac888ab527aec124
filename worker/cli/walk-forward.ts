import { timelineOf } from '#shared/simulator/backtest/timeline.ts';
import { walkForward, windowsOf } from '#shared/simulator/research/walk-forward.ts';
import { PlainError } from '../host/plain-error.ts';
import { walkView } from '../src/backtest/search-view.ts';
import { askedInput, backtestCommand, refusalLine } from './backtest.ts';
import { backtestJson, backtestLines } from './backtest-report.ts';
import type { Command } from './command.ts';
import { luckLine } from './grid.ts';
import { SEARCH_OPTIONS, searchOf, tried, walkOf, wholeOf } from './research.ts';

export const walkForwardCommand: Command = {
  name: 'walk-forward',
  usage: 'walk-forward [--windows 8] [--ratio 4] [--walk rolling|anchored] [--try …] …',
  summary: 'settings chosen on one stretch and tried on the next, stretch by stretch; other options as grid',
  options: [...(backtestCommand.options ?? []), ...SEARCH_OPTIONS, 'windows', 'ratio', 'walk'],
  flags: backtestCommand.flags ?? [],
  async run(asked) {
    const { input } = await askedInput(asked);
    const { grid, axes, objective } = searchOf(asked, input);
    const walk = walkOf(asked.options['walk']);
    const times = timelineOf(
      input.instruments.map(({ bars }) => bars),
      input.from,
      input.to,
    );
    const windows = windowsOf(times, {
      walk,
      windows: wholeOf(asked, 'windows', { usual: 8, min: 1, max: 200 }),
      ratio: wholeOf(asked, 'ratio', { usual: 4, min: 1, max: 50 }),
    });
    if (!windows.ok) throw new PlainError(refusalLine(windows.error));
    const spans = windows.value.map(({ inSample }) => inSample);
    const { configs } = grid;
    const figures = tried(asked, input, { grid, objective, spans });
    const walked = walkForward(input, { windows: windows.value, configs, figures });
    if (!walked.ok) throw new PlainError(refusalLine(walked.error));
    const search = {
      trials: { input, spans, configs, objective },
      windows: windows.value,
      refused: grid.refused,
      bars: times.length,
    };
    const view = walkView({ objective, axes, walk }, search, figures, walked.value);
    const { stitched } = walked.value;
    if (asked.isJson) {
      asked.print(JSON.stringify({ ...backtestJson(input, stitched, asked.options['curve'] === 'true'), walk: view }));
      return 0;
    }
    asked.print(
      `${view.windows.length} windows, ${walk}; each choice is the best of ${view.combinations} by ${objective}.`,
    );
    for (const { from, to, config, inSample, returnFraction } of view.windows) {
      const settings =
        config === null
          ? 'nothing chosen, in cash'
          : axes.map(({ name }) => `${name} ${String(config[name])}`).join(', ');
      const before = inSample === null ? '' : ` (chosen at ${((inSample.returnFraction ?? 0) * 100).toFixed(2)}%)`;
      asked.print(
        `  ${from.slice(0, 10)} to ${to.slice(0, 10)}: ${settings}: ${(returnFraction * 100).toFixed(2)}%${before}`,
      );
    }
    if (view.efficiency !== null)
      asked.print(`Growth out of sample is ${(view.efficiency * 100).toFixed(0)}% of that in sample.`);
    asked.print(luckLine(view.luck));
    asked.print('All stretches on which choices were tried, one after the other:');
    for (const line of backtestLines(input, stitched)) asked.print(line);
    return 0;
  },
};
