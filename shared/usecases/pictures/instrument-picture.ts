import { BAND_FRACTION } from '../../analysis/forecast.ts';
import { failure, type Failure } from '../../contract/errors.ts';
import type { ProposalView } from '../../contract/proposal.ts';
import { EXCHANGE_ZONE, barTimes } from '../../domain/bar-times.ts';
import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import type { Caller } from '../../domain/caller.ts';
import type { InstrumentId } from '../../domain/ids.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { World } from '../../domain/market.ts';
import { sma } from '../../indicators/sma/sma.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { MarketMs } from '../../lib/time.ts';
import type { CandlesHead, Picture } from '../../pictures/picture.ts';
import { dayTime, fullDay } from '../../words/format-time.ts';
import { percent, price } from '../../words/format.ts';
import { accountOf } from '../access.ts';
import { activeMarket } from '../active-market.ts';
import { recordsOf } from '../analyse.ts';
import { inMarketOf } from '../market-of.ts';
import type { UseCaseDeps } from '../ports.ts';
import { readColumns } from '../read-bars.ts';
import { sheetOf, zoneName, type Looking } from './looking.ts';

/** As many as a phone shows apart. */
const SHOWN = 60;
const AVERAGES = [20, 50] as const;

interface Asked {
  readonly symbol: string;
  readonly timeframe?: Timeframe | undefined;
  /** Absent: the market's. */
  readonly world?: World;
  /** Absent: all that is known by now. */
  readonly asOf?: MarketMs;
  readonly levels: (write: (value: string) => string) => CandlesHead['levels'];
  /** Whether the forecast had a part in a decision; absent: as its record says now. */
  readonly usedForecast?: boolean;
}

/** The newest bars of an instrument, in the market that `deps` reads. */
export function instrumentPicture(
  deps: UseCaseDeps,
  asked: Pick<Asked, 'symbol' | 'timeframe'>,
  looking: Looking,
): Promise<Result<Picture, Failure>> {
  return candles(deps, { ...asked, levels: () => [] }, looking);
}

/** What a question showed: the bars as they were known when it was asked, and what it plans on them. */
export async function proposalPicture(
  deps: UseCaseDeps,
  { caller, proposalId }: { readonly caller: Caller; readonly proposalId: string },
  looking: Looking,
): Promise<Result<Picture, Failure>> {
  const account = accountOf(deps, caller, proposalId);
  if (!account.ok) return account;
  const found = await account.value.proposal(caller, proposalId);
  if (!found.ok) return found;
  const proposal = found.value;
  const bot = proposal.botId === null ? null : await account.value.bot(caller, proposal.botId);
  return inMarketOf(deps, { caller, accountId: proposal.accountId }, (there) =>
    candles(
      there,
      {
        symbol: proposal.instrumentId,
        timeframe: bot?.ok === true ? bot.value.timeframe : undefined,
        world: proposal.world,
        asOf: Date.parse(proposal.marketAt) as MarketMs,
        levels: (write) => levelsOf(proposal, looking, write),
        usedForecast: proposal.rationale.forecast?.code === 'forecast-used',
      },
      looking,
    ),
  );
}

function levelsOf(
  { side, limitPrice, stopPrice, targetPrice }: ProposalView,
  { words }: Looking,
  write: (value: string) => string,
): CandlesHead['levels'] {
  const { atMost, atLeast, stop, target } = words.pictures.levels;
  const entry = side === 'buy' ? atMost : atLeast;
  const levels: CandlesHead['levels'] = [{ kind: 'entry', price: Number(limitPrice), text: entry(write(limitPrice)) }];
  // A sale ends the plan: its stop and target are what it leaves behind.
  if (side === 'sell') return levels;
  if (stopPrice !== null) levels.push({ kind: 'stop', price: Number(stopPrice), text: stop(write(stopPrice)) });
  if (targetPrice !== null)
    levels.push({ kind: 'target', price: Number(targetPrice), text: target(write(targetPrice)) });
  return levels;
}

async function candles(deps: UseCaseDeps, asked: Asked, looking: Looking): Promise<Result<Picture, Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const read = await readColumns(deps, asked.symbol, {
    timeframe: asked.timeframe,
    limit: SHOWN + Math.max(...AVERAGES),
    asOf: asked.asOf,
  });
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const last = columns.t.length - 1;
  const close = columns.c[last];
  const newest = columns.t[last];
  if (close === undefined || newest === undefined) return err(failure('too-few-bars', { needs: 1, has: 0 }));
  const { state, market } = active.value;
  const [quote] = await market.quotes([instrument.id]);
  const { reader, words } = looking;
  const write = (value: string | number): string => price(value, instrument.currency, reader.language);
  const forecast = await forecastAt(deps, { instrumentId: instrument.id, timeframe, barAt: newest }, asked, looking);
  const cut = (column: Float64Array): Float64Array => column.subarray(Math.max(0, column.length - SHOWN));
  const isDays = timeframe === '1d' || timeframe === '1w';
  const marketZone = EXCHANGE_ZONE[instrument.exchange];
  const zone = isDays ? marketZone : reader.zone;
  const source = quote === undefined ? words.states.unknownSource : words.states.sources[quote.source];
  const foot = { source, zone: zoneName(zone, newest, looking) };
  const marketAt = asked.asOf ?? state.marketAt;
  const { title, tail } = nameOf(instrument, looking);
  const head: CandlesHead = {
    ...sheetOf(looking, { world: asked.world ?? state.world, marketAt, marketZone }),
    kind: 'candles',
    aside: words.pictures.barsTo({
      bars: words.pictures.bars[timeframe],
      to: isDays
        ? fullDay(newest, { ...reader, zone: 'UTC' })
        : dayTime(barTimes(instrument.exchange, timeframe, newest).closeAt, reader),
    }),
    title,
    tail,
    figure: { text: write(close), tone: 'none' },
    foot: isDays ? words.pictures.foot.days(foot) : words.pictures.foot.intraday(foot),
    // Days are written as UTC days, everywhere.
    zone: isDays ? 'UTC' : reader.zone,
    currency: instrument.currency,
    timeframe,
    averages: AVERAGES.map((length) => ({ name: averageName(length, timeframe, looking) })),
    levels: asked.levels(write),
    band: forecast === null ? null : { name: forecast.name },
  };
  return ok({
    head,
    columns: [
      ...barColumns(columns).map(cut),
      ...AVERAGES.map((length) => cut(sma(columns.c, length))),
      ...(forecast?.columns ?? []),
    ],
  });
}

function barColumns({ t, o, h, l, c }: BarColumns): Float64Array[] {
  return [t, o, h, l, c];
}

function averageName(length: number, timeframe: Timeframe, { words }: Looking): string {
  const { day, week, bar } = words.pictures.average;
  return (timeframe === '1d' ? day : timeframe === '1w' ? week : bar)(length);
}

export function nameOf(
  { symbol, nameEn, nameKo }: Pick<Instrument, 'symbol' | 'nameEn' | 'nameKo'>,
  { reader }: Looking,
): { readonly title: string; readonly tail: string } {
  const name = reader.language === 'ko' ? nameKo : nameEn;
  const code = symbol.slice(symbol.indexOf(':') + 1);
  return name === symbol || name === code ? { title: code, tail: '' } : { title: name, tail: ` (${code})` };
}

/** The forecast that was made at the close of that bar, if one was; nothing is made anew for a picture. */
async function forecastAt(
  { analyses }: UseCaseDeps,
  of: { readonly instrumentId: InstrumentId; readonly timeframe: Timeframe; readonly barAt: number },
  { usedForecast }: Asked,
  { words }: Looking,
): Promise<{ readonly name: string; readonly columns: readonly Float64Array[] } | null> {
  const measured = await analyses.find(of, of.barAt);
  const said = measured?.prophet ?? null;
  if (said === null) return null;
  const isBetter = usedForecast ?? recordsOf(await analyses.cases(of)).prophet.use === 'better';
  const { better, unused } = words.pictures.forecast;
  return {
    name: isBetter ? better(percent(BAND_FRACTION)) : unused,
    columns: [said.low, said.median, said.high].map((values) => Float64Array.from(values)),
  };
}
