import { describe, expect, it } from 'vitest';
import { botSizingSchema } from '../domain/bot-sizing.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import type { SizeBound } from '../domain/size-bound.ts';
import { DEFAULT_LIMITS } from '../risk/limits.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { sizeEntry, type SizeInput } from './size.ts';
import { kellyFraction, methodCap } from './size-method.ts';
import type { FeesOf } from './worst-case.ts';

/*
 * Every cap, met exactly and missed by a hair, in a currency of half the value, a contract of ten and lots that are not
 * one: what a quantity takes of a cap is written down here once more, apart from the code under test.
 */

const RATE = 0.5;
const MULTIPLIER = 10;
const CEILING = 100.5;
/** 8 % below the ceiling, up to the cent; and filled a thousandth below that. */
const STOP = 92.46;
const STOP_FILL = STOP * (1 - 0.001);
const ATR = 2;

/** A fixed part and a share of the value, and a tax on sales: of a buy and of a sale, and of nothing else. */
const fees: FeesOf = ({ side, quantity, price }) => {
  if (!(quantity > 0 && price > 0)) throw new Error('a fee of nothing');
  const share = { buy: 0.001, sell: 0.003 }[side];
  return 2 + quantity * price * share;
};

const cost = (quantity: number): number => quantity * CEILING * MULTIPLIER * RATE;
const paid = (quantity: number): number => cost(quantity) + fees({ side: 'buy', quantity, price: CEILING }) * RATE;
const loss = (quantity: number): number => {
  const moved = quantity * (CEILING - STOP_FILL) * MULTIPLIER;
  const both = fees({ side: 'buy', quantity, price: CEILING }) + fees({ side: 'sell', quantity, price: STOP_FILL });
  return (moved + both) * RATE;
};
const range = (quantity: number): number => quantity * ATR * MULTIPLIER * RATE;

const WIDE = 1e9;
const wide: SizeInput = {
  instrument: anInstrument({ multiplier: String(MULTIPLIER) }),
  price: 100,
  atr: ATR,
  stopPrice: null,
  targetPrice: null,
  gapFraction: null,
  profile: { ...RISK_PROFILES.medium, positionMax: 1 },
  bot: { amount: WIDE, cash: WIDE },
  account: { equity: WIDE, buyingPower: WIDE, positionValue: 0, invested: 0, horizonRoom: WIDE },
  limits: { ...DEFAULT_LIMITS, positionFractionMax: 1, riskFractionMax: 1 },
  record: { wins: 39, total: 40 },
  rate: RATE,
  fees,
};
const account = (changes: Partial<SizeInput['account']>): Partial<SizeInput> => ({
  account: { ...wide.account, ...changes },
});
const limits = (changes: Partial<SizeInput['limits']>): Partial<SizeInput> => ({
  limits: { ...wide.limits, ...changes },
});
const ofAmount = (amount: number, sizing: SizeInput['sizing']): Partial<SizeInput> => ({
  bot: { amount, cash: WIDE },
  sizing,
});
const room = (bound: SizeBound, of: (quantity: number) => number): Cap => [
  bound,
  of,
  (amount) => account({ rooms: { [bound]: amount } }),
];

/** The bound, what a quantity takes of it, and the settings that leave so much of it. Parts are powers of two: exact. */
type Cap = readonly [SizeBound, (quantity: number) => number, (amount: number) => Partial<SizeInput>];
const CAPS: readonly Cap[] = [
  [
    'position-max-bot',
    cost,
    (amount) => ({ bot: { amount: amount * 4, cash: WIDE }, profile: { ...wide.profile, positionMax: 0.25 } }),
  ],
  [
    'position-fraction',
    cost,
    (amount) => ({
      ...account({ equity: (amount + 64) * 4, positionValue: 64 }),
      ...limits({ positionFractionMax: 0.25 }),
    }),
  ],
  [
    'risk-per-trade',
    loss,
    (amount) => ({ ...account({ equity: amount * 32 }), ...limits({ riskFractionMax: 1 / 32 }) }),
  ],
  ['bot-cash', paid, (cash) => ({ bot: { amount: WIDE, cash } })],
  ['buying-power', paid, (buyingPower) => account({ buyingPower })],
  [
    'invested-max',
    cost,
    (amount) => ({ ...account({ invested: 64 }), ...limits({ investedMax: String(amount + 64) }) }),
  ],
  [
    'horizon-split',
    cost,
    (horizonRoom) => ({ ...account({ horizonRoom }), ...limits({ horizonSplit: { short: 0, mid: 100, long: 0 } }) }),
  ],
  room('position-amount', cost),
  room('exposure-gross', cost),
  room('exposure-net', cost),
  room('sector-exposure', cost),
  room('portfolio-heat', loss),
  room('settled-cash', paid),
  room('liquidity', cost),
  ['fixed-fraction', loss, (amount) => ofAmount(amount * 32, { method: 'fixed-fraction', fraction: 1 / 32 })],
  ['volatility-target', range, (amount) => ofAmount(amount * 128, { method: 'volatility-target', fraction: 1 / 128 })],
  ['equal-weight', cost, (amount) => ofAmount(amount * 4, { method: 'equal-weight', positions: 4 })],
  ['capped-kelly', cost, (amount) => ofAmount(amount * 4, { method: 'capped-kelly', fraction: 1, max: 0.25 })],
];

const HAIR = 1e-7;
const sized = (changes: Partial<SizeInput>) => sizeEntry({ ...wide, ...changes });

describe.each(['1', '10', '0.1'])('in lots of %s, a size', (lotSize) => {
  const lot = Number(lotSize);
  const instrument = anInstrument({ multiplier: String(MULTIPLIER), lotSize });
  const quantity = Number((7 * lot).toFixed(1));

  it.each(CAPS)('takes all that %s leaves, and a lot less a hair below it', (boundBy, of, leaving) => {
    const exact = sized({ instrument, ...leaving(of(quantity)) });
    expect(exact).toMatchObject({ refusal: null, boundBy, quantity, ceiling: CEILING, stopPrice: STOP });
    if (exact.refusal !== null) throw new Error('it fits');
    expect(exact.caps.find(({ bound }) => bound === boundBy)?.amount).toBeCloseTo(of(quantity), 6);
    const below = sized({ instrument, ...leaving(of(quantity) * (1 - HAIR)) });
    expect(below).toMatchObject({ boundBy, quantity: Number((6 * lot).toFixed(1)) });
  });

  it.each(CAPS)('is refused where %s leaves less than a lot, with what would buy one', (boundBy, of, leaving) => {
    const refused = sized({ instrument, ...leaving(of(lot) * (1 - HAIR)) });
    expect(refused).toMatchObject({ quantity: 0, refusal: { code: 'too-small', boundBy } });
    if (refused.refusal?.code !== 'too-small') throw new Error('less than a lot');
    expect(refused.refusal.has).toBeCloseTo(of(lot) * (1 - HAIR), 5);
    expect(refused.refusal.needs).toBeCloseTo(of(lot), 6);
    expect(sized({ instrument, ...leaving(refused.refusal.needs) })).toMatchObject({ quantity: lot });
  });
});

describe('what stands on the card', () => {
  it('is money in the account’s currency, fees apart', () => {
    const answer = sized({ bot: { amount: 40_000, cash: paid(7) } });
    if (answer.refusal !== null) throw new Error('it fits');
    expect(answer.cost).toBeCloseTo(cost(7), 9);
    expect(answer.fees).toBeCloseTo(paid(7) - cost(7), 9);
    expect(answer.botCashAfter).toBeCloseTo(0, 6);
    expect(answer.costOfBot).toBeCloseTo(cost(7) / 40_000, 12);
    expect(answer.costOfEquity).toBeCloseTo(cost(7) / WIDE, 12);
    expect(answer.worstCase.atStop).toBeCloseTo(loss(7), 9);
    // 15 % above the ceiling, down to the cent.
    expect(answer.targetPrice).toBe(115.57);
    const sale = fees({ side: 'sell', quantity: 7, price: 115.57 });
    const bought = fees({ side: 'buy', quantity: 7, price: CEILING });
    const gain = ((115.57 - CEILING) * 7 * MULTIPLIER - sale - bought) * RATE;
    expect(answer.gainAtTarget).toBeCloseTo(gain, 9);
    expect(answer.rewardForOne).toBeCloseTo(gain / loss(7), 9);
  });

  it('shows what a forecast and the first trades leave, in money', () => {
    const forecast = { sizeFraction: 0.5, stopPrice: null, targetPrice: null };
    const half = sized({ bot: { amount: WIDE, cash: paid(8) }, forecast });
    const quarter = sized({
      bot: { amount: WIDE, cash: paid(8) },
      ...limits({ firstTrades: { count: 3, sizeFraction: 0.25 } }),
    });
    for (const [answer, boundBy, quantity] of [
      [half, 'forecast', 4],
      [quarter, 'first-trades', 2],
    ] as const) {
      if (answer.refusal !== null) throw new Error('it fits');
      expect(answer).toMatchObject({ boundBy, quantity });
      const cap = answer.caps.at(-1);
      expect(cap).toMatchObject({ bound: boundBy, quantity });
      expect(cap?.amount).toBeCloseTo(cost(quantity), 6);
    }
  });
});

describe('nothing is bought', () => {
  it.each([
    ['price-unknown', { price: Infinity }],
    ['price-unknown', { price: -5 }],
    ['rate-unknown', { rate: 0 }],
    ['rate-unknown', { rate: -1 }],
    ['rate-unknown', { rate: NaN }],
    ['volatility-unknown', { atr: 0, sizing: { method: 'volatility-target', fraction: 0.1 } }],
  ] as const)('for %s (%#)', (code, changes) => {
    expect(sized(changes)).toEqual({ quantity: 0, refusal: { code } });
  });

  it('with a stop at the very ceiling', () => {
    expect(sized({ stopPrice: CEILING })).toEqual({
      quantity: 0,
      refusal: { code: 'stop-not-below-price', has: CEILING, needs: CEILING },
    });
    expect(sized({ stopPrice: CEILING - 0.01 }).refusal).toBeNull();
  });
});

it('a part of the usual size is a part of what another part left', () => {
  const forecast = { sizeFraction: 0.5, stopPrice: null, targetPrice: null };
  const bot = { amount: WIDE, cash: paid(80) };
  expect(sized({ bot, ...limits({ botSizeFractionMax: 0.5 }) })).toMatchObject({ quantity: 40 });
  const both = sized({ bot, forecast, ...limits({ botSizeFractionMax: 0.5 }) });
  expect(both).toMatchObject({ quantity: 20, boundBy: 'bot-size-fraction' });
  const firstTrades = { count: 3, sizeFraction: 0.25 };
  const all = sized({ bot, forecast, ...limits({ botSizeFractionMax: 0.5, firstTrades }) });
  expect(all).toMatchObject({ quantity: 5, boundBy: 'first-trades' });
});

describe('a forecast’s stop and target', () => {
  const levels = (stopPrice: number, targetPrice: number) =>
    sized({ forecast: { sizeFraction: 1, stopPrice, targetPrice } });

  it('lie on the tick, towards less risk', () => {
    expect(levels(95.004, 110.006)).toMatchObject({ stopPrice: 95.01, targetPrice: 110 });
  });

  it('change nothing at the ceiling itself', () => {
    expect(levels(CEILING, CEILING)).toMatchObject({ stopPrice: STOP, targetPrice: 115.57 });
    expect(levels(CEILING - 0.01, CEILING + 0.01)).toMatchObject({ stopPrice: 100.49, targetPrice: 100.51 });
  });
});

describe('a way of sizing', () => {
  const input = { amount: 1_000, unitRange: 1, record: { wins: 20, total: 20 }, rewardForOne: 1 };
  const kelly = { method: 'capped-kelly', fraction: 1, max: 1 } as const;

  it('needs a range that is one', () => {
    for (const unitRange of [null, 0, -1, NaN])
      expect(methodCap({ method: 'volatility-target', fraction: 0.1 }, { ...input, unitRange })).toEqual({
        code: 'volatility-unknown',
      });
  });

  it('believes a record of twenty, and one with an edge only', () => {
    expect(methodCap(kelly, input)).toEqual({ bound: 'capped-kelly', amount: 1_000, what: 'cost' });
    const wins = (wins: number) => methodCap(kelly, { ...input, record: { wins, total: 20 } });
    expect(wins(10), 'a coin').toEqual({ code: 'record-without-edge', wins: 10, total: 20 });
    expect(wins(11)).toMatchObject({ bound: 'capped-kelly' });
  });

  it('bets nothing where there is nothing to win', () => {
    for (const reward of [null, 0, -1, NaN]) expect(kellyFraction(1, reward)).toBe(-1);
  });

  it.each([
    { method: 'profile' },
    { method: 'fixed-fraction', fraction: 1 },
    { method: 'volatility-target', fraction: 0.001 },
    { method: 'equal-weight', positions: 1 },
    { method: 'equal-weight', positions: 100 },
    { method: 'capped-kelly', fraction: 0.5, max: 0.2 },
  ])('can be set: %j', (sizing) => {
    expect(botSizingSchema.parse(sizing)).toEqual(sizing);
  });

  it.each([
    {},
    { method: '' },
    { method: 'fixed-fraction', fraction: 0 },
    { method: 'fixed-fraction', fraction: 1.001 },
    { method: 'volatility-target', fraction: -0.1 },
    { method: 'equal-weight', positions: 101 },
    { method: 'equal-weight', positions: 1.5 },
    { method: 'capped-kelly', fraction: 0.5 },
    { method: 'profile', fraction: 0.5 },
  ])('is refused at the setting where it is mistyped: %j', (sizing) => {
    expect(botSizingSchema.safeParse(sizing).success).toBe(false);
  });
});
