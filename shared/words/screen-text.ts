import type { ScreenCondition, ScreenTree, ScreenValue } from '../domain/screen-tree.ts';
import { askFor } from '../indicators/ask.ts';
import { EVERYTHING } from '../indicators/index.ts';
import type { ScreenWarning } from '../screeners/check-screen.ts';
import type { Words } from './en.ts';
import { figure } from './format.ts';

/** What of the catalogue a screen is said with. */
export type ScreenWords = Pick<Words, 'screens' | 'indicators' | 'indicatorLines' | 'patterns'>;

/** A line of an explanation; deeper ones belong to the group above them. */
export interface ExplainedLine {
  readonly depth: number;
  readonly text: string;
}

/** A screen in words, made from its tree and what the watchlists it may look at are called, by id. */
export function explainScreen(
  tree: ScreenTree,
  words: ScreenWords,
  lists: ReadonlyMap<string, string> = new Map(),
): ExplainedLine[] {
  const { screens: w } = words;
  const rank = tree.rank;
  return [
    { depth: 0, text: placeText(tree, words, lists) },
    ...linesOf(tree.where, words, 0),
    { depth: 0, text: rank === undefined ? w.rankNone : w.rank[rank.first]({ what: valueText(rank.by, words) }) },
  ];
}

function placeText(tree: ScreenTree, words: ScreenWords, lists: ReadonlyMap<string, string>): string {
  const where = universeText(tree, words, lists);
  const { onBars, bars } = words.screens;
  return tree.timeframe === undefined ? where : onBars({ where, bars: bars[tree.timeframe] });
}

function universeText(
  { universe }: ScreenTree,
  { screens: w }: ScreenWords,
  lists: ReadonlyMap<string, string>,
): string {
  switch (universe.kind) {
    case 'market':
      return w.universes.market({ name: w.exchanges[universe.exchange] });
    case 'index':
      return w.universes.index({ name: universe.symbol });
    case 'watchlist': {
      const name = lists.get(universe.id);
      return name === undefined ? w.universes.lostWatchlist : w.universes.watchlist({ name });
    }
    case 'everything':
      return w.universes.everything;
  }
}

function linesOf(condition: ScreenCondition, words: ScreenWords, depth: number): ExplainedLine[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return [
        { depth, text: words.screens[condition.kind] },
        ...condition.of.flatMap((inner) => linesOf(inner, words, depth + 1)),
      ];
    case 'not':
      return [{ depth, text: words.screens.not }, ...linesOf(condition.of, words, depth + 1)];
    default:
      return [{ depth, text: conditionText(condition, words) }];
  }
}

/** A condition as one line; a group as its members beside each other. */
export function conditionText(condition: ScreenCondition, words: ScreenWords): string {
  const { screens: w } = words;
  const heldWithin = (what: string, within = 1): string => (within === 1 ? what : w.within({ what, count: within }));
  switch (condition.kind) {
    case 'all':
    case 'any':
      return `${w[condition.kind]} (${condition.of.map((inner) => conditionText(inner, words)).join('; ')})`;
    case 'not':
      return `${w.not} (${conditionText(condition.of, words)})`;
    case 'compare': {
      const sides = { left: valueText(condition.left, words), right: valueText(condition.right, words) };
      return heldWithin(w.compare[condition.is](sides), condition.within);
    }
    case 'cross': {
      const sides = { left: valueText(condition.left, words), right: valueText(condition.right, words) };
      return heldWithin(w.cross[condition.is](sides), condition.within);
    }
    case 'pattern': {
      const term = words.patterns[condition.name]?.term ?? condition.name;
      const name = condition.direction === undefined ? term : `${term}, ${w.directions[condition.direction]}`;
      return heldWithin(w.pattern({ name }), condition.within);
    }
    case 'percentile':
      return w.percentile[condition.is]({
        what: valueText(condition.value, words),
        percent: figure(condition.percent),
      });
    case 'sector':
      return w.sector({ names: condition.in.map((name) => w.sectors[name] ?? name).join(', ') });
    case 'member':
      return condition.index === 'any' ? w.memberOfAny : w.member({ name: condition.index });
    case 'event':
      return w[condition.when]({ what: w.events[condition.event], count: condition.days });
  }
}

const SIGNS = { add: '+', subtract: '−', multiply: '×', divide: '÷' } as const;

export function valueText(value: ScreenValue, words: ScreenWords): string {
  const { screens: w } = words;
  const before = (what: string, ago = 0): string => (ago === 0 ? what : w.ago({ what, count: ago }));
  switch (value.kind) {
    case 'number':
      return figure(value.value, 4);
    case 'price':
      return before(w.prices[value.field], value.ago);
    case 'indicator':
      return before(indicatorText(value, words), value.ago);
    case 'average':
    case 'highest':
    case 'lowest':
      return before(w.spans[value.kind]({ what: w.prices[value.field], count: value.bars }), value.ago);
    case 'change':
      return before(w.change({ count: value.bars }), value.ago);
    case 'fundamental':
      return w.fundamentals[value.field];
    case 'math': {
      const [left, right] = [valueText(value.left, words), valueText(value.right, words)];
      if (value.operation === 'smaller' || value.operation === 'larger') return w[value.operation]({ left, right });
      const side = (inner: ScreenValue, text: string): string => (inner.kind === 'math' ? `(${text})` : text);
      return `${side(value.left, left)} ${SIGNS[value.operation]} ${side(value.right, right)}`;
    }
  }
}

/** `RSI (14)`, `MACD (12, 26, 9), signal`. */
function indicatorText({ name, line }: Extract<ScreenValue, { kind: 'indicator' }>, words: ScreenWords): string {
  const asked = askFor(name, EVERYTHING);
  if (!asked.ok) return name;
  const { indicator, params } = asked.value;
  const terms: Readonly<Record<string, { readonly term: string }>> = { ...words.indicators, ...words.patterns };
  const term = terms[indicator.name]?.term ?? indicator.name;
  const settings = Object.values(params).map((setting) => figure(setting, 4));
  const text = settings.length === 0 ? term : `${term} (${settings.join(', ')})`;
  return line === undefined || indicator.outputs.length === 1 ? text : `${text}, ${words.indicatorLines[line] ?? line}`;
}

export function warningText({ code, conditions }: ScreenWarning, words: ScreenWords): string {
  return words.screens.warnings[code]({ what: conditions.map((one) => conditionText(one, words)).join('; ') });
}
