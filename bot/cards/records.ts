import type { AccountLimitsView, AccountView, TransactionView } from '#shared/contract/account.ts';
import type { BenchmarkView } from '#shared/contract/benchmark.ts';
import type { JobView } from '#shared/contract/market.ts';
import type { NodSummary } from '#shared/contract/nods.ts';
import type { OrderView } from '#shared/contract/proposal.ts';
import type { PerformanceView } from '#shared/contract/receipt.ts';
import type { RiskView } from '#shared/contract/risk.ts';
import type { HealthView } from '#shared/contract/session.ts';
import { orderCan } from '#shared/domain/order.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import { ago, dayTime, msOf } from '#shared/words/format-time.ts';
import { money, percent, quantity } from '#shared/words/format.ts';
import { usageText } from '#shared/words/risk-text.ts';
import { benchmarkLines } from './benchmark.ts';
import { button, link, rows, spread, type Card } from './card.ts';
import { card, type CardContext } from './context.ts';
import { figures } from './figures.ts';
import { shortName } from './names.ts';

/** Under this many cases nobody can tell luck from skill. */
const CASES_TO_JUDGE = 20;
const RESULTS_SHOWN = 8;
const JOBS_SHOWN = 6;
/** Short, mid and long in percent; any other three can be typed. */
const SPLITS_OFFERED = [
  [20, 60, 20],
  [40, 40, 20],
] as const;

export function ordersCard(orders: readonly OrderView[], context: CardContext): Card {
  const { words, reader } = context;
  const { bots, positions } = words.account.buttons;
  if (orders.length === 0) return card(context, words.orders.none, { buttons: rows([button(bots, 'bots')]) });
  const { price } = figures(context);
  const lines = orders.map((order) =>
    words.orders.line({
      time: dayTime(order.marketAt, reader, context.marketAt ?? undefined),
      side: order.side,
      quantity: quantity(order.quantity),
      name: shortName(context, order),
      status: words.states.orders[order.status],
      at: order.averagePrice === null ? '' : words.orders.lineAt(price(order.averagePrice, order.currency)),
    }),
  );
  const isOpen = orders.some(({ status, purpose }) => orderCan.cancel(status, purpose));
  return card(context, words.orders.title({ count: orders.length }), {
    lines,
    buttons: rows([isOpen && button(words.orders.buttons.cancel, 'cancel'), button(positions, 'positions')]),
  });
}

export function historyCard(transactions: readonly TransactionView[], context: CardContext): Card {
  const { words, reader } = context;
  const { positions, orders } = { ...words.account.buttons, ...words.orders.buttons };
  const buttons = rows([button(orders, 'orders'), button(positions, 'positions')]);
  if (transactions.length === 0) return card(context, words.account.historyNone, { buttons });
  const { language } = reader;
  const lines = transactions.map((booking) => {
    const { symbol, price, currency } = booking;
    const what =
      symbol === null || booking.quantity === null
        ? symbol
        : words.account.historyWhat({
            quantity: quantity(booking.quantity),
            name: symbol,
            price: price === null ? null : figures(context).price(price, currency),
          });
    return words.account.history({
      time: dayTime(booking.at, reader, context.marketAt ?? undefined),
      type: words.states.transactions[booking.type],
      what,
      amount: money(booking.amount, currency, language, { signed: true }),
      result: booking.realizedPnl === null ? null : money(booking.realizedPnl, currency, language, { signed: true }),
    });
  });
  return card(context, words.account.historyTitle({ count: transactions.length }), { lines, buttons });
}

/** How it went: the value, what is settled, what is open, and how far below the peak. Losses as plainly as gains. */
export function reviewCard(
  input: {
    readonly account: AccountView;
    readonly performance: PerformanceView;
    readonly sales: readonly TransactionView[];
    readonly limits: AccountLimitsView;
    readonly nods: NodSummary;
    /** What the market did since its first day. */
    readonly benchmark: BenchmarkView | null;
  },
  context: CardContext,
): Card {
  const { account, performance, sales, limits, nods, benchmark } = input;
  const { words } = context;
  const { exact, result } = figures(context);
  const results = sales
    .filter(({ currency }) => currency === context.currency)
    .flatMap(({ realizedPnl }) => (realizedPnl === null ? [] : [realizedPnl]));
  const since =
    performance.returnPercent === null
      ? words.proposal.notKnown
      : percent(performance.returnPercent / 100, { signed: true });
  const value = account.equity === null ? words.bots.valueUnknown : exact(account.equity);
  const lines: string[] = [...benchmarkLines(benchmark, context)];
  if (results.length === 0) lines.push(words.account.reviewNone);
  else {
    const settled = result(sum(results.map((text) => decimal(text))).toFixed());
    const few = results.length < CASES_TO_JUDGE ? `; ${words.account.reviewFew}` : '';
    lines.push(`${words.account.reviewSettled({ settled, count: results.length })}${few}`);
    const shown = results.slice(0, RESULTS_SHOWN).map((text) => result(text));
    lines.push(words.account.reviewList({ results: shown.join(', ') }));
  }
  if (performance.drawdownPercent !== null) {
    const drawdown = percent(performance.drawdownPercent / 100);
    lines.push(words.account.reviewPeak({ drawdown, allowed: percent(limits.drawdownMax) }));
  }
  lines.push(...nodLines(nods, context));
  const { positions, bots } = words.account.buttons;
  return card(context, words.account.reviewTitle({ value, result: since }), {
    lines,
    buttons: rows([button(positions, 'positions'), button(bots, 'bots'), button(words.share.button, 'share')]),
    picture: { kind: 'equity', accountId: context.accountId },
  });
}

/** Yes, skipped and unanswered beside each other, by the same reckoning; nothing where nothing was asked. */
function nodLines({ groups }: NodSummary, context: CardContext): string[] {
  const { nods } = context.words;
  const { result } = figures(context);
  return groups
    .filter(({ count }) => count > 0)
    .map(({ answer, count, ended, total, average, isTooFew, isHypothetical }) =>
      nods.line({
        group: nods.groups[answer],
        count,
        ended,
        total: total === null ? '' : result(total),
        average: average === null ? '' : result(average),
        notes: [isHypothetical ? `, ${nods.hypothetical}` : '', isTooFew ? `; ${nods.tooFew}` : ''].join(''),
      }),
    );
}

/** How far each limit is used, as the app's page of it shows: what can be used up, then the split. */
export function riskCard(risk: RiskView, lock: AccountView['limitsLock'], context: CardContext): Card {
  const { words, reader, currency } = context;
  const about = { words, reader, currency };
  const lines = risk.usage
    .filter(({ state }) => state === 'measured' || state === 'unknown')
    .map((usage) => {
      const { name, value, amounts, about: largest } = usageText(usage, about);
      const more = [amounts, largest].filter((part) => part !== null);
      return words.risk.line({ name, value, more: more.length === 0 ? '' : ` (${more.join('; ')})` });
    });
  if (risk.botSizeFractionMax < 1) {
    lines.push(words.account.limits.botSizeFractionMax(percent(risk.botSizeFractionMax)));
  }
  if (lock !== null) lines.push(words.account.limitsLocked({ until: dayTime(lock.until, reader) }));
  const { horizonSplit: split } = risk;
  const { limits: text } = words.account;
  const share = (value: number): string => percent(value / 100);
  lines.push(
    split === null
      ? text.noHorizonSplit
      : text.horizonSplit({ short: share(split.short), mid: share(split.mid), long: share(split.long) }),
    words.account.splitOffer,
  );
  const splits = SPLITS_OFFERED.map((parts) =>
    button(words.account.splitButton({ parts: parts.join('/') }), `risk ${parts.join(' ')}`),
  );
  const end = split === null ? [] : [button(words.account.splitEnd, 'risk none')];
  return card(context, words.account.riskTitle, {
    lines,
    buttons: rows([...splits, ...end], [link(words.risk.open, '/more/risk')]),
  });
}

/** What bots buy now, after they bought more, and the way back to that. */
export function smallerCard(now: number, before: number, context: CardContext): Card {
  const { risk, account } = context.words;
  return card(context, risk.botSize({ share: percent(now) }), {
    buttons: rows([
      button(risk.botSizeBack({ share: percent(before) }), `risk size ${Number((before * 100).toFixed(6))}`),
      button(account.riskTitle, 'risk'),
    ]),
  });
}

/** The three parts somebody typed do not make a whole. */
export function splitWrongCard(total: number | null, context: CardContext): Card {
  const { words } = context;
  const { splitWrong, splitHow } = words.account;
  const title = total === null ? splitHow : splitWrong({ total: percent(total / 100) });
  const lines = total === null ? [] : [splitHow];
  return card(context, title, { lines, buttons: rows([button(words.account.riskTitle, 'risk')]) });
}

export function jobName(name: string, { words }: Pick<CardContext, 'words'>): string {
  const { jobs } = words.states;
  return Object.hasOwn(jobs, name) ? jobs[name as keyof typeof jobs] : words.account.jobsTitle;
}

export function jobsCard(jobs: readonly JobView[], context: CardContext): Card {
  const { words, reader, now } = context;
  const at = (instant: string | null) =>
    instant === null ? null : dayTime(instant, reader, context.marketAt ?? undefined);
  const lines = jobs.map((job) =>
    words.account.job({
      name: jobName(job.name, context),
      enabled: job.enabled,
      last: job.lastRunAt === null ? null : ago(now - msOf(job.lastRunAt), reader.language),
      result: job.lastResult === null ? null : words.states.jobResults[job.lastResult],
      next: at(job.nextRunAt),
    }),
  );
  const runs = jobs
    .filter(({ enabled }) => enabled)
    .slice(0, JOBS_SHOWN)
    .map((job) => button(words.account.jobRun({ name: jobName(job.name, context) }), `jobs ${job.name}`));
  return card(context, words.account.jobsTitle, { lines, buttons: spread(runs, 3) });
}

export function healthCard(health: HealthView, context: CardContext): Card {
  const { words, reader, now } = context;
  const line = words.account.healthLine({ version: health.version, time: dayTime(health.at, reader, now) });
  return card(context, words.account.health({ status: words.states.health[health.status] }), {
    lines: [line],
    buttons: rows([button(words.account.jobsTitle, 'jobs')]),
  });
}
