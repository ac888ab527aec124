import type { AwayAccount, AwayDetail } from '#shared/contract/away.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { duration, msOf, type Reader } from '#shared/words/format-time.ts';
import { whySilent } from './absence.ts';
import { button, rows, type Card } from './card.ts';
import { card, cardContext, type CardContext } from './context.ts';
import { figures } from './figures.ts';

/** More accounts than these are read in the app. */
const ACCOUNTS_SHOWN = 3;
const BOTS_NAMED = 3;

/** What happened while somebody was away, short: a message for each account. */
export function awayCards(
  away: AwayDetail,
  { reader, now }: { readonly reader: Reader; readonly now: WallMs },
): Card[] {
  const span = duration(msOf(away.until) - msOf(away.from), reader.language);
  return away.accounts
    .filter(({ account }) => account.closedAt === null)
    .slice(0, ACCOUNTS_SHOWN)
    .map((found) => {
      const { account, bots, marketAt } = found;
      return awayCard(found, span, cardContext({ reader, now, account, market: { marketAt }, bots }));
    });
}

function awayCard(found: AwayAccount, span: string, context: CardContext): Card {
  const { words } = context;
  const { account, bots } = found;
  const silent = bots.filter((bot) => bot.silent !== null);
  const { pending, positions, today } = words.account.buttons;
  return card(context, words.absence.away.titleFor({ span }), {
    lines: [
      ...valueLines(found, context),
      tradesLine(found, context),
      lapsedLine(found, context),
      ...silent.slice(0, BOTS_NAMED).map(({ name, silent: why }) => {
        const said = why === null ? '' : ` ${whySilent(why, context)}`;
        return `${words.absence.stopped(words.proposal.botName(name))}.${said}`;
      }),
      needsLine(found, context),
    ],
    buttons: rows([
      silent.length > 0 && button(words.absence.again, 'resume asking', 'primary'),
      account.pendingProposals > 0 && button(pending, 'pending', 'primary'),
      button(positions, 'positions'),
      button(today, 'today'),
    ]),
    tone: account.protection.protected < account.protection.positions ? 'act-now' : 'news',
  });
}

function valueLines({ then, now, moved, result }: AwayAccount, context: CardContext): string[] {
  const { away } = context.words.absence;
  const { round, result: signed } = figures(context);
  if (now === null) return [away.valueUnknown];
  if (then === null) return [away.valueNow({ now: round(now) })];
  const made = result === null ? [] : [away.result({ result: signed(result) })];
  const apart = decimal(moved).eq(0) ? [] : [away.moved({ amount: signed(moved) })];
  return [away.value({ then: round(then.value), now: round(now) }), [...made, ...apart].join('; ')].filter(
    (line) => line !== '',
  );
}

function tradesLine({ bought, sold }: AwayAccount, context: CardContext): string {
  const { away } = context.words.absence;
  const parts = [
    bought.count > 0 && away.bought(bought),
    sold.count > 0 &&
      away.sold({ count: sold.count, result: sold.result === null ? null : figures(context).result(sold.result) }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? away.noTrades : parts.join(' · ');
}

function lapsedLine({ lapsed }: AwayAccount, context: CardContext): string {
  const { away } = context.words.absence;
  if (lapsed.count === 0) return away.lapsedNone;
  const became =
    lapsed.result === null
      ? away.lapsedWaits
      : away.lapsedResult({ judged: lapsed.judged, result: figures(context).result(lapsed.result) });
  return `${away.lapsed(lapsed)}; ${became}`;
}

function needsLine({ account, bots }: AwayAccount, { words }: CardContext): string {
  const { positions: count, protected: safe } = account.protection;
  const parts = [
    safe < count && words.account.protectedSome({ protected: safe, count }),
    account.pendingProposals > 0 && words.account.waits({ count: account.pendingProposals }),
    account.unresolvedOrders > 0 && words.account.unresolved({ count: account.unresolvedOrders }),
    account.mode !== 'active' && words.account.mode({ mode: words.states.modes[account.mode], reason: null }),
  ].filter((part) => part !== false);
  if (parts.length > 0) return parts.join(' · ');
  return bots.length > 0 ? words.account.protectedAll({ count }) : words.account.nothingNeedsYou;
}
