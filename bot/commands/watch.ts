import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { button, rows, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { shortName } from '../cards/names.ts';
import { drawn } from './asking.ts';
import type { CommandContext, Desk } from './command.ts';
import { findInstrument } from './find-instrument.ts';
import { listCommand, NAMES_SHOWN } from './list-command.ts';

/** The first watchlist; with a stock it is put on, `/unwatch` takes it off. */
export const watch = listCommand(
  { name: 'watch', korean: ['관심'], purpose: 'look', toChange: 'read' },
  { off: ['unwatch'], also: ['watchlist', 'whitelist'] },
  {
    show: (context, desk) => withList(context, desk, (list) => [listCard(list, context, desk)]),
    add: (context, desk, { query }) => withList(context, desk, (list) => add(context, desk, { list, query })),
    remove: (context, desk, query) => withList(context, desk, (list) => remove(context, desk, { list, query })),
  },
);

function withList(
  context: CommandContext,
  desk: Desk,
  draw: (list: WatchlistView | null) => readonly Card[] | Promise<readonly Card[]>,
): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.watchlists(caller, desk.account.id), ({ items }) => draw(items[0] ?? null));
}

function listCard(list: WatchlistView | null, { words }: CommandContext, { cards }: Desk): Card {
  if (list === null) {
    const choose = button(words.account.chooseStock, 'price');
    return card(cards, words.account.watchNone, { lines: [words.account.watchHow], buttons: rows([choose]) });
  }
  const missing = list.items.filter(({ instrumentId }) => instrumentId === null);
  const known = list.items.filter(({ instrumentId }) => instrumentId !== null);
  return card(cards, words.account.watchTitle({ name: list.name, count: list.items.length }), {
    lines: missing.map(({ name }) => words.account.watchMissing(name)),
    buttons: spread(
      known.slice(0, NAMES_SHOWN).map(({ name }) => button(name, `price ${name}`)),
      3,
    ),
  });
}

interface Edit {
  readonly list: WatchlistView | null;
  readonly query: string;
}

async function add(context: CommandContext, desk: Desk, { list, query }: Edit): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const found = await findInstrument(context, desk, { query, verb: 'watch' });
  if ('cards' in found) return found.cards;
  const { symbol } = found.instrument;
  const name = shortName(desk.cards, found.instrument);
  const names = list?.items.map((item) => item.name) ?? [];
  const stored =
    list === null
      ? useCases.createWatchlist(caller, { name: words.account.watchDefault, symbols: [symbol] })
      : useCases.updateWatchlist(caller, list.id, { symbols: [...new Set([...names, symbol])] });
  return drawn(context, stored, (after) => [
    card(desk.cards, words.account.watchAdded({ name, list: after.name }), {
      buttons: rows([button(words.account.unwatch, `unwatch ${symbol}`)]),
    }),
  ]);
}

/** By name, so that one the market lacks can be taken off too. */
async function remove(context: CommandContext, desk: Desk, { list, query }: Edit): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  if (list === null) return [listCard(list, context, desk)];
  const names = list.items.map(({ name }) => name);
  const wanted = query.toLowerCase();
  const kept = names.filter((name) => name.toLowerCase() !== wanted);
  if (kept.length === names.length) return [listCard(list, context, desk)];
  return drawn(context, useCases.updateWatchlist(caller, list.id, { symbols: kept }), (after) => [
    card(desk.cards, words.account.watchRemoved({ name: query, list: after.name }), {
      buttons: rows([button(after.name, 'watch')]),
    }),
  ]);
}
