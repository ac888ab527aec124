import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { BookLine, CheckInput } from '#shared/risk/check.ts';
import { runChecks } from '#shared/risk/index.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { aCheckInput } from '#shared/testing/a-check-input.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { somePast } from '#shared/testing/some-past.ts';

const POSITIONS = 100;
const INSTRUMENTS = 500;

/** An order of an account with 100 positions and the past of 500 instruments, where every limit asks for something. */
export function fullAccount(): CheckInput {
  const instruments = Array.from({ length: INSTRUMENTS }, (_, n) =>
    anInstrument({ id: `i_${n}` as InstrumentId, symbol: `S${n}`, sector: `sector ${n % 11}` }),
  );
  const held = instruments.slice(1, POSITIONS + 1);
  const lines = held.map((instrument, n): BookLine => ({
    instrument,
    holder: `bot-${n % 7}` as Holder,
    value: String(150.25 + n),
    hasStop: n % 3 > 0,
    lossAtStop: n % 3 > 0 ? '9.75' : '0',
  }));
  return aCheckInput({
    instrument: instruments[0] ?? anInstrument(),
    past: new Map(instruments.map(({ id }, n) => [id, somePast(n + 1)])),
    book: lines,
    closed: held.flatMap(({ id: instrumentId }) =>
      [0, 1, 2, 3].map((sessionsAgo) => ({ instrumentId, result: '3.5', isStopOut: false, sessionsAgo })),
    ),
    account: { ...aCheckInput().account, equity: '1000000', peakEquity: '1000000', dayStartEquity: '1000000' },
    limits: {
      ...DEFAULT_LIMITS,
      positionAmountMax: '100000',
      sectorFractionMax: 0.3,
      correlationMax: 0.95,
      portfolioCorrelationMax: 0.95,
      settledCashOnly: true,
      dayTradesMax: 100,
      spreadMax: 0.01,
      tradedValueMin: '1000',
      tradedValueShareMax: 0.01,
      investedMax: '900000',
      openPositionsMax: 200,
    },
  });
}

/** All checks, so many times over; every one of them lets it pass. */
export function checkOrders(input: CheckInput, times: number): boolean {
  let allowed = true;
  for (let n = 0; n < times; n += 1) allowed &&= runChecks(input).allowed;
  return allowed;
}
