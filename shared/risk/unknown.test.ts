import { describe, expect, it } from 'vitest';
import type { Holder, InstrumentId } from '../domain/ids.ts';
import { aCheckInput } from '../testing/a-check-input.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { somePast } from '../testing/some-past.ts';
import type { BookLine, CheckInput, PendingTrade } from './check.ts';
import { runChecks } from './index.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/*
 * Every field that may be unknown, taken away in turn: the entry is denied and says which, the exit goes. The lists below
 * are complete by their types: a new field that may be null does not compile until it stands here.
 */

/** `needed`: without it nothing is bought. `tells`: no check stands on it, or null means something else. */
type Fate = 'needed' | 'tells';
type MayBeNull<T> = { [K in keyof T]-?: null extends T[K] ? K : never }[keyof T];
type Fates<T> = Readonly<Record<MayBeNull<T>, Fate>>;

const OF_INPUT: Fates<CheckInput> = {
  limitPrice: 'needed',
  // Without a stop the whole amount is at risk.
  stopPrice: 'tells',
  fees: 'needed',
  rate: 'needed',
  isReady: 'needed',
  isMarketOpen: 'needed',
  opensAt: 'tells',
  sessionKind: 'needed',
  isHalted: 'needed',
  quote: 'needed',
  previousClose: 'needed',
  spread: 'needed',
  earnings: 'needed',
  past: 'needed',
  // A person's own trade has none.
  bot: 'tells',
  holdings: 'needed',
  pending: 'needed',
  book: 'needed',
  closed: 'needed',
  lastEqualOrderAt: 'needed',
};
const OF_MODES: Fates<CheckInput['modes']> = { global: 'needed', account: 'needed', bot: 'needed' };
const OF_ACCOUNT: Fates<CheckInput['account']> = {
  equity: 'needed',
  peakEquity: 'needed',
  dayStartEquity: 'needed',
  buyingPower: 'needed',
  ordersToday: 'needed',
  ordersLastMinute: 'needed',
  unsettled: 'needed',
  dayTrades: 'needed',
  otherPositions: 'needed',
  positionValue: 'needed',
  invested: 'needed',
  byHorizon: 'needed',
};
const OF_BOT: Fates<NonNullable<CheckInput['bot']>> = {
  cash: 'needed',
  value: 'needed',
  peakValue: 'needed',
  positionMax: 'needed',
  endsAt: 'needed',
};
const OF_LINE: Fates<BookLine> = { value: 'needed', lossAtStop: 'needed' };
const OF_PENDING: Fates<PendingTrade> = { openCost: 'needed' };

const OTHER = 'bot-2' as Holder;
const korean = anInstrument({ exchange: 'demo-krx', sector: 'energy' });
const held = anInstrument({ id: 'instrument-2' as InstrumentId, symbol: 'OTHR', sector: 'energy' });
const line: BookLine = { instrument: held, holder: OTHER, value: '1000', hasStop: true, lossAtStop: '80' };
const waiting: PendingTrade = {
  instrumentId: korean.id,
  side: 'buy',
  quantity: '1',
  holder: OTHER,
  openCost: '1',
  horizon: 'mid',
};

/** An entry that passes with every limit asking for something. */
const asked = aCheckInput({
  instrument: korean,
  limitPrice: '124',
  stopPrice: '114',
  quote: { price: 124, ageMs: 0 },
  past: new Map([
    [korean.id, somePast(1)],
    [held.id, somePast(2)],
  ]),
  book: [line],
  pending: [waiting],
  limits: {
    ...DEFAULT_LIMITS,
    positionAmountMax: '5000',
    sectorFractionMax: 0.5,
    correlationMax: 0.99,
    portfolioCorrelationMax: 0.99,
    settledCashOnly: true,
    dayTradesMax: 3,
    spreadMax: 0.01,
    tradedValueMin: '1',
    tradedValueShareMax: 0.5,
    earningsSessions: 3,
    investedMax: '90000',
    horizonSplit: { short: 0, mid: 100, long: 0 },
  },
});

const named = (fates: Readonly<Record<string, Fate>>): string[] =>
  Object.entries(fates).flatMap(([name, fate]) => (fate === 'needed' ? [name] : []));
const bot = asked.bot ?? { cash: null, value: null, peakValue: null, endsAt: null, positionMax: null };

/** What is missing, the words it is named by, and the change. */
const MISSING: readonly (readonly [string, string, Partial<CheckInput>])[] = [
  ...named(OF_INPUT).map((name) => [name, name, { [name]: null }] as const),
  ...named(OF_MODES).map(
    (name) => [`modes.${name}`, `modes.${name}`, { modes: { ...asked.modes, [name]: null } }] as const,
  ),
  ...named(OF_ACCOUNT).map(
    (name) => [`account.${name}`, `account.${name}`, { account: { ...asked.account, [name]: null } }] as const,
  ),
  ...named(OF_BOT).map((name) => [`bot.${name}`, `bot.${name}`, { bot: { ...bot, [name]: null } }] as const),
  ...named(OF_LINE).map((name) => [`book.${name}`, 'book', { book: [{ ...line, [name]: null }] }] as const),
  ...named(OF_PENDING).map(
    (name) => [`pending.${name}`, 'pending', { pending: [{ ...waiting, [name]: null }] }] as const,
  ),
  ['past of the candidate', 'past', { past: new Map([[held.id, somePast(2)]]) }],
  ['past of what is held', 'past of OTHR', { past: new Map([[korean.id, somePast(1)]]) }],
  [
    'enough common days',
    'past of OTHR',
    {
      past: new Map([
        [korean.id, somePast(1)],
        [held.id, somePast(2, 20)],
      ]),
    },
  ],
  [
    'enough days of volume',
    'past.tradedValue',
    {
      past: new Map([
        [korean.id, { ...somePast(1), tradedValue: [1, 2, 3] }],
        [held.id, somePast(2)],
      ]),
    },
  ],
];

describe('what nobody knows', () => {
  it('is nothing, of an entry that every limit lets through', () => {
    expect(runChecks(asked).verdicts.filter(({ answer }) => answer !== 'pass')).toEqual([]);
  });

  it.each(MISSING)('denies an entry without %s, and says so', (_what, words, changes) => {
    const { allowed, verdicts } = runChecks({ ...asked, ...changes });
    expect(allowed).toBe(false);
    expect(verdicts.flatMap((one) => (one.answer === 'unknown' ? one.missing : [])).join()).toContain(words);
  });

  it.each(MISSING)('never holds back an exit: %s', (_what, _words, changes) => {
    const exit = { intent: 'exit', side: 'sell', origin: 'protection', stopPrice: null } as const;
    const holdings = [{ holder: asked.holder, quantity: '12' }];
    expect(runChecks({ ...asked, holdings, ...exit, ...changes }).allowed).toBe(true);
  });

  it('never holds back an exit of which nothing at all is known', () => {
    const nothing = Object.fromEntries(Object.keys(OF_INPUT).map((name) => [name, null])) as Partial<CheckInput>;
    const { allowed, verdicts } = runChecks({
      ...asked,
      ...nothing,
      intent: 'exit',
      side: 'sell',
      origin: 'protection',
    });
    expect(allowed).toBe(true);
    expect(verdicts.some(({ answer }) => answer === 'unknown')).toBe(true);
  });
});
