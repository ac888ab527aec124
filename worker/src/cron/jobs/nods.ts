import type { BarColumns, Timeframe } from '#shared/domain/bar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { closedBars, type MarketWindow } from '#shared/domain/screen.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { whatBecame } from '#shared/simulator/nods/what-became.ts';
import type { Judgement, OwedNod } from '../../objects/account/nods.ts';
import type { Job, JobMarket } from '../job.ts';

/** Judged in one turn; then everybody else has one. */
const TURN = 40;
/** An instrument that is not listed any more may be so by an outage; after this long it is gone. */
const GONE_AFTER_MS = 14 * DAY_MS;

/** What became of the questions that are not over yet, by the stored bars. Run twice, it says the same. */
export const nods: Job = async ({ market, followers, account }, now) => {
  let count = 0;
  const bars = barsOf(market);
  for (const { accountId } of followers()) {
    const owed = await account(accountId).owedNods(now);
    const judged: Judgement[] = [];
    for (const [index, one] of owed.entries()) {
      if (index % TURN === TURN - 1) await scheduler.wait(0);
      const judgement = await judge(one, bars, now.marketAt);
      if (judgement !== null) judged.push(judgement);
    }
    if (judged.length > 0) await account(accountId).judgeNods(judged, now);
    count += judged.length;
  }
  return { code: 'nods-judged', values: { count } };
};

type Bars = (
  timeframe: Timeframe,
  instrumentId: string,
) => Promise<{ instrument: Instrument; bars: BarColumns } | null>;

async function judge({ seq, sealed }: OwedNod, bars: Bars, marketAt: number): Promise<Judgement | null> {
  const { proposalId } = sealed;
  const found = await bars(sealed.timeframe, sealed.instrumentId);
  if (found !== null) return { seq, proposalId, outcome: whatBecame(sealed, found.instrument, found.bars) };
  return marketAt - sealed.askedAt > GONE_AFTER_MS ? { seq, proposalId, outcome: { state: 'no-bars' } } : null;
}

/** Closed bars of an instrument, from windows that are read once. */
function barsOf(market: JobMarket): Bars {
  const windows = new Map<Timeframe, Promise<{ window: MarketWindow; places: Map<string, number> } | null>>();
  const load = async (timeframe: Timeframe) => {
    const window = await market.window(timeframe);
    return window === null ? null : { window, places: new Map(window.instruments.map(({ id }, place) => [id, place])) };
  };
  return async (timeframe, instrumentId) => {
    let loading = windows.get(timeframe);
    if (loading === undefined) windows.set(timeframe, (loading = load(timeframe)));
    const loaded = await loading;
    const place = loaded?.places.get(instrumentId);
    if (loaded === null || place === undefined) return null;
    const instrument = loaded.window.instruments[place]!; // in range
    const { t, o, h, l, c, v } = loaded.window.columns[place]!; // as above
    const closed = closedBars(loaded.window, place);
    const cut = (column: Float64Array): Float64Array => column.subarray(0, closed);
    return { instrument, bars: { t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) } };
  };
}
