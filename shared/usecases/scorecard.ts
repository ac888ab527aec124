import { CreateBotBacktest, type BacktestRunDetail } from '../contract/backtest-run.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { BotScore, ScorecardView } from '../contract/scorecard.ts';
import type { Caller } from '../domain/caller.ts';
import type { MarketId } from '../domain/ids.ts';
import { decimal, roundTo, toText } from '../lib/decimal.ts';
import { CURRENCY_UNIT, type Currency } from '../domain/instrument.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { toIso } from '../lib/time.ts';
import { accountFor } from './access.ts';
import type { OwnScore } from './account-port.ts';
import { backtestBot } from './backtests.ts';
import type { UseCaseDeps } from './ports.ts';

/** More bots than these are compared by their own tests. */
const BOTS_MAX = 6;

/**
 * A replay at its end: what each bot made as its person answered it, what it would have made acting alone over the same
 * bars, and what holding its list would have. The second and third are one test of the bot, begun here for whoever may
 * begin one, and found again by the days it is of.
 */
export async function showScorecard(
  deps: UseCaseDeps,
  caller: Caller,
  accountId: string,
): Promise<Result<ScorecardView, Failure>> {
  const port = accountFor(deps, caller, accountId);
  if (!port.ok) return port;
  const account = await port.value.view(caller);
  if (!account.ok) return account;
  if (account.value.world !== 'replay') return err(failure('not-found', { id: accountId }));
  const { phase, marketAt } = await deps.markets.market(account.value.marketId as MarketId).state();
  const isOver = phase === 'ended';
  const own = await port.value.scores(caller);
  if (!own.ok) return own;
  const bots: BotScore[] = [];
  for (const score of own.value.slice(0, BOTS_MAX)) {
    const run = isOver ? await testOf(deps, caller, score, marketAt) : null;
    bots.push(scoreOf(score, run, account.value.baseCurrency));
  }
  const { baseCurrency: currency } = account.value;
  return ok({ accountId, currency, isOver, marketAt: toIso(marketAt), bots });
}

/** The newest test of this bot over the days it has run; null where there is none, and none could be begun. */
async function testOf(
  deps: UseCaseDeps,
  caller: Caller,
  { botId, beganAt }: OwnScore,
  marketAt: number,
): Promise<BacktestRunDetail | null> {
  const [from, to] = [beganAt.slice(0, 10), new Date(marketAt).toISOString().slice(0, 10)];
  const known = async (): Promise<BacktestRunDetail | null> => {
    const run = (await deps.backtests.list(caller.userId)).find(
      ({ botId: of, request }) =>
        of === botId && request.kind === 'backtest' && request.from === from && request.to === to,
    );
    return run === undefined ? null : deps.backtests.find(caller.userId, run.id);
  };
  const before = await known();
  if (before !== null) return before;
  const input = CreateBotBacktest.parse({ kind: 'backtest', from, to });
  const begun = await backtestBot(deps, caller, { botId, input, isOnce: true });
  // Another tab may have begun it meanwhile.
  return begun.ok ? deps.backtests.find(caller.userId, begun.value.id) : known();
}

function scoreOf(own: OwnScore, run: BacktestRunDetail | null, currency: Currency): BotScore {
  const { botId: id, name, autonomy, amount, result, fees, trades, questions } = own;
  const report = run?.result?.report.statistics ?? null;
  const held = run?.result?.holding.afterCosts ?? null;
  const text = (value: number): string =>
    toText(roundTo(decimal(value.toFixed(8)), CURRENCY_UNIT[currency], 'half-even'));
  const start = Number(amount);
  return {
    bot: { id, name, autonomy },
    amount,
    from: own.beganAt,
    you: result === null ? null : { result, returnFraction: Number(result) / start, fees, trades },
    questions,
    auto: report && {
      result: text(Number(report.finalEquity) - Number(report.startCash)),
      returnFraction: report.returnFraction,
      fees: text(Number(report.fees)),
      trades: report.closedTrades,
    },
    hold: held && {
      result: text(held.returnFraction * start),
      returnFraction: held.returnFraction,
      fees: text(held.fees),
    },
    run: run && { id: run.id, status: run.status, progress: run.progress, problem: run.problem },
  };
}
