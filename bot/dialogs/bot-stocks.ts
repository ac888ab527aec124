import { TIMEFRAMES, type Timeframe } from '#shared/domain/bar.ts';
import type { WatchlistView } from '#shared/contract/watchlist.ts';
import type { Words } from '#shared/words/en.ts';
import { button, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import type { Choose } from './dialog.ts';

/** What a new bot looks at, and at which bars; null is what it does when nobody chooses. */
export interface ChosenStocks {
  readonly list: { readonly id: string; readonly name: string } | null;
  readonly timeframe: Timeframe | null;
}

/** Longer rows of buttons are cut on a phone; every list can be typed. */
const BUTTONS_MAX = 6;

/** Lists that have something on them, in the order they are numbered from 2 on. */
async function listsOf(context: CommandContext, desk: Desk): Promise<readonly WatchlistView[]> {
  const lists = await context.useCases.watchlists(context.caller, desk.account.id);
  return lists.ok ? lists.value.items.filter(({ items }) => items.length > 0) : [];
}

/** A market that is played has no finer bars than its own. */
async function barsOf({ useCases, caller }: CommandContext, { account }: Desk): Promise<readonly Timeframe[]> {
  const market = await useCases.market(caller, account.id);
  if (!market.ok) return [];
  const { world, baseTimeframe } = market.value;
  return world === 'paper' || world === 'live' ? TIMEFRAMES : TIMEFRAMES.slice(TIMEFRAMES.indexOf(baseTimeframe));
}

export async function askStocks(context: CommandContext, desk: Desk, choose: Choose): Promise<Card> {
  const { words } = context;
  const w = words.newBot.stocks;
  const [lists, bars] = await Promise.all([listsOf(context, desk), barsOf(context, desk)]);
  const names = [w.usual, ...lists.map(({ name, items }) => w.list({ name, count: items.length }))];
  return card(desk.cards, w.title, {
    lines: [...names.map((name, place) => `${place + 1}. ${name}`), w.how({ bars: bars.join(', ') })],
    buttons: spread(
      [...names.slice(0, BUTTONS_MAX).map((_, place) => String(place + 1)), ...bars].map((label) =>
        button(label, choose(label)),
      ),
      4,
    ),
    tone: 'choice',
    expects: 'text',
  });
}

/** `2`, `1h`, `2 1h`: what is meant beside what was chosen before; null when a part of it is neither. */
export async function saidStocks(
  text: string,
  context: CommandContext,
  { desk, now }: { readonly desk: Desk; readonly now: ChosenStocks },
): Promise<ChosenStocks | null> {
  const [lists, bars] = await Promise.all([listsOf(context, desk), barsOf(context, desk)]);
  let chosen = now;
  for (const part of text
    .trim()
    .toLowerCase()
    .split(/[\s,]+/)) {
    const timeframe = bars.find((one) => one === part);
    const list = lists[Number(part) - 2];
    if (timeframe !== undefined) chosen = { ...chosen, timeframe };
    else if (part === '1') chosen = { ...chosen, list: null };
    else if (list !== undefined) chosen = { ...chosen, list: { id: list.id, name: list.name } };
    else return null;
  }
  return chosen;
}

/** What was chosen, in a line before it starts; none where it looks as usual. */
export function stocksLines({ list, timeframe }: ChosenStocks, { newBot, pictures }: Words): string[] {
  return [
    ...(list === null ? [] : [newBot.stocks.chosenList(list.name)]),
    ...(timeframe === null ? [] : [newBot.stocks.chosenBars(pictures.bars[timeframe])]),
  ];
}
