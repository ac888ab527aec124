import { LOSS_REASONS, type AccountView } from '#shared/contract/account.ts';
import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import type { BotView } from '#shared/contract/bot.ts';
import { isAtStake } from '#shared/domain/step-up.ts';
import { accountName } from '#shared/words/account-name.ts';
import { hasWords, reasonText } from '#shared/words/catalogue.ts';
import { ago, msOf } from '#shared/words/format-time.ts';
import { percent } from '#shared/words/format.ts';
import { benchmarkLines } from './benchmark.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { lookLine } from './look.ts';

/** The whole day in one card: is my money safe, does anything need me, what happened. */
export function todayCard(account: AccountView, bots: readonly BotView[], context: CardContext): Card {
  const { words } = context;
  const lines = [
    safetyLine(account, context),
    ...modeLines(account, context),
    needsLine(account, context),
    ...(bots.length === 0 ? [words.bots.noneLine] : []),
    ...nextLookLines(bots, context),
    ...lookLines(bots, context),
    cashLine(account, context),
  ];
  const { pending, positions, bots: botsLabel, resume, stopBuying } = words.account.buttons;
  return card(context, titleOf(account, context), {
    lines,
    buttons: rows([
      account.pendingProposals > 0 && button(pending, 'pending', 'primary'),
      account.silentBots > 0 && button(words.absence.again, 'resume asking'),
      account.mode !== 'active' && liftsByItself(account, context) === undefined && button(resume, 'resume'),
      button(positions, 'positions'),
      bots.length === 0 ? button(words.bots.buttons.newBot, 'newbot') : button(botsLabel, 'bots'),
      account.mode === 'active' && button(stopBuying, 'pause'),
    ]),
    picture: { kind: 'equity', accountId: account.id },
    tone: account.protection.protected < account.protection.positions ? 'act-now' : 'news',
  });
}

function titleOf(account: AccountView, context: CardContext): string {
  const { words } = context;
  const { exact, result } = figures(context);
  if (account.equity === null) return words.account.valueUnknown;
  const share = account.dayResultPercent === null ? '' : ` (${dayShare(account.dayResultPercent)})`;
  const day = account.dayResult === null ? null : `${result(account.dayResult)}${share}`;
  return words.account.todayTitle({ value: exact(account.equity), result: day });
}

/** A day's result in percent; a small one with one more digit, so that a loss never reads as nothing. */
function dayShare(dayResultPercent: number): string {
  return percent(dayResultPercent / 100, { signed: true, digits: Math.abs(dayResultPercent) < 0.1 ? 2 : 1 });
}

/** For a group: percentages only. */
export function todayGroupCard(account: AccountView, context: CardContext): Card {
  const { words } = context;
  const { dayResultPercent } = account;
  const day = dayResultPercent === null ? words.account.valueUnknown : dayShare(dayResultPercent);
  return card(
    { ...context, accountName: null },
    words.account.todayTitle({ value: accountName(account.name, context.reader.language), result: day }),
    {
      lines: [safetyLine(account, context), needsLine(account, context)],
    },
  );
}

function safetyLine({ protection, brokerCheckedAt }: AccountView, context: CardContext): string {
  const { words, reader, now } = context;
  const { positions: count, protected: safe, heldByNod } = protection;
  if (count === 0) return words.account.nothingHeld;
  if (safe < count) return words.account.protectedSome({ protected: safe, count });
  const parts = [words.account.protectedAll({ count })];
  if (heldByNod > 0) parts.push(words.account.heldByNod({ count: heldByNod }));
  if (brokerCheckedAt !== null) {
    const broker = words.states.brokers[context.broker];
    parts.push(words.account.brokerChecked({ broker, ago: ago(now - msOf(brokerCheckedAt), reader.language) }));
  }
  return parts.join(' · ');
}

function modeLines(account: AccountView, context: CardContext): string[] {
  const { words } = context;
  const lines = account.recovering ? [words.account.recovering] : [];
  if (account.mode === 'active') return lines;
  return [
    ...lines,
    words.account.mode({ mode: words.states.modes[account.mode], reason: modeReason(account, context) }),
  ];
}

function needsLine(account: AccountView, { words }: CardContext): string {
  const needs: string[] = [];
  if (account.pendingProposals > 0) needs.push(words.account.waits({ count: account.pendingProposals }));
  if (account.silentBots > 0) needs.push(words.absence.waits({ count: account.silentBots }));
  if (account.unresolvedOrders > 0) needs.push(words.account.unresolved({ count: account.unresolvedOrders }));
  return needs.length === 0 ? words.account.nothingNeedsYou : needs.join(' · ');
}

function lookLines(bots: readonly BotView[], context: CardContext): string[] {
  const { words } = context;
  return bots
    .filter(({ mode, lastLook }) => mode === 'active' && lastLook !== null)
    .slice(0, 3)
    .map(
      ({ name, lastLook }) =>
        `${words.proposal.botName(name)}: ${lastLook === null ? '' : lookLine(lastLook, context)}`,
    );
}

/** Bots that have not looked yet; the line of a look names the next one itself. */
function nextLookLines(bots: readonly BotView[], context: CardContext): string[] {
  const { words } = context;
  return bots
    .filter(({ mode, lastLook }) => mode === 'active' && lastLook === null)
    .slice(0, 3)
    .map(({ name }) => `${words.proposal.botName(name)}: ${words.bots.neverLooked}`);
}

function cashLine(account: AccountView, context: CardContext): string {
  const { words } = context;
  const { exact } = figures(context);
  const cash = account.cash[context.currency] ?? '0';
  const reserved = account.reserved[context.currency];
  const text = words.account.cash({ cash: exact(cash) });
  if (reserved === undefined || Number(reserved) === 0) return text;
  return `${text} · ${words.account.setAside({ amount: exact(reserved) })}`;
}

/** What a change of mode set going, where the event tells. */
export interface ModeDetails {
  /** What the reason is about, to fill its words. */
  readonly about?: Readonly<Record<string, string | number>> | undefined;
  readonly cancelled: number;
  readonly positions: number;
  /** What the market did while a loss was made. */
  readonly benchmark?: BenchmarkView | null;
}

/** The account after its mode changed: by a person's command, or an event. */
export function modeCard(
  account: Pick<AccountView, 'mode' | 'modeReason'>,
  context: CardContext,
  details: ModeDetails | null = null,
): Card {
  const { words } = context;
  const { resume, history, staySafe, halfSize, positions, today } = words.account.buttons;
  if (account.mode === 'active')
    return card(context, words.account.running, {
      lines: [words.account.runningNote],
      buttons: rows([button(today, 'today')]),
    });
  if (account.mode === 'reducing') {
    const byItself = liftsByItself(account, context);
    // A person's own stop needs no reason told back.
    const why = account.modeReason === 'person' ? null : modeReason(account, context, details?.about);
    return card(context, words.account.buyingStopped, {
      lines: [
        ...(why === null ? [] : [words.proposal.because(why)]),
        words.account.buyingStoppedNote,
        ...(why === null ? [] : [byItself ?? words.account.lifts.reducing]),
      ],
      buttons: rows([
        byItself === undefined &&
          (account.modeReason === 'global-stop'
            ? button(words.chatAccounts.buttons.startAll, 'resume all')
            : button(resume, 'resume')),
        button(positions, 'positions'),
      ]),
    });
  }
  const isSelling = account.modeReason === 'sell-everything';
  const reason = modeReason(account, context, details?.about);
  const loss = LOSS_REASONS.find((code) => code === account.modeReason);
  const counts = isSelling ? words.account.sellingCounts : words.account.haltedCounts;
  return card(context, isSelling ? words.account.sellingAll : words.account.halted, {
    lines: [
      ...(reason === null || isSelling ? [] : [words.proposal.because(reason)]),
      ...(loss === undefined ? [] : benchmarkLines(details?.benchmark ?? null, context)),
      ...(details === null ? [] : [counts(details)]),
      words.account.lifts[isAtStake(context.world) ? 'halted' : 'reducing'],
      ...(loss === undefined ? [] : [words.account.afterLoss[loss]]),
    ],
    buttons: rows([
      button(history, 'orders'),
      button(isSelling ? positions : staySafe, isSelling ? 'positions' : 'today'),
      loss !== undefined && button(halfSize, 'risk half'),
    ]),
  });
}

/** Many stop-losses close together: the account runs, and buys nothing for a while. Offers nothing that raises risk. */
export function stopOutsCard(
  about: Readonly<Record<string, string | number>>,
  benchmark: BenchmarkView | null,
  context: CardContext,
): Card {
  const { words } = context;
  const { history, staySafe, halfSize } = words.account.buttons;
  const why = reasonText({ code: 'stop-outs', values: { ...about } }, fillContext(context));
  return card(context, words.account.tooManyStopOuts, {
    lines: [words.proposal.because(why), ...benchmarkLines(benchmark, context), words.account.afterLoss['stop-outs']],
    buttons: rows([button(history, 'orders'), button(staySafe, 'pause'), button(halfSize, 'risk half')]),
  });
}

/** When it buys again where nobody has to lift it, nor can; undefined where a person does. */
function liftsByItself(
  { modeReason: code }: Pick<AccountView, 'modeReason'>,
  { words }: CardContext,
): string | undefined {
  return words.account.liftsByItself[code ?? ''];
}

function modeReason(
  { modeReason: code }: Pick<AccountView, 'modeReason'>,
  context: CardContext,
  values: Readonly<Record<string, string | number>> = {},
): string | null {
  return code !== null && hasWords(code) ? reasonText({ code, values: { ...values } }, fillContext(context)) : null;
}
