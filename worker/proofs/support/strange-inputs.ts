import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { BookLine, CheckInput } from '#shared/risk/check.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { somePast } from '#shared/testing/some-past.ts';
import { named } from './named-limits.ts';
import type { Random } from './random.ts';

/* Inputs in which something is unknown, or is what it hardly ever is. */

const FORGETTABLE = [
  'rate',
  'fees',
  'isReady',
  'isMarketOpen',
  'quote',
  'holdings',
  'pending',
  'lastEqualOrderAt',
  'limitPrice',
  'sessionKind',
  'isHalted',
  'previousClose',
  'spread',
  'earnings',
  'past',
  'book',
  'closed',
] as const;
const OF_ACCOUNT = [
  'equity',
  'peakEquity',
  'dayStartEquity',
  'buyingPower',
  'ordersToday',
  'otherPositions',
  'positionValue',
  'invested',
  'byHorizon',
  'ordersLastMinute',
  'unsettled',
  'dayTrades',
] as const;
const OF_BOT = ['cash', 'value', 'peakValue', 'endsAt', 'positionMax'] as const;

/** One field nobody knows. */
export function forget(input: CheckInput, random: Random): CheckInput {
  const kind = random.int(0, 3);
  if (kind === 0) return { ...input, account: { ...input.account, [random.pick(OF_ACCOUNT)]: null } };
  if (kind === 1 && input.bot !== null) return { ...input, bot: { ...input.bot, [random.pick(OF_BOT)]: null } };
  if (kind === 2)
    return { ...input, modes: { ...input.modes, [random.pick(['global', 'account', 'bot'] as const)]: null } };
  return { ...input, [random.pick(FORGETTABLE)]: null };
}

/** What checks that count nothing say no to. */
function uncounted(input: CheckInput): Partial<CheckInput>[] {
  const { instrument, limits } = input;
  const limited = (change: Partial<CheckInput['limits']>): Partial<CheckInput> => ({
    limits: { ...limits, ...change },
  });
  const opposite = { holder: 'bot-8' as Holder, quantity: input.side === 'buy' ? '-5' : '5' };
  const other = anInstrument({ id: 'held' as InstrumentId, symbol: 'HELD' });
  const held = { ...lineOf(input), instrument: other };
  const alike = limited({ correlationMax: 0.9, portfolioCorrelationMax: 0.9 });
  const [own, same, apart] = [somePast(1), somePast(1), somePast(2)];
  const past = (theirs: typeof own, mine = own): Partial<CheckInput> => ({
    ...alike,
    book: [held, lineOf(input), held],
    past: new Map([
      [instrument.id, mine],
      [other.id, theirs],
    ]),
  });
  const half = {
    t: own.t,
    close: Array.from(own.close, (price, day) => price + Math.sin(day)),
    tradedValue: own.tradedValue,
  };
  return [
    ...named(input),
    limited({ blockedSectors: ['energy'] }),
    { ...limited({ blockedSectors: ['energy'] }), instrument: { ...instrument, sector: 'energy' } },
    { ...limited({ blockedSectors: ['energy'] }), instrument: { ...instrument, sector: 'health' } },
    { ...limited({ blockedSectors: ['energy'] }), instrument: { ...instrument, kind: 'etf' } },
    { ...alike, book: null },
    { ...alike, book: [{ ...held, value: null }] },
    { ...alike, book: [held, { ...held, value: '-5' }] },
    { ...alike, book: [held], past: null },
    { ...alike, book: [held], past: new Map() },
    { ...alike, book: [held], past: new Map([[instrument.id, own]]) },
    past(same),
    past(apart),
    { ...past(apart), ...limited({ correlationMax: 0.9 }) },
    { ...past(same), ...limited({ portfolioCorrelationMax: 0.1 }) },
    { ...past(half), ...limited({ portfolioCorrelationMax: 0.1 }) },
    { ...past(same), side: 'sell' },
    past(somePast(2, 9)),
    {
      ...past(same),
      ...limited({ portfolioCorrelationMax: 0.5 }),
      book: [held, { ...held, instrument: { ...other, id: 'third' as InstrumentId }, value: '-5' }],
      past: new Map([
        [instrument.id, own],
        [other.id, same],
        ['third' as InstrumentId, same],
      ]),
    },
    { isHalted: true },
    { session: 'next-open', moment: 'ask', isHalted: null, spread: null },
    { sessionKind: 'extended' },
    { sessionKind: 'closed', isMarketOpen: false },
    { isMarketOpen: false, opensAt: input.marketAt },
    { quantity: '0' },
    { quantity: '1.5' },
    { intent: 'exit', side: 'sell', quantity: '0' },
    { intent: 'exit', side: 'sell', origin: 'strategy', modes: { ...input.modes, global: 'halted' } },
    { modes: { ...input.modes, global: 'halted' } },
    { modes: { ...input.modes, account: 'reducing' } },
    { mayTrade: false },
    { isReady: false },
    { holdings: [opposite] },
    { side: 'sell', holdings: [{ ...opposite, quantity: '5' }] },
  ];
}

function lineOf({ instrument }: CheckInput): BookLine {
  return { instrument, holder: 'bot-7' as Holder, value: '5', hasStop: true, lossAtStop: '1' };
}

/** What is rare: everything a limit does not count, so that every line of the checks has its turn. */
export function strange(input: CheckInput, random: Random): CheckInput {
  const quote = { price: 100, ageMs: 0 };
  const own = { holder: input.holder, quantity: '5' };
  const twin = {
    instrumentId: input.instrument.id,
    side: input.side,
    quantity: '5',
    holder: input.holder,
    openCost: '1',
    horizon: input.horizon,
  };
  const foreign = { ...twin, holder: 'bot-8' as Holder };
  const bot = input.bot ?? { cash: '1', value: '1', peakValue: '1', endsAt: null, positionMax: '1' };
  return {
    ...input,
    ...random.pick<Partial<CheckInput>>([
      { bot: { ...bot, endsAt: input.marketAt } },
      { bot: { ...bot, value: '85', peakValue: '100' } },
      { bot: null, lastEqualOrderAt: null },
      { bot: null, pending: [twin] },
      { pending: [twin] },
      { pending: [{ ...foreign, openCost: null }] },
      { pending: [{ ...foreign, side: input.side === 'buy' ? 'sell' : 'buy' }] },
      { pending: [], lastEqualOrderAt: 'never', holdings: [own] },
      { pending: [], lastEqualOrderAt: 'never', holdings: null },
      { limitPrice: null },
      { quote: { price: 0, ageMs: 0 } },
      { quote: { price: 100, ageMs: Number.NaN } },
      { quote: { price: 100, ageMs: -1 } },
      { session: 'next-open', moment: 'ask', quote },
      { session: 'next-open', moment: 'send', quote, limitPrice: '101' },
      { limits: { ...input.limits, investedMax: '1' }, account: { ...input.account, invested: null } },
      { limits: { ...input.limits, investedMax: '1' }, rate: null },
      { limits: { ...input.limits, investedMax: '1' }, pending: null },
      { limits: { ...input.limits, investedMax: '1' }, pending: [{ ...foreign, openCost: null }] },
      { limits: { ...input.limits, heatFractionMax: null, exposureGrossMax: null, exposureNetMax: null } },
      { limits: { ...input.limits, stopOutsMax: null, consecutiveLossesMax: null, cooldownSessions: 0 } },
      { limits: { ...input.limits, lowPerformerSessions: 0, priceMinUsd: null } },
      { limits: { ...input.limits, sectorFractionMax: 0.5 } },
      { side: 'sell' },
      ...uncounted(input),
      { stopPrice: null, book: [lineOf(input)] },
      { book: [{ ...lineOf(input), value: null, hasStop: false }] },
      { book: [{ ...lineOf(input), lossAtStop: null }] },
      { limits: splitOf(input), horizon: 'none' },
      { limits: splitOf(input), account: { ...input.account, byHorizon: null } },
      { limits: splitOf(input), account: { ...input.account, equity: null } },
      { limits: splitOf(input), rate: null },
      { limits: splitOf(input), pending: null },
      { limits: splitOf(input), pending: [{ ...foreign, openCost: null }] },
      { stopPrice: input.limitPrice },
      { stopPrice: null },
      { intent: 'exit', side: 'sell', holdings: [], pending: null },
      { intent: 'exit', side: 'sell', holdings: null },
    ]),
  };
}

function splitOf({ limits }: CheckInput): CheckInput['limits'] {
  return { ...limits, horizonSplit: { short: 30, mid: 40, long: 30 } };
}
