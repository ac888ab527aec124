import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ScreenNews, ScreenResultView, ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import { figure } from '#shared/words/format.ts';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { withApi, type Api } from './api.ts';
import type { Asked, Command } from './command.ts';
import { withProduct } from './with-product.ts';

const LOOK_EVERY_MS = 500;

export const screenCommand: Command = {
  name: 'screen',
  usage: 'screen [NAME|FILE.json]',
  summary: 'screens there are, or what one finds on the last closed bar; a file holds a tree of conditions',
  run: (asked) =>
    withProduct(asked, ({ admin }) =>
      withApi(admin, { name: 'nod screen', scopes: ['read', 'propose'] }, async (api) => {
        const { items } = await api.get<{ items: ScreenView[] }>('screens');
        const name = asked.args.join(' ').trim();
        if (name === '') return list(asked, items);
        const run = await started(api, { name, items });
        const result = await finished(api, asked, run);
        if (asked.isJson) asked.print(JSON.stringify(result));
        else for (const line of lines(result)) asked.print(line);
        return 0;
      }),
    ),
};

function list(asked: Asked, screens: readonly ScreenView[]): number {
  if (asked.isJson) asked.print(JSON.stringify({ screens }));
  else {
    const width = Math.max(...screens.map(({ id }) => id.length));
    for (const { id, title, means, news } of screens) {
      asked.print(`${id.padEnd(width)}  ${title.en}${means === null ? '' : `: ${means.en}`}`);
      if (news) asked.print(`${' '.repeat(width)}  ${newsText(news)}`);
    }
  }
  return 0;
}

function newsText({ found, isNew, gone, marketAt }: ScreenNews): string {
  const compared = isNew === null || gone === null ? '' : `, ${isNew} new, ${gone} gone`;
  return `${found} found${compared} at ${marketAt}`;
}

function started(api: Api, { name, items }: { name: string; items: readonly ScreenView[] }): Promise<ScreenRunView> {
  const path = resolve(calledFrom, name);
  if (name.endsWith('.json')) {
    if (!existsSync(path)) throw new PlainError(`There is no file ${name}.`);
    return api.post<ScreenRunView>('screens/run', { screen: treeIn(name, readFileSync(path, 'utf8')) });
  }
  const wanted = name.toLowerCase();
  const found = items.find(({ id, title }) => [id, title.en, title.ko].some((text) => text.toLowerCase() === wanted));
  if (found === undefined)
    throw new PlainError(`There is no screen ${name}. There are: ${items.map(({ id }) => id).join(', ')}.`);
  return api.post<ScreenRunView>(`screens/${encodeURIComponent(found.id)}/run`);
}

/** What the API takes as a saved screen, or the tree alone. */
function treeIn(name: string, text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'screen' in parsed ? parsed.screen : parsed;
  } catch {
    throw new PlainError(`${name} is no JSON.`);
  }
}

/** Waits for a run that takes longer than an answer, saying how far it is. */
async function finished(api: Api, { say }: Asked, first: ScreenRunView): Promise<ScreenResultView> {
  let run = first;
  while (run.state === 'running') {
    say(`${run.done} of ${run.total} instruments`);
    await wait(LOOK_EVERY_MS);
    run = await api.get<ScreenRunView>(`screens/runs/${run.id}`);
  }
  if (run.state === 'cancelled') throw new PlainError('The run was stopped.');
  if (run.result === null) throw new PlainError(`The screen failed: ${run.failure?.code ?? 'unknown'}.`);
  return run.result;
}

function lines(result: ScreenResultView): string[] {
  const { columns, hits, found, looked, unknown, funnel, closest, gone, comparedWith } = result;
  const news = comparedWith === null ? '' : `, compared with ${comparedWith}`;
  const titles = columns.map(({ en }) => en);
  return [
    `${found} of ${looked} found at ${result.marketAt} (${result.timeframe} bars)${news}`,
    ...(unknown === 0 ? [] : [`${unknown} could not be told: something is not known of them`]),
    ...funnel.map(({ en, count }) => `  ${String(count).padStart(6)}  ${en}`),
    ...(hits.length === 0 && closest !== null ? [`Closest: ${closest.symbol}, lacking: ${closest.lacked.en}`] : []),
    ...(titles.length > 0 && hits.length > 0 ? ['', `Figures: ${titles.join(' | ')}`] : []),
    ...hits.map(({ symbol, nameEn, figures, isNew }) => {
      const shown = figures.map((value) => (value === null ? 'not known' : figure(value, 2))).join(' | ');
      return `${isNew === true ? 'new ' : '    '}${symbol.padEnd(12)} ${nameEn.padEnd(28)} ${shown}`;
    }),
    ...gone.map(({ symbol, nameEn }) => `gone ${symbol.padEnd(11)} ${nameEn}`),
  ];
}
