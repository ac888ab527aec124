import type { BacktestResultView, BacktestRunDetail } from '../../contract/backtest-run.ts';
import { failure, type Failure } from '../../contract/errors.ts';
import type { Caller } from '../../domain/caller.ts';
import type { Currency } from '../../domain/instrument.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { BacktestHead, Picture } from '../../pictures/picture.ts';
import { percent } from '../../words/format.ts';
import { accountOf } from '../access.ts';
import { findInstrument } from '../active-market.ts';
import { showBacktest } from '../backtests.ts';
import { inMarketOf } from '../market-of.ts';
import type { UseCaseDeps } from '../ports.ts';
import { spanText, toneOf } from './account-pictures.ts';
import { sheetOf, type Looking } from './looking.ts';

/** What a test came to: its worth beside buying and holding, and how far below its peak it was. */
export async function backtestPicture(
  deps: UseCaseDeps,
  { caller, backtestId }: { readonly caller: Caller; readonly backtestId: string },
  looking: Looking,
): Promise<Result<Picture, Failure>> {
  const found = await showBacktest(deps, caller, backtestId);
  if (!found.ok) return found;
  const { result } = found.value;
  if (result === null) return err(failure('not-found', { id: backtestId }));
  return ok(drawn(result, await testedOf(deps, caller, found.value), looking));
}

/** What it is called, by language, and the currency of its book. */
interface Tested {
  readonly name: Readonly<Record<'en' | 'ko', string>>;
  readonly symbol: string | null;
  readonly currency: Currency;
}

/** A bot by its name, a stock by both of its names; by its symbol where nobody knows it any more. */
async function testedOf(deps: UseCaseDeps, caller: Caller, run: BacktestRunDetail): Promise<Tested> {
  const { botId, accountId, request } = run;
  const [symbol = ''] = request.symbols;
  const bare = symbol.slice(symbol.indexOf(':') + 1);
  const currency: Currency = symbol.startsWith('KRX:') ? 'KRW' : 'USD';
  const port = botId === null ? null : accountOf(deps, caller, botId);
  const bot = port?.ok === true && botId !== null ? await port.value.bot(caller, botId) : null;
  if (bot?.ok === true) {
    const { name, currency: own } = bot.value;
    return { name: { en: name, ko: name }, symbol: null, currency: own };
  }
  const unknown = { name: { en: bare, ko: bare }, symbol: null, currency };
  const known = await inMarketOf(deps, { caller, accountId: accountId ?? undefined }, (there) =>
    findInstrument(there, symbol),
  );
  if (!known.ok) return unknown;
  const { nameEn, nameKo, currency: own } = known.value.instrument;
  return {
    name: { en: nameEn, ko: nameKo },
    symbol: nameEn === bare || nameEn === symbol ? null : bare,
    currency: own,
  };
}

function drawn(
  { report, curve, holding }: BacktestResultView,
  tested: Tested,
  looking: Looking,
): Picture<BacktestHead> {
  const { words, showsAmounts, reader } = looking;
  const w = words.backtest.said.picture;
  const { statistics } = report;
  const [from, to] = [Date.parse(report.from), Date.parse(report.to)];
  const start = Number(statistics.startCash) || 1;
  const worth = (values: readonly number[]): Float64Array =>
    Float64Array.from(values, (value) => (showsAmounts ? value : value / start - 1));
  // Days of bars are days everywhere.
  const inDays: Looking = { ...looking, reader: { ...reader, zone: 'UTC' } };
  const shared = sheetOf(inDays, { world: report.world ?? 'replay', marketAt: to, marketZone: 'UTC' });
  const share = (fraction: number): string => percent(fraction, { signed: true });
  const tail = tested.symbol === null ? '' : reader.language === 'ko' ? `(${tested.symbol})` : ` (${tested.symbol})`;
  const head: BacktestHead = {
    ...shared,
    kind: 'backtest',
    aside: spanText(from, to, inDays),
    title: w.title({ what: tested.name[reader.language] }),
    tail,
    figure: { text: share(statistics.returnFraction), tone: toneOf(statistics.returnFraction) },
    foot: w.foot({ bars: words.pictures.bars[report.timeframe] }),
    currency: showsAmounts ? tested.currency : null,
    own: `${w.own} ${share(statistics.returnFraction)}`,
    held: `${w.held} ${share(holding.returnFraction)}`,
    fall: w.fall({ deepest: share(-statistics.maxDrawdown) }),
  };
  return {
    head,
    columns: [
      Float64Array.from(curve.t),
      worth(curve.equity),
      worth(curve.holding),
      Float64Array.from(curve.drawdown, (below) => -below),
    ],
  };
}
