import { expect, it } from 'vitest';
import type { ForecastChange, Signal } from '../domain/signal.ts';
import { forecastLast, withForecast } from './with-forecast.ts';

const SIGNAL = { side: 'buy', reasonsFor: [], reasonsAgainst: [] } as unknown as Signal;
const LINE = { code: 'forecast-used', values: {} };
const share = (changes: Partial<ForecastChange> = {}): ForecastChange => ({
  chanceUp: 0.6,
  bars: 5,
  sizeFraction: 1,
  stopPrice: null,
  targetPrice: null,
  ...changes,
});

it('says what it says on the side it speaks for, and what it moved', () => {
  const up = withForecast(SIGNAL, { line: LINE, share: share({ stopPrice: 95, targetPrice: 110 }) });
  expect(up.reasonsFor.map(({ code }) => code)).toEqual(['forecast-up', 'forecast-stop']);
  expect(up.reasonsAgainst.map(({ code }) => code)).toEqual(['forecast-target']);
  const down = withForecast(SIGNAL, { line: LINE, share: share({ chanceUp: 0.3, sizeFraction: 0.5 }) });
  expect(down.reasonsAgainst).toEqual([{ code: 'forecast-down', values: { chance: 70, bars: 5 } }]);
});

it('without a share is a line and nothing else', () => {
  expect(withForecast(SIGNAL, { line: LINE, share: null })).toEqual({ ...SIGNAL, forecast: LINE });
});

it('asks last about what it speaks against, and moves nothing up', () => {
  const named = (name: string, change: ForecastChange | null): Signal =>
    withForecast({ ...SIGNAL, instrumentId: name as Signal['instrumentId'] }, { line: LINE, share: change });
  const down = share({ chanceUp: 0.3, sizeFraction: 0.5 });
  const order = forecastLast([
    named('a', down),
    named('b', null),
    named('c', share({ chanceUp: 0.9 })),
    named('d', down),
  ]);
  expect(order.map(({ instrumentId }) => instrumentId)).toEqual(['b', 'c', 'a', 'd']);
});
