import type { BacktestReport } from '#shared/contract/backtest.ts';
import type { BacktestResultView, BacktestRunDetail, BacktestRunView } from '#shared/contract/backtest-run.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import { ERROR_STATUS, type ErrorCode } from '#shared/contract/errors.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { errorText } from '#shared/words/catalogue.ts';
import { fill, type FillContext, type Phrase } from '#shared/words/fill.ts';
import { fullDay } from '#shared/words/format-time.ts';
import { money, percent, quantity } from '#shared/words/format.ts';
import { button, link, MAX_VERB_BYTES, rows, spread, type Card, type CardButton } from './card.ts';
import { card, type CardContext } from './context.ts';
import { longName, shortName, ticker, type Named } from './names.ts';
import { settingsText, strategyName } from './strategy-words.ts';

/** What was tested: a bot by its name, or a stock with the currency of its prices. */
export interface Tested {
  readonly bot: { readonly id: string; readonly name: string } | null;
  /** Null: it is not known any more; its symbol is. */
  readonly instrument: (Named & { readonly currency: Currency }) | null;
  /** Of the book. */
  readonly currency: Currency;
}

/** A stock, a strategy and what else was said of a test: what a button says again. */
export interface TestWish {
  readonly strategy?: string | undefined;
  /** A symbol, or a bot's id. */
  readonly what: string;
  /** As it is typed, `5y` or `2020..2024`; absent: the whole past. */
  readonly span?: string | undefined;
  readonly cash?: string | undefined;
}

/** What a button's verb may take: Telegram puts the account's mark before it. */
const ROOM = MAX_VERB_BYTES - '00000000|'.length;

/** A blank and a symbol, which stands behind a wish that names none yet. */
const LONGEST_SYMBOL = 12;

/** The wish as a verb; what there is no room for is left out, the amount first: the result says what it began with. */
export function backtestVerb({ strategy, what, span, cash }: TestWish): string {
  const needed = ['backtest', strategy, ticker(what)];
  const verbs = [[...needed, span, cash], [...needed, span], needed].map((words) =>
    words.filter((word) => word !== undefined && word !== '').join(' '),
  );
  const room = what === '' ? ROOM - LONGEST_SYMBOL : ROOM;
  return verbs.find((verb) => new TextEncoder().encode(verb).length <= room) ?? 'backtest';
}

const BOTS_OFFERED = 3;
const CASES_TO_JUDGE = 20;
/** Of a vote of many strategies no card has room for every number. */
const SETTINGS_CHARACTERS = 70;
/** More than there are ways to reckon; odd bars of more stocks than a card has room for. */
const NOTES_SAID = 14;

/** "What should be tested?": bots, stocks at hand, and the last result. */
export function chooseTestCard(
  {
    bots,
    instruments,
    last,
  }: {
    readonly bots: readonly { readonly id: string; readonly name: string }[];
    readonly instruments: readonly Named[];
    readonly last: BacktestRunView | null;
  },
  context: CardContext,
): Card {
  const { said } = context.words.backtest;
  const named = last === null ? null : (last.request.symbols[0] ?? null);
  return card(context, said.chooseTitle, {
    lines: [said.chooseLine, said.chooseHow],
    buttons: nonEmpty(
      [
        [
          ...bots.slice(0, BOTS_OFFERED).map(({ id, name }) => button(name, backtestVerb({ what: id }))),
          last !== null && named !== null && button(said.buttons.last({ what: ticker(named) }), `backtest ${last.id}`),
        ],
        instruments.map((one) => button(shortName(context, one), backtestVerb({ what: one.symbol }))),
      ],
      button(context.words.chat.helpTitle, 'help'),
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

function nonEmpty(groups: (CardButton | false)[][], otherwise: CardButton): CardButton[][] {
  const found = rows(...groups);
  return found.length > 0 ? found : [[otherwise]];
}

/** Strategies for a stock, by their place; `wrong`: a word that is none of them. */
export function chooseStrategyCard(
  {
    name,
    wish,
    strategies,
    wrong,
  }: {
    readonly name: string;
    readonly wish: TestWish;
    readonly strategies: readonly string[];
    readonly wrong: string | null;
  },
  context: CardContext,
): Card {
  const { words } = context;
  const { said } = words.backtest;
  return card(context, wrong === null ? said.strategyTitle({ name }) : said.noStrategy({ word: wrong }), {
    lines: strategies.map((one, place) => `${place + 1}. ${strategyName(one, words)}`),
    buttons: spread(
      strategies.map((one, place) => button(String(place + 1), backtestVerb({ ...wish, strategy: one }))),
      4,
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

/** The amount was said in another currency than the prices are in. */
export function otherCurrencyCard(
  { name, currency, wish }: { readonly name: string; readonly currency: Currency; readonly wish: TestWish },
  context: CardContext,
): Card {
  const { words } = context;
  const { said } = words.backtest;
  return card(context, said.otherCurrency({ name, currency: said.currencies[currency] }), {
    buttons: rows([button(said.buttons.again, backtestVerb({ ...wish, cash: undefined }))]),
    tone: 'choice',
  });
}

/** A test as it stands: on its way, failed, or its result. One message of it is kept where a channel can change it. */
export function backtestCard(run: BacktestRunView | BacktestRunDetail, tested: Tested, context: CardContext): Card {
  const result = 'result' in run ? run.result : null;
  const drawn = result === null ? openCard(run, tested, context) : resultCard({ run, result, tested }, context);
  return { ...drawn, stands: run.id };
}

function whatText({ bot, instrument }: Tested, { request }: BacktestRunView, context: CardContext): string {
  if (bot !== null) return context.words.proposal.botName(bot.name);
  return instrument === null ? ticker(request.symbols[0] ?? '') : longName(context, instrument);
}

/** The same request again, as it was. */
function wishOf({ request, botId }: BacktestRunView): TestWish {
  const { from, to, strategy, symbols } = request;
  const compact = (day: string | undefined): string => (day ?? '').replaceAll('-', '');
  const span = from === undefined && to === undefined ? undefined : `${compact(from)}..${compact(to)}`;
  return botId === null ? { strategy, what: symbols[0] ?? '', span } : { what: botId, span };
}

function openCard(run: BacktestRunView, tested: Tested, context: CardContext): Card {
  const { words } = context;
  const { said } = words.backtest;
  const what = whatText(tested, run, context);
  const { done, of } = run.progress;
  const another = button(said.buttons.another, 'backtest');
  const wish = wishOf(run);
  switch (run.status) {
    case 'failed': {
      const whole = wish.span !== undefined && button(said.buttons.whole, backtestVerb({ ...wish, span: undefined }));
      return card(context, said.failed({ what }), {
        lines: [problemText(run.problem, context)],
        buttons: rows([button(said.buttons.again, backtestVerb(wish)), whole, another]),
        tone: 'error',
      });
    }
    case 'cancelled':
      return card(context, said.cancelled({ what }), {
        lines: [said.cancelledLine],
        buttons: rows([button(said.buttons.again, backtestVerb(wish)), another]),
      });
    default:
      return card(context, said.running({ what }), {
        lines: [
          byText(run.request, context),
          ...(of > 1 ? [said.progress({ done: percent(done / of) })] : []),
          said.runningLine,
        ],
        buttons: rows([
          button(said.buttons.show, `backtest ${run.id}`),
          button(said.buttons.cancel, `backtest ${run.id} cancel`),
        ]),
      });
  }
}

function byText({ strategy, config }: Pick<BacktestReport, 'strategy' | 'config'>, { words }: CardContext): string {
  const settings = settingsText(strategy, config, words);
  return words.backtest.said.by({
    strategy: strategyName(strategy, words),
    settings:
      settings === null || settings.length <= SETTINGS_CHARACTERS
        ? settings
        : `${settings.slice(0, SETTINGS_CHARACTERS)}…`,
  });
}

/** Why there is no result, and what to do: in the words of a refusal, or of an error. */
function problemText(problem: ReasonView | null, context: CardContext): string {
  const { words, reader, currency } = context;
  const { code, values } = problem ?? { code: 'unavailable', values: {} };
  const about: FillContext = { reader, currency };
  const { refusals } = words.backtest;
  if (Object.hasOwn(refusals, code)) return refusals[code as keyof typeof refusals](fill(values, about));
  const known: ErrorCode = Object.hasOwn(ERROR_STATUS, code) ? (code as ErrorCode) : 'unavailable';
  return errorText({ code: known, values }, about);
}

function resultCard(
  {
    run,
    result,
    tested,
  }: { readonly run: BacktestRunView; readonly result: BacktestResultView; readonly tested: Tested },
  context: CardContext,
): Card {
  const { reader, words } = context;
  const { said } = words.backtest;
  const { report, holding } = result;
  const { statistics } = report;
  const cash = (amount: string): string => money(amount, tested.currency, reader.language, { style: 'round' });
  const share = (fraction: number): string => percent(fraction, { signed: true });
  const [own, held] = [share(statistics.returnFraction), share(holding.returnFraction)];
  const heldEnd = decimal(statistics.startCash)
    .times(1 + holding.returnFraction)
    .toFixed();
  const day = (instant: string): string => fullDay(instant, { ...reader, zone: 'UTC' });
  const world = report.world ?? context.world;
  const drawn = card(context, said.result({ what: whatText(tested, run, context), own, held }), {
    world,
    lines: [
      said.span({
        ...{ from: day(report.from), to: day(report.to), cash: cash(statistics.startCash) },
        bars: lowerFirst(words.pictures.bars[report.timeframe]),
      }),
      byText(report, context),
      said.worth({ end: cash(statistics.finalEquity), own, heldEnd: cash(heldEnd), held }),
      said.fall({ own: fall(statistics.maxDrawdown), held: fall(holding.maxDrawdown) }),
      tradesText(report, { amount: cash(statistics.fees) }, context),
      ...triesText(result, context),
      ...(report.warnings.length === 0 ? [] : [said.warned({ parts: notesText(said.odd, report.warnings, context) })]),
      said.reckoned({ parts: notesText(said.brief, report.assumptions, context) }),
      said.hypothetical,
    ],
    buttons: nextSteps(run, tested, context),
    picture: { kind: 'backtest', backtestId: run.id },
  });
  // A past that was tested has a last day of its own.
  return { ...drawn, worldDate: world === 'replay' ? report.to.slice(0, 10) : null };
}

const fall = (fraction: number): string => percent(-fraction, { signed: true });
const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function notesText(
  table: Readonly<Record<string, Phrase>>,
  notes: readonly ReasonView[],
  { reader, currency, words }: CardContext,
): string {
  const texts = notes.map(({ code, values }) => {
    const phrase = Object.hasOwn(table, code) ? table[code] : undefined;
    return phrase === undefined ? words.unnamedReason : phrase(fill(values, { reader, currency }));
  });
  // Of many stocks the same is said once.
  return [...new Set(texts)].slice(0, NOTES_SAID).join('; ');
}

function tradesText(
  { statistics, unfilled }: BacktestReport,
  costs: { readonly amount: string },
  { words }: CardContext,
): string {
  const { said } = words.backtest;
  const { closedTrades, openTrades, winRate } = statistics;
  if (closedTrades + openTrades === 0) {
    const [most] = unfilled.toSorted((a, b) => b.count - a.count);
    const names: Readonly<Record<string, string>> = words.backtest.unfilled;
    return said.noTrades({ why: most === undefined ? null : (names[most.code] ?? null) });
  }
  const won = Math.round((winRate ?? 0) * closedTrades);
  const isFew = closedTrades < CASES_TO_JUDGE;
  return [
    said.trades({
      ...{ closed: quantity(closedTrades), won: quantity(won) },
      share: isFew || winRate === null ? null : percent(winRate),
    }),
    ...(openTrades === 0 ? [] : [said.stillOpen({ open: quantity(openTrades) })]),
    said.costs(costs),
  ].join('; ');
}

/** The best of many tries is partly luck: it says of how many. */
function triesText({ search, walk }: BacktestResultView, { words }: CardContext): string[] {
  const luck = search?.luck ?? walk?.luck;
  return luck === undefined ? [] : [`${words.web.research.tries(quantity(luck.trials))}.`];
}

function nextSteps(run: BacktestRunView, { bot }: Tested, context: CardContext): CardButton[][] {
  const { buttons } = context.words.backtest.said;
  const wish = wishOf(run);
  const whole = wish.span !== undefined && button(buttons.whole, backtestVerb({ ...wish, span: undefined }));
  const own =
    bot === null
      ? [
          button(buttons.strategy, backtestVerb({ ...wish, strategy: OTHERWISE })),
          button(buttons.makeBot, `newbot - - - ${run.request.strategy}`),
        ]
      : [button(buttons.theBot, `bots ${bot.id}`)];
  return rows([whole, ...own], [button(buttons.luck, `backtest ${run.id} luck`), button(buttons.another, 'backtest')]);
}

/** In the place of a strategy: which there are. */
export const OTHERWISE = '?';

/** What a single test cannot say, and where the tests are that can. */
export function luckCard(run: BacktestRunView, context: CardContext): Card {
  const { said } = context.words.backtest;
  const { walk, paths, where } = said.luckLines;
  return card(context, said.luckTitle, {
    lines: [walk, paths, where],
    buttons: rows([
      button(said.buttons.result, `backtest ${run.id}`),
      link(said.buttons.research, `/more/research/${run.id}`),
    ]),
  });
}
