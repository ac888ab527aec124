import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { tickSize } from '../domain/tick.ts';
import { decimal } from '../lib/decimal.ts';
import { DEFAULT_LIMITS } from '../risk/limits.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { ceilingPrice } from './ceiling.ts';
import { sizeEntry, type SizeInput } from './size.ts';
import { lossAt, USUAL_SLIPPAGE_FRACTION, worstCase, type FeesOf } from './worst-case.ts';

const noFees: FeesOf = () => 0;
/** A minimum, a share of the cost, a tax on sales and rounding to cents upwards: everything fee tables do. */
const steppedFees: FeesOf = ({ side, quantity, price }) => {
  const raw = Math.max(1.5, quantity * price * 0.0003) + (side === 'sell' ? quantity * price * 0.002 : 0);
  return Math.ceil(raw * 100 - 1e-9) / 100;
};

function input(changes: Partial<SizeInput> = {}): SizeInput {
  return {
    instrument: anInstrument(),
    price: 124.22,
    atr: null,
    stopPrice: 114.63,
    targetPrice: 143.29,
    gapFraction: 0.12,
    profile: RISK_PROFILES.medium,
    bot: { amount: 5_000, cash: 5_000 },
    account: { equity: 25_000, buyingPower: 20_000, positionValue: 0, invested: 0, horizonRoom: Infinity },
    limits: DEFAULT_LIMITS,
    rate: 1,
    fees: noFees,
    ...changes,
  };
}

describe('sizing', () => {
  it('takes a quarter of what it would be, whatever decided that, while the first trades last', () => {
    const limits = { ...DEFAULT_LIMITS, firstTrades: { count: 10, sizeFraction: 0.25 } };
    for (const changes of [
      {},
      { bot: { amount: 50_000, cash: 700 } },
      { account: { ...input().account, equity: 3_000 } },
    ]) {
      const usual = sizeEntry(input(changes));
      const first = sizeEntry(input({ ...changes, limits }));
      if (usual.refusal !== null) throw new Error('some fit');
      const quarter = Math.floor(usual.quantity / 4);
      if (quarter === 0)
        expect(first).toMatchObject({ quantity: 0, refusal: { code: 'too-small', boundBy: 'first-trades' } });
      else expect(first).toMatchObject({ quantity: quarter, boundBy: 'first-trades' });
    }
  });

  it('never invests more than may be invested here', () => {
    const limits = { ...DEFAULT_LIMITS, investedMax: '2000' };
    const at = (invested: number) => sizeEntry(input({ limits, account: { ...input().account, invested } }));
    expect(at(1_000)).toMatchObject({ quantity: 8, boundBy: 'invested-max' });
    expect(at(2_000)).toMatchObject({ quantity: 0, refusal: { code: 'too-small', boundBy: 'invested-max' } });
    expect(at(Infinity)).toMatchObject({ quantity: 0, refusal: { boundBy: 'invested-max' } });
  });

  it('keeps its arithmetic: every cap, the one that decided, cost, cash left, reward for 1 at risk', () => {
    const sized = sizeEntry(input());
    if (sized.refusal !== null) throw new Error('12 fit');
    expect(sized.ceiling).toBe(124.59);
    expect(sized).toMatchObject({ quantity: 12, boundBy: 'position-max-bot' });
    expect(sized.caps.map(({ bound, quantity }) => [bound, quantity])).toEqual([
      ['position-max-bot', 12],
      ['position-fraction', 20],
      ['risk-per-trade', 49],
      ['bot-cash', 40],
      ['buying-power', 160],
    ]);
    expect(sized.cost).toBeCloseTo(1_495.08, 9);
    expect(sized.costOfBot).toBeCloseTo(0.299016, 9);
    expect(sized.costOfEquity).toBeCloseTo(0.0598032, 9);
    expect(sized.botCashAfter).toBeCloseTo(3_504.92, 9);
    expect(sized.gainAtTarget).toBeCloseTo((143.28 - 124.59) * 12, 0);
    expect(sized.rewardForOne).toBeCloseTo(sized.gainAtTarget / sized.worstCase.atStop, 9);
    expect(sized.worstCase.gapBasis).toBe('two-years');
    expect(sized.worstCase.inGap).toBeCloseTo(12 * 124.59 * 0.12, 6);
  });

  it.each([
    [
      'position-fraction',
      { account: { equity: 10_000, buyingPower: 10_000, positionValue: 0, invested: 0, horizonRoom: Infinity } },
      8,
    ],
    [
      'position-fraction',
      { account: { equity: 25_000, buyingPower: 10_000, positionValue: 1_500, invested: 0, horizonRoom: Infinity } },
      8,
    ],
    ['risk-per-trade', { limits: { ...DEFAULT_LIMITS, riskFractionMax: 0.002 } }, 4],
    ['bot-cash', { bot: { amount: 5_000, cash: 700 } }, 5],
    [
      'buying-power',
      { account: { equity: 25_000, buyingPower: 300, positionValue: 0, invested: 0, horizonRoom: Infinity } },
      2,
    ],
  ] as const)('is bound by %s when that is the smallest', (boundBy, changes, quantity) => {
    expect(sizeEntry(input(changes))).toMatchObject({ boundBy, quantity, refusal: null });
  });

  it('buys nothing below one lot, and names the number that would buy one', () => {
    const refused = sizeEntry(input({ bot: { amount: 300, cash: 300 } }));
    expect(refused).toEqual({
      quantity: 0,
      refusal: { code: 'too-small', boundBy: 'position-max-bot', has: 90, needs: 124.59 },
    });
    expect(
      sizeEntry(input({ bot: { amount: 124.59 / 0.3, cash: 5_000 } })).quantity,
      'exactly that number buys one',
    ).toBe(1);
  });

  it('buys nothing when price or rate is unknown, or the stop is not below the ceiling', () => {
    expect(sizeEntry(input({ rate: null })).refusal).toEqual({ code: 'rate-unknown' });
    for (const price of [0, -1, NaN]) expect(sizeEntry(input({ price })).refusal).toEqual({ code: 'price-unknown' });
    expect(sizeEntry(input({ stopPrice: 125 })).refusal).toMatchObject({ code: 'stop-not-below-price' });
  });

  it('pulls a stop and a target that are too far to the profile, and leaves nearer ones', () => {
    const far = sizeEntry(input({ stopPrice: 60, targetPrice: 300 }));
    const near = sizeEntry(input({ stopPrice: 120, targetPrice: 130 }));
    expect(far).toMatchObject({ stopPrice: 114.63, targetPrice: 143.27 });
    expect(near).toMatchObject({ stopPrice: 120, targetPrice: 130 });
  });

  it('counts in the account’s currency through the rate', () => {
    const instrument = anInstrument({ exchange: 'krx', currency: 'KRW', symbol: 'KRX:005930' });
    const sized = sizeEntry(
      input({ instrument, price: 71_100, stopPrice: 65_500, targetPrice: 81_800, rate: 1 / 1_400 }),
    );
    if (sized.refusal !== null) throw new Error('some fit');
    expect([sized.ceiling, sized.stopPrice, sized.targetPrice]).toEqual([71_300, 65_600, 81_800]);
    expect(sized.quantity).toBe(Math.floor(1_500 / (71_300 / 1_400)));
    expect(sized.cost).toBeCloseTo((sized.quantity * 71_300) / 1_400, 6);
  });
});

const anyInput = fc
  .record({
    price: fc.double({ min: 1.5, max: 900, noNaN: true }),
    stop: fc.double({ min: 0.005, max: 0.3, noNaN: true }),
    atr: fc.option(fc.double({ min: 0.01, max: 20, noNaN: true })),
    level: fc.constantFrom('low', 'medium', 'high'),
    amount: fc.double({ min: 10, max: 100_000, noNaN: true }),
    cash: fc.double({ min: 0, max: 100_000, noNaN: true }),
    equity: fc.double({ min: 10, max: 500_000, noNaN: true }),
    buyingPower: fc.double({ min: 0, max: 500_000, noNaN: true }),
    positionValue: fc.double({ min: 0, max: 20_000, noNaN: true }),
    lotSize: fc.constantFrom('1', '10', '0.001'),
    rate: fc.constantFrom(1, 0.00072, 1_390),
    fees: fc.constantFrom(noFees, steppedFees),
  })
  .map(({ price, stop, level, amount, cash, equity, buyingPower, positionValue, lotSize, ...rest }) =>
    input({
      ...rest,
      price,
      instrument: anInstrument({ lotSize }),
      stopPrice: price * (1 - stop),
      targetPrice: price * (1 + stop),
      profile: RISK_PROFILES[level],
      bot: { amount: amount * rest.rate, cash: cash * rest.rate },
      account: {
        equity: equity * rest.rate,
        buyingPower: buyingPower * rest.rate,
        positionValue: positionValue * rest.rate,
        invested: 0,
        horizonRoom: Infinity,
      },
    }),
  );

/** What a quantity uses of every limit, computed apart from the code under test. */
function uses(
  of: SizeInput,
  sized: { quantity: number; ceiling: number; stopPrice: number },
): [used: number, limit: number][] {
  const { rate } = of;
  if (rate === null) throw new Error('the rate is known here');
  const cost = sized.quantity * sized.ceiling * rate;
  const withFees = cost + of.fees({ side: 'buy', quantity: sized.quantity, price: sized.ceiling }) * rate;
  const exitPrice = sized.stopPrice * (1 - USUAL_SLIPPAGE_FRACTION);
  const loss = lossAt({
    quantity: sized.quantity,
    entryPrice: sized.ceiling,
    exitPrice,
    multiplier: 1,
    rate,
    fees: of.fees,
  });
  return [
    [cost, of.bot.amount * of.profile.positionMax],
    [cost, of.account.equity * of.limits.positionFractionMax - of.account.positionValue],
    [loss, of.account.equity * of.limits.riskFractionMax],
    [withFees, of.bot.cash],
    [withFees, of.account.buyingPower],
  ];
}

describe('sizing, whatever comes in', () => {
  it('never exceeds a limit, and one lot more would', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const sized = sizeEntry(given);
        if (sized.refusal !== null) return;
        const lot = Number(given.instrument.lotSize);
        expect(decimal(sized.quantity).mod(decimal(given.instrument.lotSize)).toFixed()).toBe('0');
        for (const [used, limit] of uses(given, sized)) expect(used).toBeLessThanOrEqual(limit * (1 + 1e-9));
        const more = uses(given, { ...sized, quantity: sized.quantity + lot });
        expect(
          more.some(([used, limit]) => used > limit),
          'the largest that fits',
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never buys more with less money, less room or a wider stop', () => {
    fc.assert(
      fc.property(anyInput, fc.double({ min: 0.1, max: 1, noNaN: true }), (given, share) => {
        const { quantity, refusal } = sizeEntry(given);
        const { bot, account } = given;
        // A stop that rounds up to the ceiling is refused as one; a wider one is then another trade, not more of the same.
        fc.pre(refusal?.code !== 'stop-not-below-price');
        const less: Partial<SizeInput>[] = [
          { bot: { ...bot, amount: bot.amount * share } },
          { bot: { ...bot, cash: bot.cash * share } },
          { account: { ...account, equity: account.equity * share } },
          { account: { ...account, buyingPower: account.buyingPower * share } },
          { account: { ...account, positionValue: account.positionValue / share } },
          { limits: { ...given.limits, riskFractionMax: given.limits.riskFractionMax * share } },
          { stopPrice: (given.stopPrice ?? 0) * share },
        ];
        for (const changes of less) expect(sizeEntry({ ...given, ...changes }).quantity).toBeLessThanOrEqual(quantity);
      }),
      { numRuns: 300 },
    );
  });

  it('puts the ceiling on the tick, not below the price and not far above it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 900_000, noNaN: true }),
        fc.option(fc.double({ min: 0, max: 50_000, noNaN: true })),
        fc.constantFrom('us', 'krx'),
        (price, atr, exchange) => {
          const instrument = anInstrument({ exchange });
          const ceiling = ceilingPrice(price, atr, instrument);
          expect(ceiling).toBeGreaterThanOrEqual(price - 1e-9 * price);
          expect(ceiling).toBeLessThanOrEqual(price * 1.005 + tickSize(instrument, price * 1.01));
          expect(
            decimal(ceiling)
              .mod(decimal(tickSize(instrument, ceiling)))
              .toFixed(),
          ).toBe('0');
        },
      ),
    );
  });
});

describe('the worst case', () => {
  const given = {
    quantity: 12,
    entryPrice: 124.6,
    stopPrice: 114.63,
    multiplier: 1,
    rate: 1,
    equity: 25_000,
    fees: noFees,
  };

  it('is what the stop costs with slippage, and what the worst night of two years would cost', () => {
    const worst = worstCase({ ...given, gapFraction: 0.12 });
    expect(worst.atStop).toBeCloseTo(12 * (124.6 - 114.63 * 0.999), 9);
    expect(worst.inGap).toBeCloseTo(12 * 124.6 * 0.12, 9);
    expect(worst.atStopOfEquity).toBeCloseTo(worst.atStop / 25_000, 12);
    expect(worst).toMatchObject({ gapBasis: 'two-years', gapFraction: 0.12 });
  });

  it('takes twice the stop distance where history is short, and says so', () => {
    const worst = worstCase({ ...given, gapFraction: null });
    expect(worst.gapBasis).toBe('twice-the-stop');
    expect(worst.gapFraction).toBeCloseTo((2 * (124.6 - 114.63)) / 124.6, 12);
  });

  it('never shows a gap that costs less than the stop', () => {
    const worst = worstCase({ ...given, gapFraction: 0.01 });
    expect(worst.inGap).toBe(worst.atStop);
  });

  it('is the whole amount without a stop, fees in it', () => {
    const worst = worstCase({ ...given, stopPrice: null, gapFraction: 0.12, fees: steppedFees });
    expect(worst).toMatchObject({ gapBasis: 'whole-amount', gapFraction: 1 });
    expect(worst.atStop).toBeCloseTo(12 * 124.6 + steppedFees({ side: 'buy', quantity: 12, price: 124.6 }), 9);
    expect(worst.inGap).toBe(worst.atStop);
  });

  it('has no share of an equity that is not there', () => {
    expect(worstCase({ ...given, gapFraction: null, equity: 0 }).atStopOfEquity).toBeNull();
  });
});

describe('a forecast’s share of a size', () => {
  const NEARER = { sizeFraction: 0.5, stopPrice: 121, targetPrice: 130 };
  const sized = (forecast: SizeInput['forecast']) => {
    const answer = sizeEntry(input({ forecast: forecast ?? null }));
    if (answer.refusal !== null) throw new Error(answer.refusal.code);
    return answer;
  };

  it('is a part of what it would be otherwise, with a stop and a target no further away', () => {
    const without = sized(null);
    const half = sized(NEARER);
    expect(half).toMatchObject({ boundBy: 'forecast', quantity: Math.floor(without.quantity / 2) });
    expect(half.stopPrice).toBe(121);
    expect(half.targetPrice).toBe(130);
    expect(half.worstCase.atStop).toBeLessThan(without.worstCase.atStop / 2);
  });

  it('buys no more because its stop is nearer', () => {
    const near = sized({ ...NEARER, sizeFraction: 1 });
    expect(near.quantity).toBe(sized(null).quantity);
    expect(near.caps.at(-1)).toMatchObject({ bound: 'forecast', quantity: near.quantity });
    expect(near.boundBy).not.toBe('forecast');
  });

  it('that is further away, or on the wrong side, changes nothing', () => {
    const without = sized(null);
    for (const forecast of [
      { sizeFraction: 1, stopPrice: 50, targetPrice: 900 },
      { sizeFraction: 1, stopPrice: 900, targetPrice: 1 },
    ]) {
      expect(sized(forecast)).toMatchObject({ stopPrice: without.stopPrice, targetPrice: without.targetPrice });
    }
  });
});
