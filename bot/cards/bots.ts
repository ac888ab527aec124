import { EXTENDED_BY_WEEKS, type BotPreview, type BotView, type ENDINGS } from '#shared/contract/bot.ts';
import { UNANSWERED_MAX } from '#shared/domain/absence.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { accountName } from '#shared/words/account-name.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { exitPlanText } from '#shared/words/exit-plan-text.ts';
import { ownProfileText } from '#shared/words/own-profile-text.ts';
import { day, dayTime } from '#shared/words/format-time.ts';
import { money, percent } from '#shared/words/format.ts';
import { livelyText } from '#shared/words/lively-text.ts';
import { sizedText, sizingText } from '#shared/words/sizing-text.ts';
import { againButton, UNVISITED_DAYS, whySilent } from './absence.ts';
import { button, rows, spread, type Card, type CardButton } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { lookLine } from './look.ts';
import { strategyKind } from './strategy-words.ts';

/** Under this many cases nobody can tell luck from skill. */
const CASES_TO_JUDGE = 20;
/** Buttons for so many bots; more are opened by name. */
const BOTS_SHOWN = 6;

export function botsCard(bots: readonly BotView[], context: CardContext): Card {
  const { words } = context;
  const newBot = button(words.bots.buttons.newBot, 'newbot', bots.length === 0 ? 'primary' : 'plain');
  if (bots.length === 0) {
    return card(context, words.bots.none, { lines: [words.bots.noneLine], buttons: rows([newBot]) });
  }
  const choices = bots.slice(0, BOTS_SHOWN - 1).map((bot) => button(bot.name, `bots ${bot.id}`));
  return card(context, words.bots.title({ count: bots.length }), {
    lines: bots.map((bot) => botLine(bot, context)),
    buttons: spread([...choices, newBot], 3),
  });
}

/** Several bots of one name: which? Each by what tells them apart; `verb` goes on with one. */
export function sameNameCard(
  bots: readonly BotView[],
  {
    accountName: nameOf,
    verb,
  }: { readonly accountName: (id: string) => string | null; readonly verb: (id: string) => string },
  context: CardContext,
): Card {
  const { words, reader } = context;
  const shown = bots.slice(0, BOTS_SHOWN);
  return card(context, words.bots.sameName({ name: bots[0]?.name ?? '', count: bots.length }), {
    lines: shown.map((bot, place) =>
      words.bots.apart({
        place: place + 1,
        account: accountName(nameOf(bot.accountId) ?? '', reader.language),
        amount: money(bot.investmentAmount, bot.currency, reader.language, { style: 'round' }),
        strategy: strategyKind(bot.strategy, words),
        since: dayTime(bot.createdAt, reader),
        mode: words.states.modes[bot.mode],
      }),
    ),
    buttons: spread(
      shown.map(({ id }, place) => button(String(place + 1), verb(id))),
      3,
    ),
    tone: 'choice',
    expects: 'choice',
  });
}

function botLine(bot: BotView, context: CardContext): string {
  const { words } = context;
  const { round, result } = figures(context);
  return words.bots.line({
    name: bot.name,
    mode: modeName(bot, context),
    value: bot.equity === null ? words.bots.valueUnknown : round(bot.equity),
    result: result(
      decimal(bot.realizedPnl)
        .plus(bot.unrealizedPnl ?? 0)
        .toFixed(),
    ),
    autonomy: autonomyText(bot, context),
  });
}

/** What it does now, in two or three words. */
function modeName({ mode, silent }: Pick<BotView, 'mode' | 'silent'>, { words }: CardContext): string {
  return mode === 'active' && silent !== null ? words.states.silent : words.states.modes[mode];
}

function autonomyText({ autonomy, askAbove }: BotView, context: CardContext): string {
  const { words } = context;
  if (autonomy === 'ask-above' && askAbove !== null) {
    return words.states.askAbove({ amount: figures(context).round(askAbove) });
  }
  return words.states.autonomies[autonomy];
}

/** What it may do without asking, in one or two sentences. */
export function aloneLines(
  { autonomy, askAbove, sells }: Pick<BotView, 'autonomy' | 'askAbove' | 'sells'>,
  context: CardContext,
): string[] {
  const { alone: mayAlone, sellsAlone, protectsAlone } = context.words.bots;
  const amount = askAbove === null ? '?' : figures(context).round(askAbove);
  const buys = autonomy === 'ask-above' ? mayAlone['ask-above'](amount) : mayAlone[autonomy];
  if (autonomy === 'suggest') return [buys];
  // One that asks says so when it stops; of the others nobody would expect it.
  const rule = { count: UNANSWERED_MAX, days: UNVISITED_DAYS };
  const alone = autonomy === 'ask' ? [] : [context.words.absence.rule(rule)];
  return [buys, sellsAlone[sells], protectsAlone, ...alone];
}

/** What moves its stops and sells at the latest; nothing where nothing does. */
function exitLines({ exits }: BotView, { words }: CardContext): string[] {
  const text = exitPlanText(words.bots, exits);
  return text === null ? [] : [words.bots.exits.line(text)];
}

/** What it has otherwise than its risk level. */
function ownLines({ profile }: BotView, { words }: CardContext): string[] {
  const text = ownProfileText(words.bots, profile);
  return text === null ? [] : [text];
}

function ownText(bot: BotView, context: CardContext): string {
  return ownLines(bot, context)[0] ?? context.words.bots.ownProfile.none;
}

export function botCard(bot: BotView, context: CardContext): Card {
  const { words, reader } = context;
  const { round, result } = figures(context);
  const { trades, wins } = bot;
  const value = bot.equity === null ? words.bots.valueUnknown : round(bot.equity);
  const lines = [
    words.bots.mode({ mode: modeName(bot, context), reason: modeReason(bot, context) }),
    ...(bot.silent === null ? [] : [whySilent(bot.silent, context)]),
    words.bots.detail({
      amount: round(bot.investmentAmount),
      risk: words.states.riskLevels[bot.riskLevel],
      weeks: bot.durationWeeks,
      ends: day(bot.endsAt, reader),
    }),
    ...ownLines(bot, context),
    words.bots.money({
      invested: bot.invested === null ? words.bots.valueUnknown : round(bot.invested),
      free: round(bot.cashFree),
    }),
    words.bots.settled({
      settled: result(bot.realizedPnl),
      open: bot.unrealizedPnl === null ? words.bots.valueUnknown : result(bot.unrealizedPnl),
    }),
    trades === 0
      ? words.bots.tradesNone
      : trades < CASES_TO_JUDGE
        ? words.bots.tradesFew({ wins, trades })
        : words.bots.trades({ wins, trades }),
    ...aloneLines(bot, context),
    sizingText(bot.sizing, words.bots),
    ...exitLines(bot, context),
    words.bots.looksFor({ strategy: strategyName(bot.strategy, context), count: bot.instrumentCount }),
  ];
  if (bot.missingNames !== null && bot.missingNames.length > 0) {
    lines.push(words.bots.missing({ names: bot.missingNames.join(', ') }));
  }
  lines.push(bot.lastLook === null ? words.bots.neverLooked : lookLine(bot.lastLook, context));
  const { pause, resume, why, bots, size, risk } = words.bots.buttons;
  const mayBuy = bot.mode === 'active' ? button(pause, `pause ${bot.id}`) : button(resume, `resume ${bot.id}`);
  const toggle = bot.mode === 'active' && bot.silent !== null ? againButton(bot, context) : mayBuy;
  return card(context, `${words.proposal.botName(bot.name)} · ${value}`, {
    lines,
    buttons: rows(
      [toggle, button(why, `why ${bot.id}`), button(bots, 'bots')],
      [button(size, `bots ${bot.id} size`), button(risk, `bots ${bot.id} risk`)],
    ),
  });
}

/** How it finds sizes, or its own numbers, from now on. */
export function botSetCard(bot: BotView, part: 'size' | 'risk', context: CardContext): Card {
  const { words } = context;
  const { sizing, ownProfile } = words.bots;
  const title = part === 'size' ? sizing.title : ownProfile.title;
  const now = part === 'size' ? sizingText(bot.sizing, words.bots) : ownText(bot, context);
  const within = part === 'size' ? sizing.smallerOnly : ownProfile.within;
  return card(context, `${words.proposal.botName(bot.name)} · ${title}`, {
    lines: [now, sizing.saved, within],
    buttons: rows([button(bot.name, `bots ${bot.id}`)]),
  });
}

function strategyName(name: string, { words }: CardContext): string {
  const { strategies } = words.states;
  return Object.hasOwn(strategies, name) ? strategies[name as keyof typeof strategies] : words.unnamedReason;
}

export function botCreatedCard(bot: BotView, context: CardContext): Card {
  const { words } = context;
  const title = words.bots.created({
    name: words.proposal.botName(bot.name),
    amount: figures(context).round(bot.investmentAmount),
    risk: words.states.riskLevels[bot.riskLevel],
    weeks: bot.durationWeeks,
  });
  return card(context, title, {
    lines: [
      ...aloneLines(bot, context),
      ...exitLines(bot, context),
      words.bots.lookingAt({ count: bot.instrumentCount }),
    ],
    buttons: rows([button(bot.name, `bots ${bot.id}`)]),
  });
}

export function botModeCard(bot: Pick<BotView, 'id' | 'name' | 'mode' | 'modeReason'>, context: CardContext): Card {
  const { words } = context;
  const name = words.proposal.botName(bot.name);
  const { pause, resume } = words.bots.buttons;
  if (bot.mode === 'active') {
    return card(context, words.bots.resumed(name), {
      lines: [words.bots.resumedNote],
      buttons: rows([button(pause, `pause ${bot.id}`)]),
    });
  }
  const reason = modeReason(bot, context);
  return card(context, bot.modeReason === 'ended' ? words.bots.ended(name) : words.bots.paused(name), {
    lines: [
      ...(reason === null || bot.modeReason === 'ended' ? [] : [words.proposal.because(reason)]),
      words.bots.pausedNote,
    ],
    buttons: rows([
      bot.modeReason === 'ended' ? button(bot.name, `bots ${bot.id}`) : button(resume, `resume ${bot.id}`),
    ]),
  });
}

/** What a bot that nears its last day is asked about. */
export interface EndingBot {
  readonly id: string;
  readonly name: string;
  readonly endsAt: string;
}

/** Three days before its last day: it asks once, and says what no answer means. */
export function endingCard(
  bot: EndingBot,
  { positions, invested }: { readonly positions: number; readonly invested: string | null },
  context: CardContext,
): Card {
  const { words, reader } = context;
  const value = invested === null ? null : figures(context).round(invested);
  return card(context, words.bots.ending({ name: bot.name, day: day(bot.endsAt, reader) }), {
    lines: [words.bots.endingHolds({ count: positions, value }), words.bots.endingSilence],
    buttons: rows(endingButtons(bot, { isOver: false, positions }, context)),
    tone: 'question',
  });
}

function endingButtons(
  { id }: EndingBot,
  { isOver, positions }: { readonly isOver: boolean; readonly positions: number },
  { words }: CardContext,
): CardButton[] {
  const { extend, sell, sellNow, keep } = words.bots.endingButtons;
  return [
    button(extend(EXTENDED_BY_WEEKS), `ending ${id} extend`, 'primary'),
    ...(positions > 0 ? [button(isOver ? sellNow : sell, `ending ${id} sell`)] : []),
    button(keep, `ending ${id} keep`),
  ];
}

/** What was answered, and what it means. */
export function endingAnsweredCard(
  bot: EndingBot,
  { choice, isOver }: { readonly choice: (typeof ENDINGS)[number]; readonly isOver: boolean },
  context: CardContext,
): Card {
  const { bots } = context.words;
  const about = { name: bot.name, day: day(bot.endsAt, context.reader) };
  const buttons = rows([button(bot.name, `bots ${bot.id}`)]);
  if (choice === 'extend') {
    return card(context, bots.endingChosen.extend(about), { lines: [bots.endingExtendNote], buttons });
  }
  const title = isOver ? bots.endingChosenNow[choice](bot.name) : bots.endingChosen[choice](about);
  const sells = isOver ? bots.endingSellNowNote : bots.endingSellNote;
  return card(context, title, { lines: [choice === 'sell' ? sells : bots.endingKeepNote], buttons });
}

function modeReason(bot: Pick<BotView, 'id' | 'modeReason'>, context: CardContext): string | null {
  if (bot.modeReason === null || !Object.hasOwn(context.words.outcomes, bot.modeReason)) return null;
  return reasonText({ code: bot.modeReason, values: {} }, fillContext(context, { botId: bot.id }));
}

/** What a risk level means in money, for the last question of the dialog. */
export function previewLines(preview: BotPreview, context: CardContext): string[] {
  const { words } = context;
  const { round } = figures(context);
  const position = words.bots.previewPosition({ amount: round(preview.largestPosition) });
  const lines = [
    preview.cutBy === null ? position : `${position} (${words.bots.cutBy[preview.cutBy]})`,
    words.bots.previewStop({
      cost: round(decimal(preview.stopOutCost).abs().toFixed()),
      count: preview.stopOutsToStop,
      floor: round(preview.stopsBuyingBelow),
    }),
    words.bots.previewAfford({ affordable: preview.affordable, count: preview.instrumentCount }),
  ];
  if (preview.sized !== null) lines.push(sizedText(preview.sized, words.bots, round));
  if (preview.missingNames.length > 0) lines.push(words.bots.missing({ names: preview.missingNames.join(', ') }));
  const lively = livelyText(preview, words.bots);
  if (lively !== null) lines.push(lively);
  if (preview.filledUp) lines.push(words.bots.previewFilledUp);
  const { monthlyAssumption: monthly, yearlyImplied: yearly } = preview;
  lines.push(words.bots.previewAssumes({ monthly: percent(monthly), yearly: percent(yearly, { digits: 0 }) }));
  return lines;
}
