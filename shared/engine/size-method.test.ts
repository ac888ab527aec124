import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { botSizingSchema, type BotSizing } from '../domain/bot-sizing.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { decimal, toText } from '../lib/decimal.ts';
import type { BookLine, CheckInput } from '../risk/check.ts';
import { runChecks } from '../risk/index.ts';
import { DEFAULT_LIMITS, type AccountLimits } from '../risk/limits.ts';
import { roomsOf } from '../risk/rooms.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { somePast } from '../testing/some-past.ts';
import { sizeEntry, type SizeInput } from './size.ts';
import { kellyFraction } from './size-method.ts';

/** Without a limit of the account's in the way: what the bot's own way comes to. */
function sized(sizing: BotSizing, changes: Partial<SizeInput> = {}) {
  return sizeEntry({
    instrument: anInstrument(),
    price: 100,
    atr: 2,
    stopPrice: 90,
    targetPrice: 120,
    gapFraction: null,
    profile: { ...RISK_PROFILES.high, positionMax: 1 },
    bot: { amount: 10_000, cash: 10_000 },
    account: { equity: 1e6, buyingPower: 1e6, positionValue: 0, invested: 0, horizonRoom: Infinity },
    sizing,
    record: { wins: 24, total: 40 },
    limits: DEFAULT_LIMITS,
    rate: 1,
    fees: () => 0,
    ...changes,
  });
}

describe('a bot’s own way of sizing', () => {
  it('is as large as profile and limits allow unless it says otherwise', () => {
    expect(sized({ method: 'profile' })).toMatchObject({ boundBy: 'position-max-bot' });
    expect(sized({ method: 'profile' }, { sizing: undefined })).toEqual(sized({ method: 'profile' }));
  });

  it('fixed fraction: so much is lost at the stop, slippage included', () => {
    const answer = sized({ method: 'fixed-fraction', fraction: 0.01 });
    expect(answer).toMatchObject({ boundBy: 'fixed-fraction', refusal: null });
    if (answer.refusal !== null) throw new Error('it buys');
    expect(answer.worstCase.atStop).toBeLessThanOrEqual(100);
    expect(answer.worstCase.atStop + answer.ceiling - answer.stopPrice).toBeGreaterThan(100);
    expect(answer.caps.find(({ bound }) => bound === 'fixed-fraction')).toMatchObject({ amount: 100 });
  });

  it('volatility target: a usual bar moves the position by so much', () => {
    // 1 % of 10,000 is 100, of 2 a share.
    expect(sized({ method: 'volatility-target', fraction: 0.01 })).toMatchObject({
      quantity: 50,
      boundBy: 'volatility-target',
    });
    expect(sized({ method: 'volatility-target', fraction: 0.01 }, { atr: null })).toMatchObject({
      refusal: { code: 'volatility-unknown' },
    });
  });

  it('equal weight: the same money in each position', () => {
    const answer = sized({ method: 'equal-weight', positions: 8 });
    expect(answer).toMatchObject({ boundBy: 'equal-weight' });
    if (answer.refusal !== null) throw new Error('it buys');
    expect(answer.cost).toBeLessThanOrEqual(1_250);
    expect(answer.cost + answer.ceiling).toBeGreaterThan(1_250);
  });

  it('capped Kelly: a part of the formula over the setup’s record, never above the most', () => {
    const kelly: BotSizing = { method: 'capped-kelly', fraction: 0.5, max: 0.9 };
    const answer = sized(kelly);
    if (answer.refusal !== null) throw new Error('it buys');
    // 0.6 − 0.4 / reward, halved; the stop is filled a little lower than set.
    const reward = answer.rewardForOne ?? 0;
    const cap = answer.caps.find(({ bound }) => bound === 'capped-kelly');
    expect(cap?.amount).toBeCloseTo((10_000 * (0.6 - 0.4 / reward)) / 2, 6);
    expect(sized({ ...kelly, max: 0.05 })).toMatchObject({ boundBy: 'capped-kelly', quantity: 4 });
  });

  it('capped Kelly buys nothing on a record that is too short or without an edge', () => {
    const kelly: BotSizing = { method: 'capped-kelly', fraction: 0.5, max: 0.2 };
    expect(sized(kelly, { record: { wins: 15, total: 19 } })).toMatchObject({
      refusal: { code: 'record-too-few', has: 19, needs: 20 },
    });
    expect(sized(kelly, { record: null })).toMatchObject({ refusal: { code: 'record-too-few' } });
    expect(sized(kelly, { record: { wins: 12, total: 40 } })).toMatchObject({
      refusal: { code: 'record-without-edge', wins: 12, total: 40 },
    });
  });

  it('never makes more than profile and limits do', () => {
    const ways: BotSizing[] = [
      { method: 'fixed-fraction', fraction: 1 },
      { method: 'volatility-target', fraction: 1 },
      { method: 'equal-weight', positions: 1 },
      { method: 'capped-kelly', fraction: 1, max: 1 },
    ];
    const most = sized({ method: 'profile' }, { bot: { amount: 10_000, cash: 3_000 } }).quantity;
    for (const way of ways)
      expect(sized(way, { bot: { amount: 10_000, cash: 3_000 } }).quantity).toBeLessThanOrEqual(most);
  });

  it('is refused by name where it is mistyped', () => {
    for (const wrong of [{ method: 'kelly' }, { method: 'fixed-fraction' }, { method: 'equal-weight', positions: 0 }])
      expect(botSizingSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('Kelly’s fraction', () => {
  it('is chance less what the other side costs', () => {
    expect(kellyFraction(0.6, 1)).toBeCloseTo(0.2, 12);
    expect(kellyFraction(0.5, 2)).toBeCloseTo(0.25, 12);
    expect(kellyFraction(0.4, 1)).toBeLessThan(0);
    expect(kellyFraction(0.9, null)).toBeLessThan(0);
  });
});

describe('a size under limits over the whole account', () => {
  const held = anInstrument({ id: 'instrument-2' as InstrumentId, symbol: 'OTHR', sector: 'energy' });
  const instrument = anInstrument({ sector: 'energy' });
  const amount = fc.integer({ min: 0, max: 2_000_000 }).map((cents) => String(cents / 100));
  const share = fc.integer({ min: 2, max: 60 }).map((percent) => percent / 100);

  it('passes every check it was cut for, and stands on the card with what it was cut to', () => {
    fc.assert(
      fc.property(
        fc.array(amount, { maxLength: 4 }),
        share,
        share,
        share,
        amount,
        (values, sector, heat, traded, most) => {
          const limits: AccountLimits = {
            ...DEFAULT_LIMITS,
            positionFractionMax: 1,
            riskFractionMax: 1,
            sectorFractionMax: sector,
            heatFractionMax: heat,
            tradedValueShareMax: traded / 10_000,
            positionAmountMax: most === '0' ? '1' : most,
            settledCashOnly: true,
          };
          const book = values.map((value): BookLine => ({
            instrument: held,
            holder: 'manual',
            value,
            hasStop: false,
            lossAtStop: '0',
          }));
          const past = somePast(3);
          const money = { equity: 50_000, buyingPower: 40_000, positionValue: 0 };
          const rooms = roomsOf(limits, { ...money, instrument, rate: 1, unsettled: 20_000, book, past });
          const answer = sized(
            { method: 'profile' },
            {
              instrument,
              limits,
              bot: { amount: 1e6, cash: 1e6 },
              account: { ...money, invested: 0, horizonRoom: Infinity, rooms },
            },
          );
          if (answer.refusal !== null) return;
          expect(answer.caps.map(({ bound }) => bound)).toEqual(expect.arrayContaining(Object.keys(rooms)));
          const input: CheckInput = aCheckInput({
            instrument,
            limits,
            book,
            past: new Map([[instrument.id, past]]),
            quantity: toText(decimal(answer.quantity)),
            limitPrice: toText(decimal(answer.ceiling)),
            stopPrice: toText(decimal(answer.stopPrice)),
            quote: { price: 100, ageMs: 0 },
            fees: { buy: '0', sell: '0' },
            bot: null,
            holder: 'manual',
            account: {
              ...aCheckInput().account,
              equity: '50000',
              peakEquity: '50000',
              dayStartEquity: '50000',
              buyingPower: '40000',
              unsettled: '20000',
            },
          });
          expect(runChecks(input).blockedBy).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });
});
