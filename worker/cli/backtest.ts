import { z } from 'zod';
import type { BotView } from '#shared/contract/bot.ts';
import { RISK_LEVELS, RISK_PROFILES, type RiskLevel } from '#shared/domain/risk-profile.ts';
import type { CodedNote } from '#shared/domain/backtest-codes.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import type { BacktestInput, Costs, Sizing } from '#shared/simulator/backtest/input.ts';
import { checkLookAhead, type LookAheadVerdict } from '#shared/simulator/backtest/look-ahead.ts';
import { runBacktest } from '#shared/simulator/backtest/run-backtest.ts';
import { readsForecasts, STRATEGIES, strategyNamed } from '#shared/strategies/index.ts';
import type { StrategyConfig } from '#shared/strategies/strategy.ts';
import { fill } from '#shared/words/fill.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import { PlainError } from '../host/plain-error.ts';
import { withApi } from './api.ts';
import { backtestJson, backtestLines } from './backtest-report.ts';
import type { Asked, Command } from './command.ts';
import { EXIT_OPTIONS, exitPlanOf } from './exit-options.ts';
import { kebab } from './kebab.ts';
import { askedBars } from './past-bars.ts';
import { withProduct } from './with-product.ts';

/** Every setting of every strategy, as an option: `--fast`, `--fresh-bars`. */
const STRATEGY_OPTIONS = [...new Set(STRATEGIES.flatMap(({ configSchema }) => settingsOf(configSchema)))];
const ONE_WEEK_MS = 7 * DAY_MS;
/** How often the look-ahead check changes the future. */
const LOOK_AHEAD = { seed: 1, trials: 20 };

export const backtestCommand: Command = {
  name: 'backtest',
  usage: 'backtest [--strategy NAME] [--symbol S,S] [--from DAY] [--to DAY] [--trail-fraction 8%] …',
  summary: 'a strategy over stored bars: a bot’s (one week, medium, $1,000), or alone with --sizing all-in or one',
  options: [
    'strategy',
    'symbol',
    'file',
    'from',
    'to',
    'timeframe',
    'sizing',
    'cash',
    'investment',
    'risk-level',
    'bot',
    'commission',
    'spread',
    'slippage',
    'volume-share',
    ...EXIT_OPTIONS,
    ...STRATEGY_OPTIONS.map(kebab),
  ],
  flags: ['short', 'close-at-end', 'curve', 'look-ahead'],
  async run(asked) {
    const { input, cut } = await askedInput(asked);
    const result = runBacktest(input);
    if (!result.ok) throw new PlainError(refusalLine(result.error));
    if (cut !== null) asked.say(`The market has come to ${cut}: later bars are not seen.`);
    const lookAhead = asked.options['look-ahead'] === 'true' ? checkLookAhead(input, LOOK_AHEAD) : null;
    if (asked.isJson) {
      const json = backtestJson(input, result.value, asked.options['curve'] === 'true');
      asked.print(JSON.stringify(lookAhead === null ? json : { ...json, lookAhead }));
    } else {
      for (const line of backtestLines(input, result.value)) asked.print(line);
      if (lookAhead !== null) asked.print(lookAheadLine(lookAhead));
    }
    return lookAhead === null || lookAhead.found === null ? 0 : 1;
  },
};

/** What was asked for on the command line, with its bars. `cut`: the day up to which a running market shows them. */
export async function askedInput(asked: Asked): Promise<{ input: BacktestInput; cut: string | null }> {
  const { options } = asked;
  const bot = options['bot'] === undefined ? null : await botOf(asked, options['bot']);
  const riskLevel = bot?.riskLevel ?? chosen(options['risk-level'] ?? 'medium', RISK_LEVELS, 'risk-level');
  const strategyName = options['strategy'] ?? bot?.strategy ?? 'ma-cross';
  const strategy = strategyNamed(strategyName);
  if (strategy === null) {
    throw new PlainError(
      `There is no strategy ${strategyName}. There are: ${STRATEGIES.map((one) => one.name).join(', ')}.`,
    );
  }
  const own = bot?.strategy === strategyName ? bot.strategyConfig : {};
  const config = configOf(strategy.configSchema, options, own);
  const sizing = sizingOf(options, riskLevel, bot);
  const stored = await askedBars(asked, {
    list: RISK_PROFILES[riskLevel].watchlist,
    timeframe: options['timeframe'] ?? bot?.timeframe,
    forecasts: readsForecasts(strategy.name, config),
  });
  // A list that the market filled up may hold other currencies: a bot without a name for them leaves them out.
  const isListed = options['symbol'] === undefined && options['file'] === undefined;
  const dollars = stored.filter(({ instrument }) => instrument.currency === 'USD');
  const past = isListed && dollars.length > 0 ? dollars : stored;
  const [first] = past;
  if (first === undefined) throw new PlainError('There are no bars. Import some: npm run nod -- import FILE.csv');
  const isAWeek =
    options['from'] === undefined &&
    options['to'] === undefined &&
    options['symbol'] === undefined &&
    options['file'] === undefined;
  const last = Math.max(...past.map(({ bars }) => bars.t.at(-1) ?? 0));
  const input: BacktestInput = {
    instruments: past,
    timeframe: first.timeframe,
    strategy,
    config,
    cash:
      numberOf(options, 'cash') ??
      numberOf(options, 'investment') ??
      (bot === null ? null : Number(bot.investmentAmount)) ??
      (sizing.kind === 'bot' ? 1_000 : 10_000),
    from: dayOf(options, 'from') ?? (isAWeek ? last - ONE_WEEK_MS : null),
    to: endOf(options),
    sizing,
    costs: costsOf(options, sizing),
    mayShort: options['short'] === 'true',
    atEnd: options['close-at-end'] === 'true' ? 'closed' : 'left',
  };
  const until = first.until;
  return { input, cut: until === null ? null : new Date(until).toISOString().slice(0, 10) };
}

function botOf(asked: Asked, id: string): Promise<BotView> {
  return withProduct(asked, ({ admin }) =>
    withApi(admin, { name: 'nod backtest', scopes: ['read'] }, (api) =>
      api.get<BotView>(`bots/${encodeURIComponent(id)}`).catch(() => {
        throw new PlainError(`There is no bot ${id}.`);
      }),
    ),
  );
}

/** As a bot sizes and holds, its own way where one is named; else the strategy alone, which has no plan. */
function sizingOf(options: Asked['options'], riskLevel: RiskLevel, bot: BotView | null): Sizing {
  const text = options['sizing'];
  if (text === undefined || text === 'bot') {
    const exits = exitPlanOf(options, bot?.exits);
    return {
      kind: 'bot',
      riskLevel,
      limits: null,
      otherCash: 0,
      ...(bot !== null && { method: bot.sizing, profile: bot.profile }),
      exits,
    };
  }
  const plan = EXIT_OPTIONS.find((name) => options[name] !== undefined);
  if (plan !== undefined)
    throw new PlainError(`--${plan} is of a bot, the strategy alone has no such plan: leave --sizing ${text} out.`);
  if (text === 'all-in') return { kind: 'all-in' };
  const units = text === 'one' ? 1 : Number(text);
  if (!(units > 0)) throw new PlainError('--sizing is bot, all-in, one or a number of units.');
  return { kind: 'units', units };
}

/** A bot pays what its market takes; the strategy alone nothing unless told. */
function costsOf(options: Asked['options'], sizing: Sizing): Costs {
  const given = options['commission'] ?? (sizing.kind === 'bot' ? 'market' : '0');
  return {
    commission:
      given === 'market'
        ? { kind: 'market' }
        : { kind: 'fraction', perSide: numberOf({ commission: given }, 'commission') ?? 0 },
    spread: numberOf(options, 'spread') ?? 0,
    slippage: numberOf(options, 'slippage') ?? 0,
    volumeShareMax: numberOf(options, 'volume-share'),
  };
}

/** What is given over what is usual, or over a bot's own numbers. */
function configOf(
  schema: z.ZodType<StrategyConfig>,
  options: Asked['options'],
  own: Readonly<Record<string, unknown>>,
): StrategyConfig {
  const names = new Set(settingsOf(schema));
  const given: Record<string, unknown> = { ...own };
  for (const name of STRATEGY_OPTIONS) {
    const value = numberOf(options, kebab(name));
    if (value === null) continue;
    if (!names.has(name)) throw new PlainError(`This strategy has no --${kebab(name)}.`);
    given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = `--${kebab(String(issue?.path[0] ?? ''))}`;
  if (issue?.code === 'too_big') throw new PlainError(`${field} is at most ${issue.maximum}.`);
  if (issue?.code === 'too_small') throw new PlainError(`${field} is at least ${issue.minimum}.`);
  const said = issue?.message.startsWith('config.') === true ? ' --fast must be smaller than --slow.' : '';
  throw new PlainError(`${field} does not fit.${said}`);
}

function settingsOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, unknown> };
  return Object.keys(properties);
}

function numberOf(options: Asked['options'], name: string): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new PlainError(`--${name} is a number, not ${text}.`);
  return value;
}

function dayOf(options: Asked['options'], name: string): number | null {
  const text = options[name];
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(at)) throw new PlainError(`--${name} is a day like 2019-12-31.`);
  return at;
}

/** A bare day includes it. */
function endOf(options: Asked['options']): number | null {
  const at = dayOf(options, 'to');
  return at === null ? null : (options['to'] ?? '').length > 10 ? at : at + DAY_MS - 1;
}

function chosen<T extends string>(text: string, values: readonly T[], name: string): T {
  const value = values.find((known) => known === text);
  if (value === undefined) throw new PlainError(`--${name} is one of ${values.join(', ')}.`);
  return value;
}

function lookAheadLine({ found, compared }: LookAheadVerdict): string {
  const words = wordsFor('en').backtest;
  return found === null ? words.noLookAhead({ compared: compared.toLocaleString('en') }) : words.looksAhead;
}

/** Why there is no result, in words. */
export function refusalLine({
  code,
  values,
}: CodedNote<keyof ReturnType<typeof wordsFor>['backtest']['refusals']>): string {
  const hint = code === 'short-not-for-bots' ? ' (--sizing all-in or one)' : '';
  return (
    wordsFor('en').backtest.refusals[code](fill({ ...values }, { reader: readerOf('en'), currency: 'USD' })) + hint
  );
}
