import type { PositionView } from '#shared/contract/account.ts';
import type { BotView } from '#shared/contract/bot.ts';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { PivotsView } from '#shared/contract/pivots.ts';
import type { ProposalView, QuoteView } from '#shared/contract/proposal.ts';
import { missText, reasonText } from '#shared/words/catalogue.ts';
import { dayTime } from '#shared/words/format-time.ts';
import { percent, quantity } from '#shared/words/format.ts';
import { button, rows, spread, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { longName, shortName } from './names.ts';
import { positionLines, resultIn } from './positions.ts';
import { sourceName } from './proposal.ts';

export interface PriceDetails {
  readonly instrument: InstrumentView;
  readonly quote: QuoteView | null;
  /** What is held of it, and what bots say; both empty in a group. */
  readonly position: PositionView | null;
  readonly proposals: readonly ProposalView[];
  readonly bots: readonly BotView[];
  /** Null where they could not be read. */
  readonly pivots: PivotsView | null;
  readonly isGroup: boolean;
}

/** One stock: its price with source and time, what is held, what bots see in it. */
export function priceCard(details: PriceDetails, context: CardContext): Card {
  const { instrument, quote, isGroup } = details;
  const { words, reader } = context;
  const { price } = figures(context);
  const name = longName(context, instrument);
  const value = quote?.price ?? instrument.lastPrice;
  const at = quote?.at ?? instrument.priceAt;
  if (value === null || at === null) return card(context, words.account.priceUnknown({ name }));
  const meta = words.account.priceMeta({
    at: dayTime(at, reader, context.marketAt ?? undefined),
    source: sourceName(quote?.source ?? '', words),
    change: instrument.dayChange === null ? null : percent(instrument.dayChange, { signed: true }),
  });
  const lines = [meta, ...levelLine(details, value, context)];
  if (!isGroup) lines.push(...holdingLines(details, context), ...botLines(details, context));
  const title = words.account.price({ name, price: price(value, instrument.currency) });
  const proposal = details.proposals[0];
  const { symbol } = instrument;
  const buttons = isGroup
    ? []
    : rows([
        proposal !== undefined && button(words.account.buttons.pending, `pending ${proposal.id}`, 'primary'),
        button(words.account.buy, `buy ${symbol}`),
        details.position !== null && button(words.account.sell, `sell ${symbol}`),
        button(words.account.watch, `watch ${symbol}`),
        button(words.account.alert, `alert ${symbol}`),
      ]);
  const picture = { kind: 'instrument', symbol, accountId: context.accountId } as const;
  return card(context, title, { lines, buttons, picture });
}

/** The pivot of the period before, and the next level on either side of the price. */
function levelLine({ pivots, instrument }: PriceDetails, value: string, context: CardContext): string[] {
  const levels = pivots?.levels ?? null;
  if (levels === null) return [];
  const { words } = context;
  const { price } = figures(context);
  const all = [...levels.support, ...levels.resistance].toSorted((a, b) => Number(a) - Number(b));
  const text = (level: string | undefined): string =>
    level === undefined ? words.pivots.none : price(level, instrument.currency);
  const support = text(all.findLast((level) => Number(level) < Number(value)));
  const resistance = text(all.find((level) => Number(level) > Number(value)));
  return [words.pivots.line({ pivot: text(levels.pivot), support, resistance })];
}

function holdingLines({ position, instrument }: PriceDetails, context: CardContext): string[] {
  const { words } = context;
  if (position === null) return [words.account.notHeld];
  const average = position.averagePrice;
  return [
    words.account.held({
      quantity: quantity(position.quantity),
      average: average === null ? words.proposal.notKnown : figures(context).price(average, instrument.currency),
      result: resultIn(position, context),
    }),
    ...positionLines(position, context).slice(1),
  ];
}

function botLines({ instrument, proposals, bots }: PriceDetails, context: CardContext): string[] {
  const { words } = context;
  const asked = proposals.map(({ botName }) =>
    words.account.waitsHere({ bot: botName === null ? words.proposal.somebody : words.proposal.botName(botName) }),
  );
  const seen = bots.flatMap(({ id, name, lastLook }) => {
    const about = fillContext(context, { botId: id, priceCurrency: instrument.currency });
    const bot = words.proposal.botName(name);
    const blocked = lastLook?.blocked.find(({ symbol }) => symbol === instrument.symbol);
    if (blocked !== undefined) return [words.account.botSees({ bot, what: reasonText(blocked.reason, about) })];
    const closest = lastLook?.closest;
    if (closest === null || closest === undefined || closest.symbol !== instrument.symbol) return [];
    return [words.account.botSees({ bot, what: words.account.botClosest(missText(closest, about)) })];
  });
  return [...asked, ...seen];
}

/** Several fit, or none does and these come nearest. */
export function instrumentChoices(
  found: { readonly query: string; readonly isExact: boolean; readonly instruments: readonly InstrumentView[] },
  verb: string,
  context: CardContext,
): Card {
  const { words } = context;
  const { query, instruments } = found;
  const choices = instruments.slice(0, 6).map((item) => button(shortName(context, item), `${verb} ${item.symbol}`));
  const title = found.isExact ? words.account.several({ query }) : words.account.noneFound({ query });
  return card(context, title, {
    lines: found.isExact || choices.length === 0 ? [] : [words.account.nearest],
    buttons:
      choices.length > 0
        ? spread(choices, 3)
        : rows([button(words.account.chooseStock, verb), button(words.chat.helpTitle, 'help')]),
    tone: 'choice',
    expects: 'choice',
  });
}

/** "Which stock?": the ones at hand as buttons, and any other by typing its name. */
export function chooseInstrument(instruments: readonly InstrumentView[], verb: string, context: CardContext): Card {
  const { words } = context;
  const choices = instruments.slice(0, 6).map((item) => button(shortName(context, item), `${verb} ${item.symbol}`));
  return card(context, words.account.chooseStock, {
    lines: [words.account.chooseStockLine],
    buttons: spread(choices, 3),
    tone: 'choice',
    expects: 'choice',
  });
}
