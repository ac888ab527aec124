import type { CloseBrief, MorningBrief, WeekBrief } from '#shared/contract/brief.ts';
import { EQUAL_WEIGHT } from '#shared/domain/equal-weight.ts';
import { reasonText } from '#shared/words/catalogue.ts';
import { money, percent } from '#shared/words/format.ts';
import { day, dayTime } from '#shared/words/format-time.ts';
import { button, rows, type Card } from './card.ts';
import { card, fillContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';
import { researchLine } from './watch.ts';

/** Funds by what they stand for: nobody owes anybody the name of a fund. */
const MARKETS: Readonly<Record<string, string>> = { SPY: 'S&P 500', VOO: 'S&P 500', 'KRX:069500': 'KOSPI 200' };

/** Before the first session: read in 20 seconds, and usually "nothing needs you". */
export function morningCard(brief: MorningBrief, context: CardContext): Card {
  const { words, reader } = context;
  const { briefs } = words;
  const { looks, events, overnight } = brief;
  const happened = [
    overnight.bought > 0 && briefs.bought({ count: overnight.bought }),
    overnight.sold > 0 && briefs.sold({ count: overnight.sold }),
    overnight.notBought > 0 && briefs.notBought({ count: overnight.notBought }),
  ].filter((part) => part !== false);
  const title = briefs.morning({
    value: valueText(brief.value, context),
    result: resultText(brief.yesterday, context),
  });
  return card(context, title, {
    lines: [
      protectionLine(brief.protection, context),
      ordersLine(brief.orders, context),
      happened.length === 0 ? briefs.overnightNone : briefs.overnight({ what: happened.join(', ') }),
      ...looks.map(({ bot, at }) => {
        const name = words.proposal.botName(bot);
        return at === null
          ? briefs.looksUnknown({ bot: name })
          : briefs.looks({ bot: name, time: dayTime(at, reader, context.marketAt ?? context.now) });
      }),
      ...events.map((event) => {
        const what = words.screens.events[event.kind as keyof typeof words.screens.events] ?? words.unnamedReason;
        return briefs.event({ name: shortName(context, event), what, day: day(event.at, reader) });
      }),
      ...(brief.research ?? []).map((done) => researchLine(done, context)),
      ...needsLines(brief.needs, context),
    ],
    buttons: choices(brief.needs, context),
    tone: brief.needs.unprotected > 0 ? 'act-now' : 'news',
  });
}

/** After a close at which something happened. */
export function closeCard(brief: CloseBrief, context: CardContext): Card {
  const { words, reader } = context;
  const { briefs } = words;
  const sold = brief.sold.map((one) => {
    const result = money(one.result, one.currency, reader.language, { style: 'round', signed: true });
    return briefs.soldOne({ name: shortName(context, one), result });
  });
  const title = briefs.close({ value: valueText(brief.value, context), result: resultText(brief.today, context) });
  return card(context, title, {
    lines: [
      ...(brief.bought > 0 ? [briefs.boughtLine({ count: brief.bought })] : []),
      ...(sold.length > 0 ? [briefs.soldAll({ list: sold.join(', ') })] : []),
      ...(brief.notBought > 0 ? [briefs.notBoughtLine({ count: brief.notBought })] : []),
      protectionLine(brief.protection, context),
      ...needsLines(brief.needs, context),
    ],
    buttons: choices(brief.needs, context),
  });
}

/** The week: loss as plainly as gain, the plan beside it; keep, half or pause, and nothing that raises risk. */
export function weekCard(brief: WeekBrief, context: CardContext): Card {
  const { briefs } = context.words;
  const { result } = figures(context);
  const open = brief.open === null ? null : result(brief.open);
  const { drawdownPercent, drawdownMaxPercent } = brief;
  return card(context, briefs.week({ result: resultText(brief.week, context) }), {
    lines: [
      valueText(brief.value, context),
      brief.closed.length === 0
        ? briefs.closedNone({ open })
        : briefs.closed({ list: brief.closed.map((one) => result(one)).join(', '), open }),
      brief.questions.asked === 0 ? briefs.questionsNone : briefs.questions(brief.questions),
      ...(drawdownPercent === null || drawdownMaxPercent === null
        ? []
        : [briefs.drawdown({ percent: percent(drawdownPercent / 100), max: percent(drawdownMaxPercent / 100) })]),
      ...(brief.mode === null ? [] : [reasonText(brief.mode, fillContext(context))]),
    ],
    buttons: rows([
      button(briefs.keep, 'today'),
      button(briefs.half, 'risk half'),
      brief.mode === null && button(briefs.pause, 'pause'),
      button(context.words.share.button, 'share week'),
    ]),
    picture: { kind: 'week', accountId: context.accountId, until: null },
  });
}

function valueText(value: string | null, context: CardContext): string {
  return value === null ? context.words.briefs.noValue : figures(context).round(value);
}

function resultText(result: MorningBrief['yesterday'], context: CardContext): string | null {
  if (result === null) return null;
  const { briefs } = context.words;
  const share = (value: number): string =>
    percent(value / 100, { signed: true, digits: Math.abs(value) < 0.1 ? 2 : 1 });
  const { benchmark } = result;
  return briefs.result({
    amount: figures(context).result(result.amount),
    percent: result.percent === null ? null : share(result.percent),
    benchmark:
      benchmark === null
        ? null
        : briefs.benchmark({
            name:
              benchmark.symbol === EQUAL_WEIGHT ? briefs.wholeMarket : (MARKETS[benchmark.symbol] ?? benchmark.symbol),
            percent: share(benchmark.percent),
          }),
  });
}

function protectionLine({ positions, protected: safe }: MorningBrief['protection'], { words }: CardContext): string {
  if (positions === 0) return words.account.nothingHeld;
  return safe < positions
    ? words.account.protectedSome({ protected: safe, count: positions })
    : words.account.protectedAll({ count: positions });
}

function ordersLine({ sent, known, differences }: MorningBrief['orders'], context: CardContext): string {
  const { briefs, states } = context.words;
  const agrees = differences === 0 ? briefs.matches : briefs.differs({ count: differences });
  return `${briefs.sent({ sent, known, broker: states.brokers[context.broker] })}, ${agrees}`;
}

/** What stands without a stop-loss the line about protection has said. */
function needsLines(needs: MorningBrief['needs'], { words }: CardContext): string[] {
  const { account, briefs } = words;
  const all = [
    needs.questions > 0 && account.waits({ count: needs.questions }),
    needs.unresolved > 0 && account.unresolved({ count: needs.unresolved }),
    needs.halted && briefs.halted,
  ].filter((part) => part !== false);
  if (all.length > 0) return [all.join(' · ')];
  return needs.unprotected > 0 ? [] : [account.nothingNeedsYou];
}

function choices({ questions, halted }: MorningBrief['needs'], { words }: CardContext): Card['buttons'] {
  const { pending, positions, stopBuying } = words.account.buttons;
  return rows([
    questions > 0 && button(pending, 'pending', 'primary'),
    button(positions, 'positions'),
    !halted && button(stopBuying, 'pause'),
  ]);
}
