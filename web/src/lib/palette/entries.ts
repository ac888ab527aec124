import type { BotView } from '#shared/contract/bot.ts';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { IconName } from '../ui/icons.ts';

export type Group = 'rooms' | 'bots' | 'stocks' | 'chat';

/** One line of the palette: a place to go to, or words to begin a chat with. It does nothing by itself. */
export interface Entry {
  readonly id: string;
  readonly group: Group;
  readonly icon: IconName;
  readonly name: string;
  readonly line: string | null;
  /** What is looked through beside its name, in lower case. */
  readonly also: string;
  readonly go: { readonly href: string } | { readonly say: string };
}

/** So many of a group are shown: the rest is found by typing more of it. */
const SHOWN: Readonly<Record<Group, number>> = { rooms: 8, bots: 5, stocks: 8, chat: 6 };
const GROUPS: readonly Group[] = ['rooms', 'bots', 'stocks', 'chat'];

/**
 * What fits, group by group. Every word that was typed has to be in it; what begins with the first of them comes first.
 * Nothing typed: rooms and bots, which is what one comes for.
 */
export function found(entries: readonly Entry[], typed: string): Entry[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  const fitting =
    first === undefined
      ? entries.filter(({ group }) => group === 'rooms' || group === 'bots')
      : entries.filter((entry) => words.every((word) => textOf(entry).includes(word)));
  const rank = (entry: Entry): number => {
    if (first === undefined) return 0;
    const name = entry.name.toLowerCase();
    if (name === first || entry.also === first) return 0;
    return name.startsWith(first) || entry.also.startsWith(first) ? 1 : 2;
  };
  return GROUPS.flatMap((group) =>
    fitting
      .filter((entry) => entry.group === group)
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, SHOWN[group]),
  );
}

function textOf({ name, line, also }: Entry): string {
  return `${name} ${line ?? ''} ${also}`.toLowerCase();
}

export function botEntries(bots: readonly BotView[], hrefOf: (id: string) => string): Entry[] {
  return bots.map(({ id, name }) => ({
    id: `bot-${id}`,
    group: 'bots',
    icon: 'bot',
    name,
    line: null,
    also: '',
    go: { href: hrefOf(id) },
  }));
}

/** By name in either language, and by symbol. */
export function stockEntries(
  stocks: readonly InstrumentView[],
  { hrefOf, nameOf }: { hrefOf: (symbol: string) => string; nameOf: (stock: InstrumentView) => string },
): Entry[] {
  return stocks.map((stock) => ({
    id: `stock-${stock.id}`,
    group: 'stocks',
    icon: 'markets',
    name: nameOf(stock),
    line: stock.symbol,
    also: `${stock.symbol} ${stock.nameEn} ${stock.nameKo}`.toLowerCase(),
    go: { href: hrefOf(stock.symbol) },
  }));
}

/** Commands of the chat: each opens it with its word typed, and nothing is sent. */
export function chatEntries(commands: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(commands).map(([word, line]) => ({
    id: `chat-${word}`,
    group: 'chat',
    icon: 'chat',
    name: word,
    line,
    also: '',
    go: { say: `${word} ` },
  }));
}
