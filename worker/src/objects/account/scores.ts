import { decimal, sum } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { OwnScore } from '#shared/usecases/account-port.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { allBots, botInvested, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { isGone } from './leaving.ts';
import { inBase, rateToBase } from './money-book.ts';

/** What each bot made with its person's answers, the oldest first. */
export function ownScores(ctx: AccountContext, present: Present): OwnScore[] {
  return allBots(ctx)
    .filter((bot) => !isGone(ctx, bot))
    .map((bot) => ownScore(ctx, bot, present));
}

function ownScore(ctx: AccountContext, bot: TradingBot, present: Present): OwnScore {
  const made = ctx.sql.first<{ market_at: MarketMs }>(
    "SELECT market_at FROM event WHERE subject = ? AND type = 'bot.created' ORDER BY seq LIMIT 1",
    bot.id,
  );
  const invested = botInvested(ctx, bot.id, present);
  const result = invested === null ? null : invested.plus(bot.cash).minus(bot.config.investmentAmount);
  const asked = ctx.sql.all<{ status: string; n: number }>(
    `SELECT status, count(*) AS n FROM proposal WHERE bot_id = ? AND side = 'buy'
       AND NOT (status = 'approved' AND decided_channel = 'clock') GROUP BY status`,
    bot.id,
  );
  const count = (...statuses: string[]): number =>
    asked.filter(({ status }) => statuses.length === 0 || statuses.includes(status)).reduce((all, { n }) => all + n, 0);
  return {
    botId: bot.id,
    name: bot.name,
    autonomy: bot.config.autonomy,
    amount: bot.config.investmentAmount,
    beganAt: toIso(made?.market_at ?? ctx.marketNow()),
    result: result && inBase(ctx, result),
    fees: inBase(ctx, feesOf(ctx, bot)),
    trades: bot.trades,
    questions: {
      asked: count(),
      approved: count('approved'),
      skipped: count('rejected'),
      unanswered: count('expired'),
    },
  };
}

/** Fees and taxes of all it bought and sold; where a rate is unknown its part is left out. */
function feesOf(ctx: AccountContext, { id }: TradingBot) {
  const rows = ctx.sql.all<{ amount: string; currency: Currency }>(
    `SELECT l.amount, l.currency FROM ledger l JOIN booking b ON b.id = l.booking_id
       WHERE b.holder = ? AND l.account IN ('fees', 'tax')`,
    id,
  );
  return sum(rows.map(({ amount, currency }) => decimal(amount).times(rateToBase(ctx, currency) ?? 0)));
}
