import type { AnalysisView } from '#shared/contract/analysis.ts';
import { PlainError } from '../host/plain-error.ts';
import { analysisLines } from './analysis-report.ts';
import { withApi } from './api.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

export const analyseCommand: Command = {
  name: 'analyse',
  usage: 'analyse SYMBOL [--timeframe T]',
  summary: 'what can be said of an instrument: forecast with its record, rating as its parts, stop and target',
  options: ['timeframe'],
  async run(asked) {
    const [symbol] = asked.args;
    if (symbol === undefined) throw new PlainError(`Which instrument? Usage: ${analyseCommand.usage}`);
    const { timeframe } = asked.options;
    const query = timeframe === undefined ? '' : `?${new URLSearchParams({ timeframe }).toString()}`;
    const path = `instruments/${encodeURIComponent(symbol)}/analysis${query}`;
    const analysis = await withProduct(asked, ({ admin }) =>
      withApi(admin, { name: 'nod analyse', scopes: ['read', 'propose'] }, async (api) => {
        let view = await api.get<AnalysisView>(path);
        while (view.progress.done < view.progress.of) {
          asked.say(`Past forecasts: ${view.progress.done} of ${view.progress.of}`);
          const next = await api.post<AnalysisView>(path);
          if (next.progress.done <= view.progress.done && next.asOf === view.asOf) break;
          view = next;
        }
        return view;
      }),
    );
    if (asked.isJson) asked.print(JSON.stringify(analysis));
    else for (const line of analysisLines(analysis)) asked.print(line);
    return 0;
  },
};
