import { z } from 'zod';
import {
  CreateBacktest,
  CreateBotBacktest,
  type BacktestRunDetail,
  type BacktestRunView,
} from '#shared/contract/backtest-run.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { InstrumentView } from '#shared/contract/market.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { Result } from '#shared/lib/result.ts';
import { listStrategies } from '#shared/usecases/strategies.ts';
import type { UseCases } from '#shared/usecases/facade.ts';
import type { Caller } from '#shared/domain/caller.ts';
import {
  backtestCard,
  backtestVerb,
  chooseStrategyCard,
  chooseTestCard,
  luckCard,
  otherCurrencyCard,
  OTHERWISE,
  type Tested,
  type TestWish,
} from '../cards/backtest.ts';
import { button, type Card } from '../cards/card.ts';
import { botOf, type CardContext } from '../cards/context.ts';
import { longName } from '../cards/names.ts';
import { atDesk, drawn } from './asking.ts';
import { readTestLine, strategyIn, type Span, type TestLine } from './backtest-line.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { botCalled } from './find-bot.ts';
import { findInstrument, instrumentsAtHand, offerInstruments } from './find-instrument.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';

/** How ids of tests begin. */
const TEST = 't_';
const CANCEL = 'cancel';
const LUCK = 'luck';
const POSITIONAL = ['strategy', 'symbol', 'bot', 'span', 'cash'] as const;
const INSTRUMENTS_OFFERED = 5;
const TESTS_READ = 10;
/** What a new bot does unless told otherwise. */
const USUAL_STRATEGY = 'ma-cross';
/** What a test of the strategy alone begins with, where nothing is said: enough for a dear share. */
const USUAL_CASH: Readonly<Record<Currency, string>> = { USD: '10000', KRW: '10000000' };

type Args = Readonly<Partial<Record<(typeof POSITIONAL)[number], string | undefined>>>;

/**
 * A bot as it trades, or a strategy with a stock, on past prices: the same run as the app's research page asks for. It is
 * stored first; its card is the present state of it, so that what takes longer becomes the result where it stands.
 */
export const backtest = command<Args>({
  name: 'backtest',
  korean: ['백테스트', '과거시험'],
  aliases: [{ word: 'backtests' }],
  purpose: 'look',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({
    strategy: z.string().optional(),
    symbol: z.string().optional(),
    bot: z.string().optional(),
    span: z.string().optional(),
    cash: z.string().optional(),
  }),
  positional: POSITIONAL,
  run: (context, args) =>
    atDesk(context, (desk) => {
      const { line, cash } = lineOf(args);
      if (line === '' && cash === null) return choices(context, desk);
      const [id = '', what] = line.split(' ');
      if (id.startsWith(TEST)) return known(context, desk, { id, what });
      const said = readTestLine(line, desk.cards.marketAt ?? context.now);
      return ask(context, desk, cash === null ? said : { ...said, cash });
    }),
});

/**
 * A form fills in each argument, a typed line fills them by place whatever they are: joined again they are the line. An
 * amount in its own field is one, also where it could be a year.
 */
function lineOf(args: Args): { readonly line: string; readonly cash: string | null } {
  const { cash = '' } = args;
  const isAmount = /^\S+$/.test(cash) && (parseAmount(cash, 'USD') ?? parseAmount(cash, 'KRW')) !== null;
  const names = isAmount ? POSITIONAL.filter((name) => name !== 'cash') : POSITIONAL;
  const line = names
    .map((name) => args[name] ?? '')
    .join(' ')
    .trim()
    .replace(/\s+/g, ' ');
  return { line, cash: isAmount ? cash : null };
}

async function choices(context: CommandContext, desk: Desk): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  const [instruments, tests] = await Promise.all([
    instrumentsAtHand(context, desk, INSTRUMENTS_OFFERED),
    useCases.backtests(caller, { limit: TESTS_READ }),
  ]);
  const last = tests.ok ? tests.value.items.find(({ kind, status }) => kind === 'backtest' && status === 'done') : null;
  const bots = await useCases.bots(caller, { accountId: desk.account.id });
  return [chooseTestCard({ bots: bots.ok ? bots.value.items : [], instruments, last: last ?? null }, desk.cards)];
}

/** A test there is: how it stands, `cancel` ends it, `luck` says what it cannot tell. */
function known(
  context: CommandContext,
  desk: Desk,
  { id, what }: { readonly id: string; readonly what: string | undefined },
): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  const answer = what === CANCEL ? useCases.cancelBacktest(caller, id) : useCases.backtest(caller, id);
  if (what !== LUCK) return shown(context, desk, answer);
  return drawn(context, answer, (run) => [luckCard(run, desk.cards)]);
}

async function ask(context: CommandContext, desk: Desk, line: TestLine): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const { days = {}, said: span } = line.span ?? {};
  const called = await botCalled(context, desk, { reference: line.rest, verb: (id) => verbOfBot(id, line) });
  if ('cards' in called) return called.cards;
  if (called.found !== null) {
    const { bot } = called.found;
    const input = CreateBotBacktest.parse({ kind: 'backtest', ...days });
    const cards = await shown(context, called.found.desk, useCases.backtestBot(caller, bot.id, input));
    return line.cash === null ? cards : withLine(cards, words.backtest.said.ownAmount);
  }
  const { strategy, rest } = strategyIn(line.rest, words);
  const wish = { ...(span !== undefined && { span }), ...(line.cash !== null && { cash: line.cash }) };
  const verb = backtestVerb({ ...wish, ...(strategy !== null && { strategy }), what: '' });
  if (rest === '') return offerInstruments(context, desk, verb);
  const found = await instrumentOf(context, desk, { rest, verb, hasStrategy: strategy !== null });
  if ('cards' in found) {
    const input = testOf(desk, { strategy, symbol: rest.toUpperCase(), days, cash: line.cash ?? USUAL_CASH.USD });
    // An imported file is no stock of this market, and can be tested all the same.
    const imported = rest.includes(' ') || input === null ? null : await useCases.createBacktest(caller, input);
    const isOne = imported !== null && (imported.ok || imported.error.code === 'backtests-waiting');
    return isOne ? shown(context, desk, Promise.resolve(imported)) : found.cards;
  }
  const { instrument, wrong } = found;
  const name = longName(desk.cards, instrument);
  const asked: TestWish = { ...wish, what: instrument.symbol };
  if (strategy === OTHERWISE || wrong !== null) {
    const strategies = listStrategies().map((one) => one.name);
    return [chooseStrategyCard({ name, wish: asked, strategies, wrong }, desk.cards)];
  }
  const { currency } = instrument;
  const input = testOf(
    desk,
    { strategy, symbol: instrument.symbol, days, cash: line.cash ?? USUAL_CASH[currency] },
    currency,
  );
  const again = { ...asked, ...(strategy !== null && { strategy }) };
  if (input === null) return [otherCurrencyCard({ name, currency, wish: again }, desk.cards)];
  return shown(context, desk, useCases.createBacktest(caller, input));
}

/** A strategy alone with one stock, as the research page asks for it; null where the amount is in another currency. */
function testOf(
  { account }: Desk,
  {
    strategy,
    symbol,
    days,
    cash,
  }: { readonly strategy: string | null; readonly symbol: string; readonly days: Span; readonly cash: string },
  currency: Currency = 'USD',
): CreateBacktest | null {
  const amount = parseAmount(cash, currency);
  if (amount === null) return null;
  return CreateBacktest.parse({
    ...{ kind: 'backtest', strategy: strategy ?? USUAL_STRATEGY, symbols: [symbol], ...days, cash: amount },
    ...{ accountId: account.id, sizing: { kind: 'all-in' } },
  });
}

const verbOfBot = (id: string, { span }: TestLine): string =>
  ['backtest', id, ...(span === null ? [] : [span.said])].join(' ');

/** The stock in what is left, in whole; else by its first or last word, where the others are no strategy there is. */
async function instrumentOf(
  context: CommandContext,
  desk: Desk,
  { rest, verb, hasStrategy }: { readonly rest: string; readonly verb: string; readonly hasStrategy: boolean },
): Promise<{ instrument: InstrumentView; wrong: string | null } | { cards: readonly Card[] }> {
  const words = rest.split(' ');
  const exact = (name: string) => context.useCases.instrument(context.caller, name, desk.account.id);
  if (!hasStrategy && words.length > 1 && !(await exact(rest)).ok)
    for (const [name, wrong] of [
      [words.at(-1) ?? '', words.slice(0, -1).join(' ')],
      [words[0] ?? '', words.slice(1).join(' ')],
    ] as const) {
      const found = await exact(name);
      if (found.ok) return { instrument: found.value, wrong };
    }
  const found = await findInstrument(context, desk, { query: rest, verb });
  return 'cards' in found ? found : { ...found, wrong: null };
}

function shown(
  context: CommandContext,
  desk: Desk,
  answer: Promise<Result<BacktestRunView | BacktestRunDetail, Failure>>,
): Promise<readonly Card[]> {
  const next = [button(context.words.backtest.said.buttons.another, 'backtest')];
  const draw = async (run: BacktestRunView | BacktestRunDetail): Promise<readonly Card[]> => {
    const there =
      run.accountId === null || run.accountId === desk.account.id ? null : await context.desk(run.accountId);
    const cards = there?.ok === true ? there.value.cards : desk.cards;
    return [backtestCard(run, await testedOf(context.useCases, context.caller, { run, cards }), cards)];
  };
  return drawn(context, answer, draw, next);
}

/** What a test is of, for its card. */
export async function testedOf(
  useCases: UseCases,
  caller: Caller,
  { run, cards }: { readonly run: BacktestRunView; readonly cards: CardContext },
): Promise<Tested> {
  const [symbol = ''] = run.request.symbols;
  const found = await useCases.instrument(caller, symbol, run.accountId ?? undefined);
  const instrument = found.ok ? found.value : null;
  const bot = botOf(cards, run.botId);
  return { bot, instrument, currency: instrument?.currency ?? cards.currency };
}

function withLine([first, ...others]: readonly Card[], line: string): readonly Card[] {
  return first === undefined ? [] : [{ ...first, lines: [...first.lines, line] }, ...others];
}
