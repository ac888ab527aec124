import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Holder, InstrumentId } from '../domain/ids.ts';
import type { MarketMs } from '../lib/time.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { CHECK_NAMES, type CheckInput, type CheckName, type CheckVerdict, type PendingTrade } from './check.ts';
import { CHECKS, runChecks } from './index.ts';
import { accountLimitsSchema, DEFAULT_LIMITS } from './limits.ts';

const base = aCheckInput();
const account = (changes: Partial<CheckInput['account']>): Partial<CheckInput> => ({
  account: { ...base.account, ...changes },
});
const bot = (changes: Partial<NonNullable<CheckInput['bot']>>): Partial<CheckInput> => ({
  bot: base.bot === null ? null : { ...base.bot, ...changes },
});
const limits = (changes: Partial<CheckInput['limits']>): Partial<CheckInput> => ({
  limits: { ...DEFAULT_LIMITS, ...changes },
});
const trade = (changes: Partial<PendingTrade> = {}): PendingTrade => ({
  instrumentId: base.instrument.id,
  side: 'buy',
  quantity: '12',
  holder: base.holder,
  openCost: '1495.2',
  horizon: 'mid',
  ...changes,
});
const OTHER = 'bot-2' as Holder;
const QUARTER = { firstTrades: { count: 10, sizeFraction: 0.25 } };
const SPLIT = { horizonSplit: { short: 60, mid: 40, long: 0 } };
const krx = anInstrument({ exchange: 'krx', currency: 'KRW' });

function verdict(check: CheckName, changes: Partial<CheckInput>): CheckVerdict | undefined {
  return runChecks(aCheckInput(changes)).verdicts.find((one) => one.check === check);
}

/** Each row: the check, what is changed, and `pass` or the code it denies with. Boundaries stand as −1, 0, +1 unit. */
const TABLE: readonly (readonly [CheckName, string, Partial<CheckInput>, string])[] = [
  ['mode', 'all active', {}, 'pass'],
  ['mode', 'the bot is reducing', { modes: { ...base.modes, bot: 'reducing' } }, 'mode-reducing'],
  [
    'mode',
    'the account is reducing, another unknown',
    { modes: { global: null, account: 'reducing', bot: 'active' } },
    'mode-reducing',
  ],
  [
    'mode',
    'global halt beats a reducing bot',
    { modes: { global: 'halted', account: 'active', bot: 'reducing' } },
    'mode-halted',
  ],
  ['mode', 'catching up', { isReady: false }, 'recovering'],
  ['mode', 'an account that may not trade', { mayTrade: false }, 'account-may-not-trade'],
  ['mode', 'a person’s own trade has no bot', { bot: null, modes: { ...base.modes, bot: null } }, 'pass'],
  ['market-open', 'in session', {}, 'pass'],
  ['market-open', 'closed', { isMarketOpen: false }, 'market-closed'],
  [
    'market-open',
    'a question for the next open, closed',
    { isMarketOpen: false, session: 'next-open', moment: 'ask' },
    'pass',
  ],
  [
    'market-open',
    'released for the next open, still closed',
    { isMarketOpen: false, session: 'next-open' },
    'market-closed',
  ],
  ['known-price', 'one below the oldest', { quote: { price: 124, ageMs: 59_999 } }, 'pass'],
  ['known-price', 'at the oldest', { quote: { price: 124, ageMs: 60_000 } }, 'pass'],
  ['known-price', 'one above the oldest', { quote: { price: 124, ageMs: 60_001 } }, 'quote-too-old'],
  [
    'known-price',
    'yesterday’s close for a question for the next open',
    { quote: { price: 124, ageMs: 6e7 }, session: 'next-open', moment: 'ask' },
    'pass',
  ],
  [
    'known-price',
    'yesterday’s close at the open',
    { quote: { price: 124, ageMs: 6e7 }, session: 'next-open' },
    'quote-too-old',
  ],
  ['block-list', 'another name', limits({ blockList: ['XOM'] }), 'pass'],
  ['block-list', 'by symbol', limits({ blockList: ['HRBM'] }), 'blocked-instrument'],
  ['block-list', 'by id', limits({ blockList: ['instrument-1'] }), 'blocked-instrument'],
  ['lot-and-tick', 'nothing', { quantity: '0' }, 'below-lot'],
  ['lot-and-tick', 'less than a lot', { quantity: '0.999999999' }, 'below-lot'],
  ['lot-and-tick', 'one lot', { quantity: '1' }, 'pass'],
  ['lot-and-tick', 'a hair more', { quantity: '1.000000001' }, 'not-a-lot-multiple'],
  ['lot-and-tick', 'between two ticks', { limitPrice: '124.605' }, 'not-on-tick'],
  ['lot-and-tick', 'a stop between two ticks', { stopPrice: '114.631' }, 'not-on-tick'],
  ['lot-and-tick', 'a won price on its tick', { instrument: krx, limitPrice: '71200', stopPrice: '65600' }, 'pass'],
  [
    'lot-and-tick',
    'a won price between two',
    { instrument: krx, limitPrice: '71250', stopPrice: '65600' },
    'not-on-tick',
  ],
  ['duplicates', 'somebody else’s equal order', { pending: [trade({ holder: OTHER })] }, 'pass'],
  ['duplicates', 'its own, of another size', { pending: [trade({ quantity: '3' })] }, 'duplicate-order'],
  [
    'duplicates',
    'a person’s second order of another size',
    { bot: null, holder: 'manual', pending: [trade({ holder: 'manual', quantity: '3' })] },
    'pass',
  ],
  [
    'duplicates',
    'a person’s second order of the same size',
    { bot: null, holder: 'manual', pending: [trade({ holder: 'manual' })] },
    'duplicate-order',
  ],
  ['duplicates', 'one below the window', { lastEqualOrderAt: (base.marketAt - 59_999) as MarketMs }, 'duplicate-order'],
  ['duplicates', 'at the window', { lastEqualOrderAt: (base.marketAt - 60_000) as MarketMs }, 'pass'],
  ['duplicates', 'it holds some', { holdings: [{ holder: base.holder, quantity: '1' }] }, 'already-held'],
  ['duplicates', 'it holds nothing any more', { holdings: [{ holder: base.holder, quantity: '0' }] }, 'pass'],
  ['opposes-holding', 'somebody else holds it too', { holdings: [{ holder: OTHER, quantity: '5' }] }, 'pass'],
  [
    'opposes-holding',
    'somebody else is selling it',
    { pending: [trade({ holder: OTHER, side: 'sell' })] },
    'opposes-holding',
  ],
  ['opposes-holding', 'somebody else is short', { holdings: [{ holder: OTHER, quantity: '-5' }] }, 'opposes-holding'],
  [
    'opposes-holding',
    'a short sale against a holder',
    { side: 'sell', holdings: [{ holder: OTHER, quantity: '5' }] },
    'opposes-holding',
  ],
  ['collar', 'one tick below the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '101.99' }, 'pass'],
  ['collar', 'at the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '102' }, 'pass'],
  ['collar', 'one tick above the collar', { quote: { price: 100, ageMs: 0 }, limitPrice: '102.01' }, 'above-collar'],
  ['position-size', 'a cent below the limit', account({ equity: '14952.1' }), 'pass'],
  ['position-size', 'at the limit', account({ equity: '14952' }), 'pass'],
  ['position-size', 'a cent above the limit', account({ equity: '14951.9' }), 'position-too-large'],
  ['position-size', 'at the limit with what others hold', account({ positionValue: '1004.8' }), 'pass'],
  ['position-size', 'a cent more held', account({ positionValue: '1004.81' }), 'position-too-large'],
  [
    'position-size',
    'with what others are buying',
    { pending: [trade({ holder: OTHER, openCost: '1004.81' })] },
    'position-too-large',
  ],
  [
    'position-size',
    'what others are selling does not count',
    { pending: [trade({ holder: OTHER, side: 'sell', openCost: '5000' })] },
    'pass',
  ],
  // 12 × (124.60 − 114.63) + 0.05 = 119.69, 2 % of 5,984.50
  ['risk-per-trade', 'at the limit', account({ equity: '5984.5' }), 'pass'],
  ['risk-per-trade', 'a cent above', account({ equity: '5984' }), 'risk-too-large'],
  ['risk-per-trade', 'without a stop the whole amount', { stopPrice: null }, 'risk-too-large'],
  ['risk-per-trade', 'a stop at the price', { stopPrice: '124.6' }, 'stop-not-below-price'],
  ['position-size', 'a quarter at the limit', { ...limits(QUARTER), ...account({ equity: '59808' }) }, 'pass'],
  [
    'position-size',
    'a quarter, a cent above',
    { ...limits(QUARTER), ...account({ equity: '59807.9' }) },
    'first-trades-size',
  ],
  ['invested-max', 'nobody set one', account({ invested: null }), 'pass'],
  ['invested-max', 'at the limit', { ...limits({ investedMax: '5000' }), ...account({ invested: '3504.8' }) }, 'pass'],
  [
    'invested-max',
    'a cent above',
    { ...limits({ investedMax: '5000' }), ...account({ invested: '3504.81' }) },
    'invested-too-much',
  ],
  [
    'invested-max',
    'a cent above with what is being bought, of anything',
    {
      ...limits({ investedMax: '5000' }),
      ...account({ invested: '2504.8' }),
      pending: [trade({ instrumentId: krx.id, holder: OTHER, openCost: '1000.01' })],
    },
    'invested-too-much',
  ],
  [
    'invested-max',
    'unknown holdings',
    { ...limits({ investedMax: '5000' }), ...account({ invested: null }) },
    'unknown',
  ],
  [
    'invested-max',
    'what is bought outside Nod does not count',
    {
      ...limits({ investedMax: '5000' }),
      ...account({ invested: '3504.8' }),
      pending: [trade({ instrumentId: krx.id, holder: 'external', openCost: '9000' })],
    },
    'pass',
  ],
  ['horizon-split', 'nobody set one', account({ byHorizon: null }), 'pass'],
  // 12 × 124.60 = 1,495.20 is 40 % of 3,738.
  ['horizon-split', 'a cent below', { ...limits(SPLIT), ...account({ equity: '3738.03' }) }, 'pass'],
  ['horizon-split', 'at the share', { ...limits(SPLIT), ...account({ equity: '3738' }) }, 'pass'],
  ['horizon-split', 'a cent above', { ...limits(SPLIT), ...account({ equity: '3737.97' }) }, 'horizon-full'],
  [
    'horizon-split',
    'with what bots hold for as long, and no other horizon',
    { ...limits(SPLIT), ...account({ byHorizon: { short: '9000', mid: '8504.8', long: '9000' } }) },
    'pass',
  ],
  [
    'horizon-split',
    'a cent more held for as long',
    { ...limits(SPLIT), ...account({ byHorizon: { short: '0', mid: '8504.81', long: '0' } }) },
    'horizon-full',
  ],
  [
    'horizon-split',
    'a cent above with what is being bought for as long',
    {
      ...limits(SPLIT),
      ...account({ byHorizon: { short: '0', mid: '8000', long: '0' } }),
      pending: [
        trade({ instrumentId: krx.id, holder: OTHER, openCost: '504.81' }),
        trade({ instrumentId: krx.id, holder: OTHER, openCost: '9000', horizon: 'short' }),
      ],
    },
    'horizon-full',
  ],
  ['horizon-split', 'a share of nothing', { ...limits(SPLIT), horizon: 'long' }, 'horizon-full'],
  ['horizon-split', 'a person’s own trade is of no horizon', { ...limits(SPLIT), horizon: 'none' }, 'pass'],
  ['horizon-split', 'unknown holdings', { ...limits(SPLIT), ...account({ byHorizon: null }) }, 'unknown'],
  ['buying-power', 'a cent more than the cost', account({ buyingPower: '1495.21' }), 'pass'],
  ['buying-power', 'the very cost', account({ buyingPower: '1495.2' }), 'pass'],
  ['buying-power', 'a cent less', account({ buyingPower: '1495.19' }), 'no-buying-power'],
  [
    'buying-power',
    'the fee is a cent too much',
    { ...account({ buyingPower: '1495.2' }), fees: { buy: '0.01', sell: '0' } },
    'no-buying-power',
  ],
  ['bot-budget', 'its very last cent', bot({ cash: '1495.2' }), 'pass'],
  ['bot-budget', 'a cent less', bot({ cash: '1495.19' }), 'bot-cash-short'],
  ['bot-budget', 'one before its end', bot({ endsAt: (base.marketAt + 1) as MarketMs }), 'pass'],
  ['bot-budget', 'at its end', bot({ endsAt: base.marketAt }), 'bot-ended'],
  ['bot-budget', 'a cent above 15 % below its peak', bot({ value: '4420.01' }), 'pass'],
  ['bot-budget', 'at 15 % below its peak', bot({ value: '4420' }), 'bot-drawdown'],
  ['open-positions', 'the last that is allowed', account({ otherPositions: 14 }), 'pass'],
  ['open-positions', 'one more', account({ otherPositions: 15 }), 'too-many-positions'],
  ['orders-per-day', 'the last that is allowed', account({ ordersToday: 19 }), 'pass'],
  ['orders-per-day', 'one more', account({ ordersToday: 20 }), 'too-many-orders'],
  ['daily-loss', 'a cent above', account({ dayStartEquity: '26315.78' }), 'pass'],
  ['daily-loss', 'at the limit', account({ equity: '23845', dayStartEquity: '25100' }), 'daily-loss-reached'],
  ['daily-loss', 'a cent above the limit', account({ equity: '23845.01', dayStartEquity: '25100' }), 'pass'],
  ['drawdown', 'a cent above the limit', account({ equity: '22100.01', dayStartEquity: '22200' }), 'pass'],
  ['drawdown', 'at the limit', account({ equity: '22100', dayStartEquity: '22200' }), 'drawdown-reached'],
];

describe('an entry', () => {
  it('passes when every check does, and every check that binds entries has answered in order', () => {
    const { verdicts, allowed, blockedBy } = runChecks(base);
    expect(verdicts.filter(({ answer }) => answer !== 'pass')).toEqual([]);
    expect([allowed, blockedBy]).toEqual([true, null]);
    expect(verdicts.map(({ check }) => check)).toEqual(CHECK_NAMES.filter((name) => CHECKS[name].appliesTo !== 'exit'));
  });

  it.each(TABLE)('%s: %s', (check, _what, changes, expected) => {
    const answer = verdict(check, changes);
    expect(answer?.answer === 'deny' ? answer.code : answer?.answer).toBe(expected);
    if (answer?.answer === 'deny') expect(runChecks(aCheckInput(changes)).allowed).toBe(false);
  });

  it('shows every verdict, also after the first no, and names the first', () => {
    const { verdicts, blockedBy } = runChecks(aCheckInput({ isMarketOpen: false, ...account({ buyingPower: '1' }) }));
    expect(verdicts.filter(({ answer }) => answer === 'deny').map(({ check }) => check)).toEqual([
      'market-open',
      'buying-power',
    ]);
    expect(blockedBy?.check).toBe('market-open');
  });

  it.each([
    ['modes.global', { modes: { ...base.modes, global: null } }],
    ['modes.bot', { modes: { ...base.modes, bot: null } }],
    ['isReady', { isReady: null }],
    ['isMarketOpen', { isMarketOpen: null }],
    ['quote', { quote: null }],
    ['quote', { quote: { price: 0, ageMs: 0 } }],
    ['quote.ageMs', { quote: { price: 124.22, ageMs: NaN } }],
    ['limitPrice', { limitPrice: null }],
    ['rate', { rate: null }],
    ['fees', { fees: null }],
    ['account.equity', account({ equity: null })],
    ['account.peakEquity', account({ peakEquity: null })],
    ['account.dayStartEquity', account({ dayStartEquity: null })],
    ['account.buyingPower', account({ buyingPower: null })],
    ['account.ordersToday', account({ ordersToday: null })],
    ['account.otherPositions', account({ otherPositions: null })],
    ['account.positionValue', account({ positionValue: null })],
    ['bot.cash', bot({ cash: null })],
    ['bot.value', bot({ value: null })],
    ['bot.peakValue', bot({ peakValue: null })],
    ['bot.endsAt', bot({ endsAt: null })],
    ['holdings', { holdings: null }],
    ['pending', { pending: null }],
    ['pending', { pending: [trade({ holder: OTHER, openCost: null })] }],
    ['lastEqualOrderAt', { lastEqualOrderAt: null }],
  ] as const)('is blocked while %s is unknown, and says so', (field, changes) => {
    const { allowed, verdicts } = runChecks(aCheckInput(changes));
    expect(allowed).toBe(false);
    expect(verdicts.flatMap((one) => (one.answer === 'unknown' ? one.missing : [])).join()).toContain(field);
  });
});

describe('the number that would pass', () => {
  const CASES: readonly [CheckName, Partial<CheckInput>][] = [
    ['position-size', account({ equity: '9000' })],
    ['position-size', account({ equity: '25000', positionValue: '2200' })],
    ['risk-per-trade', account({ equity: '3000' })],
    ['buying-power', account({ buyingPower: '777.77' })],
    ['bot-budget', bot({ cash: '999.99' })],
    ['horizon-split', { ...limits(SPLIT), ...account({ equity: '2222' }) }],
  ];

  it.each(CASES)('%s: passes, and one more does not', (check, changes) => {
    const answer = verdict(check, changes);
    if (answer?.answer !== 'deny') throw new Error('it denies 12');
    const passes = String(answer.values['passes']);
    expect(Number(passes)).toBeGreaterThan(0);
    expect(verdict(check, { ...changes, quantity: passes })?.answer).toBe('pass');
    expect(verdict(check, { ...changes, quantity: String(Number(passes) + 1) })?.answer).toBe('deny');
  });

  it('is nothing when there is no room at all', () => {
    expect(verdict('position-size', account({ positionValue: '9000' }))).toMatchObject({ values: { passes: '0' } });
  });

  it('always passes, whatever the figures', () => {
    const cents = fc.integer({ min: 1, max: 5_000_000 }).map((value) => String(value / 100));
    fc.assert(
      fc.property(cents, cents, cents, cents, (equity, buyingPower, cash, price) => {
        const changes = {
          ...account({ equity, buyingPower }),
          ...bot({ cash }),
          limitPrice: price,
          stopPrice: null,
          quantity: '1000',
        };
        for (const { check, ...answer } of runChecks(aCheckInput(changes)).verdicts) {
          if (
            answer.answer !== 'deny' ||
            !['position-size', 'risk-per-trade', 'buying-power', 'bot-budget'].includes(check)
          )
            continue;
          const passes = answer.values['passes'];
          if (passes === undefined || passes === '0') continue;
          expect(verdict(check, { ...changes, quantity: String(passes) })?.answer, check).toBe('pass');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('an exit', () => {
  const exit = (changes: Partial<CheckInput> = {}): CheckInput =>
    aCheckInput({
      intent: 'exit',
      side: 'sell',
      origin: 'protection',
      limitPrice: null,
      stopPrice: null,
      holdings: [{ holder: base.holder, quantity: '12' }],
      ...changes,
    });

  it('is bound by nothing but mode, session, lot and tick, and what is held', () => {
    expect(runChecks(exit()).verdicts.map(({ check }) => check)).toEqual([
      'mode',
      'market-open',
      'lot-and-tick',
      'exit-quantity',
    ]);
  });

  it('is never blocked by something unknown', () => {
    const nothing = exit({
      modes: { global: null, account: null, bot: null },
      isReady: null,
      isMarketOpen: null,
      quote: null,
      fees: null,
      rate: null,
      holdings: null,
      pending: null,
      lastEqualOrderAt: null,
      account: {
        equity: null,
        peakEquity: null,
        dayStartEquity: null,
        buyingPower: null,
        ordersToday: null,
        otherPositions: null,
        positionValue: null,
        invested: null,
      },
    });
    const { allowed, verdicts } = runChecks(nothing);
    expect(allowed).toBe(true);
    expect(verdicts.some(({ answer }) => answer === 'unknown')).toBe(true);
  });

  it.each([
    ['11', true],
    ['12', true],
    ['13', false],
  ])('of %s of 12 held: %s', (quantity, allowed) => {
    expect(runChecks(exit({ quantity })).allowed).toBe(allowed);
  });

  it('leaves what its working sells already take, and never touches another holder’s part', () => {
    const holdings = [
      { holder: base.holder, quantity: '12' },
      { holder: OTHER, quantity: '100' },
    ];
    const pending = [
      trade({ side: 'sell', quantity: '5' }),
      trade({ side: 'sell', quantity: '50', holder: OTHER }),
      trade({ side: 'sell', instrumentId: 'x' as InstrumentId }),
    ];
    expect(runChecks(exit({ holdings, pending, quantity: '7' })).allowed).toBe(true);
    expect(runChecks(exit({ holdings, pending, quantity: '8' })).blockedBy).toMatchObject({
      code: 'exit-above-holding',
      values: { passes: '7' },
    });
  });

  it('runs while buying is stopped; a halt leaves it to protection and people', () => {
    const halted = { global: 'halted', account: 'active', bot: 'active' } as const;
    expect(runChecks(exit({ modes: { ...halted, global: 'reducing' }, origin: 'strategy' })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted, origin: 'person' })).allowed).toBe(true);
    expect(runChecks(exit({ modes: halted, origin: 'strategy' })).blockedBy?.check).toBe('mode');
  });

  it('sells a remainder that is no multiple of a lot', () => {
    expect(runChecks(exit({ quantity: '0.5', holdings: [{ holder: base.holder, quantity: '0.5' }] })).allowed).toBe(
      true,
    );
  });
});

describe('limits', () => {
  it('have defaults for all, and refuse a name or a number that cannot be', () => {
    expect(DEFAULT_LIMITS).toMatchObject({ positionFractionMax: 0.1, riskFractionMax: 0.02, drawdownMax: 0.15 });
    expect(accountLimitsSchema.safeParse({ positionFractionMaximum: 0.2 }).success, 'a mistyped limit').toBe(false);
    for (const mid of [39.9, 40.1, -40, NaN])
      expect(accountLimitsSchema.safeParse({ horizonSplit: { short: 60, mid, long: 0 } }).success, `${mid} %`).toBe(
        false,
      );
    for (const [short, mid, long] of [
      [100, 0, 0],
      [33.3, 33.3, 33.4],
      [0.1, 0.2, 99.7],
    ])
      expect(accountLimitsSchema.safeParse({ horizonSplit: { short, mid, long } }).success).toBe(true);
    for (const value of [0, -0.1, 1.01, NaN])
      expect(accountLimitsSchema.safeParse({ riskFractionMax: value }).success).toBe(false);
  });
});
