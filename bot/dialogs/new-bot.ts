import { z } from 'zod';
import type { BotPreview, CreateBot } from '#shared/contract/bot.ts';
import { AUTONOMIES } from '#shared/contract/bot.ts';
import { TIMEFRAMES } from '#shared/domain/bar.ts';
import { botSizingSchema, type BotSizing } from '#shared/domain/bot-sizing.ts';
import { exitPlanSchema, hasExitPlan } from '#shared/domain/exit-plan.ts';
import { RISK_LEVELS } from '#shared/domain/risk-profile.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { percent } from '#shared/words/format.ts';
import { sizingText } from '#shared/words/sizing-text.ts';
import { parseAmount } from '#shared/words/typed-amount.ts';
import { button, rows, type Card } from '../cards/card.ts';
import { aloneLines, botCreatedCard, previewLines } from '../cards/bots.ts';
import { card } from '../cards/context.ts';
import { errorCard } from '../cards/error.ts';
import { figures } from '../cards/figures.ts';
import { narrationCard } from '../cards/look.ts';
import { strategyName } from '../cards/strategy-words.ts';
import { drawn } from '../commands/asking.ts';
import type { CommandContext, Desk } from '../commands/command.ts';
import { parseWeeks } from '../commands/numbers.ts';
import { askExits, exitRanges, planText, saidExits } from './bot-exits.ts';
import { askSizing, saidSizing } from './bot-sizing.ts';
import { askStocks, saidStocks, stocksLines, type ChosenStocks } from './bot-stocks.ts';
import { choiceOf, NO, YES, yesOrNo, saidRiskLevel } from './answers.ts';
import { askNumbers, askStrategy, DONE, saidStrategy, withNumber, type ChosenStrategy } from './bot-strategy.ts';
import { dialog, type Choose, type Next } from './dialog.ts';

const Data = z.object({
  amount: z.string().optional(),
  riskLevel: z.enum(RISK_LEVELS).optional(),
  weeks: z.number().optional(),
  autonomy: z.enum(AUTONOMIES).optional(),
  askAbove: z.string().optional(),
  strategy: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  sizing: botSizingSchema.optional(),
  /** What is being chosen besides the five questions. */
  exits: exitPlanSchema.optional(),
  list: z.object({ id: z.string(), name: z.string() }).nullish(),
  timeframe: z.enum(TIMEFRAMES).nullish(),
  choosing: z.enum(['strategy', 'numbers', 'stocks', 'sizing', 'exits']).optional(),
});
type Data = z.infer<typeof Data>;

/** Shares of the free cash that are offered, and usual lengths in weeks. */
const AMOUNT_SHARES = [0.1, 0.25, 0.5, 1];
const WEEKS_OFFERED = [2, 4, 8, 12];
/** Shares of the largest position from which a bot may be told to ask. */
const ASK_ABOVE_SHARES = [0.25, 0.5];

type Step = 'amount' | 'risk' | 'weeks' | 'alone' | 'ask-above' | NonNullable<Data['choosing']> | 'confirm';

const STRATEGY = 'strategy';
const NUMBERS = 'numbers';
const STOCKS = 'stocks';
const SIZING = 'sizing';
const EXITS = 'exits';
const AS_LARGE_AS_IT_MAY: BotSizing = { method: 'profile' };

function stepOf(data: Data): Step {
  if (data.amount === undefined) return 'amount';
  if (data.riskLevel === undefined) return 'risk';
  if (data.weeks === undefined) return 'weeks';
  if (data.autonomy === undefined) return 'alone';
  if (data.autonomy === 'ask-above' && data.askAbove === undefined) return 'ask-above';
  return data.choosing ?? 'confirm';
}

function chosen({ strategy = 'ma-cross', config = {} }: Data): ChosenStrategy {
  return { strategy, config };
}

function stocksOf({ list = null, timeframe = null }: Data): ChosenStocks {
  return { list, timeframe };
}

/**
 * Amount, risk in money, weeks, what it may do alone, confirm: five questions with a default each. How it looks, how it
 * finds a size and what moves its stops can be changed before the last one is answered.
 */
export const newBotDialog = dialog<Data>({ kind: 'newbot', data: Data, ask, answer });

async function ask(context: CommandContext, data: Data, choose: Choose): Promise<Card> {
  const desk = await context.desk();
  if (!desk.ok) return errorCard(desk.error, context.reader);
  switch (stepOf(data)) {
    case 'amount':
      return askAmount(context, desk.value, choose);
    case 'risk':
      return askRisk(context, desk.value, { data, choose });
    case 'weeks':
      return askWeeks(context, desk.value, { data, choose });
    case 'alone':
      return askAlone(context, desk.value, choose);
    case 'ask-above':
      return askAskAbove(context, desk.value, { data, choose });
    case 'strategy':
      return askStrategy(context, desk.value, choose);
    case 'numbers':
      return askNumbers(context, desk.value, chosen(data), choose);
    case 'stocks':
      return askStocks(context, desk.value, choose);
    case 'sizing':
      return askSizing(context, desk.value, data.sizing ?? AS_LARGE_AS_IT_MAY, choose);
    case 'exits':
      return askExits(context, desk.value, {
        ...{ now: data.exits ?? {}, riskLevel: data.riskLevel ?? 'low', choose },
      });
    case 'confirm':
      return askConfirm(context, desk.value, { data, choose });
  }
}

function freeCash({ account }: Desk): string {
  return account.unassigned;
}

function askAmount(context: CommandContext, desk: Desk, choose: Choose): Card {
  const { words } = context;
  const { short, round } = figures(desk.cards);
  const cash = freeCash(desk);
  const offers = AMOUNT_SHARES.map((share) => decimal(cash).times(share).round(0, 0)).filter((amount) => amount.gt(0));
  return card(desk.cards, words.newBot.amountTitle, {
    lines: [words.newBot.amountLine({ cash: round(cash) })],
    buttons: rows(offers.map((amount) => button(short(amount.toFixed()), choose(amount.toFixed())))),
    tone: 'choice',
    expects: 'text',
  });
}

function previewOf(context: CommandContext, data: Data, riskLevel: NonNullable<Data['riskLevel']>) {
  const investmentAmount = data.amount ?? '0';
  const weeks = data.weeks === undefined ? {} : { durationWeeks: data.weeks };
  return context.useCases.previewBot(context.caller, {
    investmentAmount,
    riskLevel,
    strategy: chosen(data).strategy,
    ...(data.list && { watchlistId: data.list.id }),
    ...(data.sizing !== undefined && { sizing: data.sizing }),
    ...weeks,
  });
}

async function askRisk(
  context: CommandContext,
  desk: Desk,
  { data, choose }: { data: Data; choose: Choose },
): Promise<Card> {
  const { words } = context;
  const { round, loss } = figures(desk.cards);
  const amount = data.amount ?? '0';
  const previews = await Promise.all(RISK_LEVELS.map((level) => previewOf(context, data, level)));
  const lines = previews.flatMap((preview, index) => {
    const level = RISK_LEVELS[index];
    if (!preview.ok || level === undefined) return [];
    const { largestPosition, stopOutCost } = preview.value;
    const share = percent(decimal(stopOutCost).abs().div(amount).toNumber());
    const label = words.newBot.levels[level];
    return [words.newBot.riskLine({ level: label, position: round(largestPosition), loss: loss(stopOutCost), share })];
  });
  const [failed] = previews;
  if (lines.length === 0 && failed?.ok === false) return errorCard(failed.error, context.reader);
  return card(desk.cards, words.newBot.riskTitle({ amount: round(amount) }), {
    lines,
    buttons: rows(RISK_LEVELS.map((level) => button(words.newBot.levels[level], choose(level)))),
    tone: 'choice',
    expects: 'choice',
  });
}

function askWeeks({ words }: CommandContext, desk: Desk, { data, choose }: { data: Data; choose: Choose }): Card {
  const risk = words.newBot.levels[data.riskLevel ?? 'low'];
  return card(desk.cards, words.newBot.weeksTitle({ risk }), {
    lines: [words.newBot.weeksLine],
    buttons: rows(WEEKS_OFFERED.map((weeks) => button(words.newBot.weeks(weeks), choose(String(weeks))))),
    tone: 'choice',
    expects: 'text',
  });
}

function askAlone({ words }: CommandContext, desk: Desk, choose: Choose): Card {
  const { aloneButtons, aloneTitle, aloneLine } = words.newBot;
  const means = { ...words.bots.alone, 'ask-above': words.bots.aloneAskAbove };
  const buttons = AUTONOMIES.map((key) => button(aloneButtons[key], choose(key), key === 'ask' ? 'primary' : 'plain'));
  return card(desk.cards, aloneTitle, {
    lines: [...AUTONOMIES.map((key) => `${aloneButtons[key]}: ${means[key]}`), aloneLine],
    buttons: rows(buttons.slice(0, 2), buttons.slice(2)),
    tone: 'choice',
    expects: 'choice',
  });
}

async function askAskAbove(
  context: CommandContext,
  desk: Desk,
  { data, choose }: { data: Data; choose: Choose },
): Promise<Card> {
  const { words } = context;
  const { round, short } = figures(desk.cards);
  const preview = await previewOf(context, data, data.riskLevel ?? 'low');
  if (!preview.ok) return errorCard(preview.error, context.reader);
  const { largestPosition } = preview.value;
  const offers = ASK_ABOVE_SHARES.map((share) => decimal(largestPosition).times(share).round(0, 0)).filter((offer) =>
    offer.gt(0),
  );
  return card(desk.cards, words.newBot.askAboveTitle, {
    lines: [words.newBot.askAboveLine({ position: round(largestPosition) })],
    buttons: rows(offers.map((offer) => button(short(offer.toFixed()), choose(offer.toFixed())))),
    tone: 'choice',
    expects: 'text',
  });
}

async function askConfirm(
  context: CommandContext,
  desk: Desk,
  { data, choose }: { data: Data; choose: Choose },
): Promise<Card> {
  const { words } = context;
  const preview = await previewOf(context, data, data.riskLevel ?? 'low');
  if (!preview.ok) return errorCard(preview.error, context.reader);
  const title = words.newBot.confirmTitle({
    amount: figures(desk.cards).round(data.amount ?? '0'),
    risk: words.states.riskLevels[data.riskLevel ?? 'low'],
    weeks: words.newBot.weeks(data.weeks ?? 0),
  });
  const bot = { autonomy: data.autonomy ?? 'ask', askAbove: data.askAbove ?? null, sells: 'sell-and-tell' } as const;
  return card(desk.cards, title, {
    lines: [
      words.newBot.looksBy(strategyName(chosen(data).strategy, words)),
      ...stocksLines(stocksOf(data), words),
      sizingText(data.sizing ?? AS_LARGE_AS_IT_MAY, words.bots),
      planText(data.exits ?? {}, words),
      ...previewLines(preview.value satisfies BotPreview, desk.cards),
      ...aloneLines(bot, desk.cards),
    ],
    buttons: rows(
      [
        button(words.newBot.start, choose(YES), 'primary'),
        button(words.newBot.cancel, choose(NO)),
        button(words.newBot.stocks.button, choose(STOCKS)),
      ],
      [
        button(words.newBot.otherStrategy, choose(STRATEGY)),
        button(words.newBot.ownNumbers, choose(NUMBERS)),
        button(words.bots.buttons.size, choose(SIZING)),
        button(words.bots.buttons.exits, choose(EXITS)),
      ],
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

async function answer(context: CommandContext, data: Data, text: string): Promise<Next<Data>> {
  const { words } = context;
  const desk = await context.desk();
  if (!desk.ok) return { kind: 'leave', cards: [errorCard(desk.error, context.reader)] };
  switch (stepOf(data)) {
    case 'amount': {
      const amount = parseAmount(text, desk.value.cards.currency);
      const cash = freeCash(desk.value);
      return amount === null || decimal(amount).gt(cash)
        ? { kind: 'again', why: words.newBot.amountBad({ cash: figures(desk.value.cards).round(cash) }) }
        : { kind: 'ask', data: { ...data, amount } };
    }
    case 'risk': {
      const riskLevel = saidRiskLevel(text, words);
      return riskLevel === null
        ? { kind: 'again', why: words.chat.choose }
        : { kind: 'ask', data: { ...data, riskLevel } };
    }
    case 'weeks': {
      const weeks = parseWeeks(text);
      return weeks === null ? { kind: 'again', why: words.newBot.weeksBad } : { kind: 'ask', data: { ...data, weeks } };
    }
    case 'alone': {
      const autonomy = choiceOf(text, AUTONOMIES, words.newBot.aloneButtons, words.states.autonomies);
      return autonomy === null
        ? { kind: 'again', why: words.chat.choose }
        : { kind: 'ask', data: { ...data, autonomy } };
    }
    case 'ask-above': {
      const askAbove = parseAmount(text, desk.value.cards.currency);
      return askAbove === null
        ? { kind: 'again', why: words.newBot.askAboveBad }
        : { kind: 'ask', data: { ...data, askAbove } };
    }
    case 'strategy': {
      const strategy = saidStrategy(text, words);
      return strategy === null
        ? { kind: 'again', why: words.chat.choose }
        : { kind: 'ask', data: { ...data, strategy, config: {}, choosing: undefined } };
    }
    case 'numbers': {
      if (text.trim().toLowerCase() === DONE || text.trim() === words.newBot.done)
        return { kind: 'ask', data: { ...data, choosing: undefined } };
      const config = withNumber(chosen(data), text, words);
      return typeof config === 'string' ? { kind: 'again', why: config } : { kind: 'ask', data: { ...data, config } };
    }
    case 'stocks': {
      const stocks = await saidStocks(text, context, { desk: desk.value, now: stocksOf(data) });
      return stocks === null
        ? { kind: 'again', why: words.chat.choose }
        : { kind: 'ask', data: { ...data, ...stocks, choosing: undefined } };
    }
    case 'sizing': {
      const sizing = saidSizing(text, words);
      return sizing === null
        ? { kind: 'again', why: words.bots.sizing.how }
        : { kind: 'ask', data: { ...data, sizing, choosing: undefined } };
    }
    case 'exits': {
      const exits = saidExits(text, data.riskLevel ?? 'low');
      return exits === null
        ? { kind: 'again', why: exitRanges(words) }
        : { kind: 'ask', data: { ...data, exits, choosing: undefined } };
    }
    case 'confirm': {
      const wanted = text.trim();
      if (wanted === STRATEGY || wanted === words.newBot.otherStrategy)
        return { kind: 'ask', data: { ...data, choosing: 'strategy' } };
      if (wanted === NUMBERS || wanted === words.newBot.ownNumbers)
        return { kind: 'ask', data: { ...data, choosing: 'numbers' } };
      if (wanted === STOCKS || wanted === words.newBot.stocks.button)
        return { kind: 'ask', data: { ...data, choosing: 'stocks' } };
      if (wanted === SIZING || wanted === words.bots.buttons.size)
        return { kind: 'ask', data: { ...data, choosing: 'sizing' } };
      if (wanted === EXITS || wanted === words.bots.buttons.exits)
        return { kind: 'ask', data: { ...data, choosing: 'exits' } };
      const said = yesOrNo(text, context);
      if (said === null) return { kind: 'again', why: words.chat.choose };
      if (!said) return { kind: 'leave', cards: [card(desk.value.cards, words.chat.cancelled)] };
      return { kind: 'finish', run: () => create(context, desk.value, data) };
    }
  }
}

function create(context: CommandContext, desk: Desk, data: Data): Promise<readonly Card[]> {
  const input: CreateBot = {
    accountId: desk.account.id,
    investmentAmount: data.amount ?? '0',
    riskLevel: data.riskLevel ?? 'low',
    durationWeeks: data.weeks ?? 1,
    autonomy: data.autonomy ?? 'ask',
    ...(data.askAbove !== undefined && { askAbove: data.askAbove }),
    sells: 'sell-and-tell',
    strategy: chosen(data).strategy,
    ...(data.list && { watchlistId: data.list.id }),
    ...(data.timeframe && { timeframe: data.timeframe }),
    ...(data.sizing !== undefined && { sizing: data.sizing }),
    ...(hasExitPlan(data.exits) && { exits: data.exits }),
    ...(Object.keys(chosen(data).config).length > 0 && { strategyConfig: { ...chosen(data).config } }),
  };
  return drawn(context, context.useCases.createBot(context.caller, input), (bot) => {
    const created = botCreatedCard(bot, desk.cards);
    return bot.lastLook === null ? [created] : [created, narrationCard(bot, bot.lastLook, desk.cards)];
  });
}
