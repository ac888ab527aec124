import { expect, test } from 'vitest';
import type { InstrumentId } from '../domain/ids.ts';
import type { UpcomingEvent } from '../domain/screen.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import type { DatedSpan, Facts } from '../ports/screens.ts';
import { anInstrument, fakeMarkets, risingBars, someDeps } from '../testing/fake-market.ts';
import { pastBars } from './past-bars.ts';

const START = Date.UTC(2024, 0, 1);
const [A, B] = [anInstrument('A'), anInstrument('B')];
const day = (n: number): MarketMs => (START + n * DAY_MS) as MarketMs;

function event(instrumentId: InstrumentId, at: number): UpcomingEvent {
  return { instrumentId, kind: 'earnings', at: day(at) };
}

test('each instrument has the events in the time of its own bars, asked once for all of them', async () => {
  const all = [event(A.id, 5), event(B.id, 5), event(B.id, 25), event(A.id, 200)];
  const asked: DatedSpan[] = [];
  const facts: Pick<Facts, 'dated'> = {
    dated: (_, span) => {
      asked.push(span);
      const isOf = ({ at, instrumentId }: UpcomingEvent): boolean =>
        at >= span.from && at <= span.to && (span.instrumentId ?? instrumentId) === instrumentId;
      return Promise.resolve(all.filter(isOf));
    },
  };
  const bars = { A: risingBars(START, DAY_MS, 60), B: risingBars(day(20), DAY_MS, 40) };
  const markets = fakeMarkets({ instruments: [A, B], marketAt: day(60), bars });
  const deps = someDeps({ markets, facts: facts as Facts });
  const eventsOf = async (...names: string[]): Promise<unknown[]> => {
    const past = await pastBars(deps, names);
    if (!past.ok) throw new Error(past.error.code);
    return past.value.map(({ instrument, events }) => [instrument.symbol, events]);
  };
  expect(await eventsOf('A', 'B')).toEqual([
    ['A', [event(A.id, 5)]],
    ['B', [event(B.id, 25)]],
  ]);
  expect(asked).toHaveLength(1);
  expect(await eventsOf('B')).toEqual([['B', [event(B.id, 25)]]]);
  expect(asked.at(-1)).toMatchObject({ instrumentId: B.id, from: day(20) });
});
