import { readFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { BookLine, CheckInput, CheckName, PendingTrade } from '#shared/risk/check.ts';
import { aCheckInput } from '#shared/testing/a-check-input.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { somePast } from '#shared/testing/some-past.ts';
import { named } from '../support/named-limits.ts';
import { randomOf, type Random } from '../support/random.ts';
import { BOOK_COUNTED, placeInBook } from '../support/book-limits.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';

/*
 * Inputs that lie one unit below a limit, on it, or one unit above, judged by an oracle of its own: whole numbers of
 * BigInt, multiplied out, with no line in common with the checks. Money is in ten-thousandths throughout.
 */

const MONEY = 10_000n;

/** The checks that count something, each set on its limit in turn. */
const COUNTED = [
  'collar',
  'position-size',
  'invested-max',
  'horizon-split',
  'risk-per-trade',
  'buying-power',
  'bot-budget',
  'open-positions',
  'orders-per-day',
  'daily-loss',
  'drawdown',
  'known-price',
  'duplicates',
  'exit-quantity',
  ...BOOK_COUNTED,
] as const satisfies readonly CheckName[];
type Counted = (typeof COUNTED)[number];

/** One over a fraction has to be whole, so that the limit itself is a whole number of units. */
const SHARES = [
  [0.1, 10n],
  [0.05, 20n],
  [0.02, 50n],
  [0.25, 4n],
  [0.2, 5n],
] as const;
/** What is left after a fall, as a fraction of four or five parts. */
const FALLS = [
  [0.2, 4n, 5n],
  [0.5, 1n, 2n],
  [0.25, 3n, 4n],
] as const;

interface Placed {
  readonly input: CheckInput;
  readonly target: Counted;
  /** How many units above the limit. */
  readonly over: -1n | 0n | 1n;
}

export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const coverage = await startCoverage();
  const { CHECKS, runChecks } = await import('#shared/risk/index.ts');
  for (let n = from; n < from + count; n += 1) {
    const random = randomOf(seed).fork(n);
    const target = COUNTED[n % COUNTED.length] ?? 'buying-power';
    const { input, over } = place(target, random);
    const answer = CHECKS[target].run(input);
    const isOver = over > 0n || ((target === 'daily-loss' || target === 'drawdown') && over === 0n);
    add(tally, `${target} ${over < 0n ? '−1' : over === 0n ? '0' : '+1'}`);
    if ((answer.answer === 'deny') !== isOver || answer.answer === 'unknown')
      tally.faults.push(`case ${n}: ${target} at ${over} answers ${JSON.stringify(answer)}`);
    if (answer.answer === 'deny') proposesWhatPasses(input, target, { passes: answer.values['passes'], tally, n });
    consistent(input, { tally, n });
    withoutKnowing(input, random, { tally, n });
    consistent(strange(input, random), { tally, n });
  }
  await endCoverage(coverage, tally);
  return tally;

  /** All checks together let an entry through only when none objects. */
  function consistent(input: CheckInput, { tally, n }: { tally: Tally; n: number }): void {
    const { verdicts, allowed, blockedBy } = runChecks(input);
    const stops = input.intent === 'entry' ? ['deny', 'unknown'] : ['deny'];
    if (allowed === verdicts.some(({ answer }) => stops.includes(answer)))
      tally.faults.push(`case ${n}: ${JSON.stringify(blockedBy)} and allowed ${allowed}`);
  }

  /** The number that would pass does, and one lot more does not. */
  function proposesWhatPasses(
    input: CheckInput,
    check: Counted,
    { passes, tally, n }: { passes: number | string | undefined; tally: Tally; n: number },
  ): void {
    if (passes === undefined || check === 'collar') return;
    add(tally, 'sizes named');
    const at = (quantity: string) => CHECKS[check].run({ ...input, quantity }).answer;
    const lotMore = String(BigInt(passes) + 1n);
    if (BigInt(passes) > 0n && at(String(passes)) !== 'pass')
      tally.faults.push(`case ${n}: ${check} denies the ${passes} it named`);
    if (at(lotMore) !== 'deny' && isTight(check))
      tally.faults.push(`case ${n}: ${check} named ${passes}, and ${lotMore} passes too`);
  }

  /** One field nobody knows: no entry passes that would not have passed, and no exit is stopped by it. */
  function withoutKnowing(input: CheckInput, random: Random, { tally, n }: { tally: Tally; n: number }): void {
    const before = runChecks(input);
    const blind = runChecks(forget(input, random));
    add(tally, 'forgotten fields');
    if (input.intent === 'entry' && blind.allowed && !before.allowed)
      tally.faults.push(`case ${n}: less is known, and it passes`);
    if (input.intent === 'exit' && before.allowed && !blind.allowed && blind.blockedBy?.answer === 'unknown')
      tally.faults.push(`case ${n}: an exit is stopped by what nobody knows`);
  }
};

/** Sizes that hold fees back in full name a little less than the most. */
function isTight(check: Counted): boolean {
  return TIGHT.includes(check);
}

const TIGHT: readonly Counted[] = [
  'horizon-split',
  'position-size',
  'position-amount',
  'invested-max',
  'exposure-gross',
  'exposure-net',
  'sector-exposure',
  'exit-quantity',
];

function text(units: bigint): string {
  const sign = units < 0n ? '-' : '';
  const size = units < 0n ? -units : units;
  const fraction = String(size % MONEY)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${sign}${size / MONEY}${fraction === '' ? '' : `.${fraction}`}`;
}

function place(target: Counted, random: Random): Placed {
  const over = ([-1n, 0n, 1n] as const)[random.int(0, 2)] ?? 0n;
  const quantity = BigInt(random.int(1, 5_000));
  const price = BigInt(random.int(2, 60_000)) * 100n;
  const stop = (price * BigInt(random.int(1, 99))) / 100n;
  const fees = [BigInt(random.int(0, 9_999)), BigInt(random.int(0, 9_999))] as const;
  const multiplier = random.chance(0.2) ? 100n : 1n;
  const cost = price * quantity * multiplier;
  const loss = (price - stop) * quantity * multiplier + fees[0] + fees[1];
  const held = BigInt(random.int(0, 2)) * BigInt(random.int(0, 40_000_000));
  const instrument = anInstrument({ multiplier: String(multiplier) });
  const pending = Array.from({ length: random.int(0, 3) }, (): PendingTrade & { units: bigint } => {
    const units = BigInt(random.int(0, 20_000_000));
    const isHere = random.chance(0.5);
    return {
      instrumentId: isHere ? instrument.id : ('other' as InstrumentId),
      side: 'buy',
      quantity: String(quantity + 1n),
      holder: 'bot-9' as Holder,
      openCost: text(units),
      horizon: random.pick(['short', 'mid', 'none'] as const),
      units,
    };
  });
  const openHere = pending
    .filter(({ instrumentId }) => instrumentId === instrument.id)
    .reduce((sum, { units }) => sum + units, 0n);
  const openAll = pending.reduce((sum, { units }) => sum + units, 0n);
  const openMid = pending.filter(({ horizon }) => horizon === 'mid').reduce((sum, { units }) => sum + units, 0n);
  const base = aCheckInput({
    instrument,
    quantity: String(quantity),
    limitPrice: text(price),
    stopPrice: text(stop),
    fees: { buy: text(fees[0]), sell: text(fees[1]) },
    pending,
  });
  const account = {
    ...base.account,
    equity: '1000000000',
    peakEquity: '1000000000',
    dayStartEquity: '1000000000',
    buyingPower: '1000000000',
    positionValue: text(held),
    invested: text(held),
    byHorizon: { short: text(held * 3n), mid: text(held), long: '0' },
  };
  const bot = base.bot && { ...base.bot, cash: '1000000000', positionMax: '1000000000' };
  const wide = { ...base, account, bot };
  const limits = base.limits;
  const [share, parts] = random.pick(SHARES);
  const [fall, numerator, denominator] = random.pick(FALLS);
  // One unit over the limit is a limit one unit lower.
  const room = (needed: bigint): string => text(needed - over);
  const ofBot = random.chance(0.5) ? { cash: room(cost + fees[0]) } : { positionMax: room(cost) };
  const placed = (changes: Partial<CheckInput>): Placed => ({ input: { ...wide, ...changes }, target, over });
  switch (target) {
    case 'collar': {
      const quote = BigInt(random.int(2, 60_000)) * 100n;
      const most = (quote * 102n) / 100n;
      return placed({ limitPrice: text(most + over), quote: { price: Number(text(quote)), ageMs: 0 } });
    }
    case 'position-size': {
      const first = random.chance(0.4) ? { count: 3, sizeFraction: 0.25 } : null;
      const equity = text((held + openHere + cost - over) * parts * (first === null ? 1n : 4n));
      return placed({
        account: { ...account, equity },
        limits: { ...limits, positionFractionMax: share, firstTrades: first },
      });
    }
    case 'invested-max':
      return placed({ limits: { ...limits, investedMax: room(held + openAll + cost) } });
    case 'horizon-split':
      return placed({
        account: { ...account, equity: text((held + openMid + cost - over) * parts) },
        limits: {
          ...limits,
          horizonSplit: { short: 100 - Math.round(share * 100), mid: Math.round(share * 100), long: 0 },
        },
      });
    case 'risk-per-trade':
      return placed({
        account: { ...account, equity: text((loss - over) * parts) },
        limits: { ...limits, riskFractionMax: share },
      });
    case 'buying-power':
      return placed({ account: { ...account, buyingPower: room(cost + fees[0]) } });
    case 'bot-budget':
      return placed({ bot: bot && { ...bot, ...ofBot } });
    case 'open-positions':
      return placed({ account: { ...account, otherPositions: limits.openPositionsMax - 1 + Number(over) } });
    case 'orders-per-day':
      return placed({ account: { ...account, ordersToday: limits.ordersPerDayMax - 1 + Number(over) } });
    case 'daily-loss':
    case 'drawdown': {
      const top = BigInt(random.int(1, 1_000_000)) * denominator * 100n;
      const equity = text((top / denominator) * numerator - over);
      const changes = target === 'drawdown' ? { peakEquity: text(top) } : { dayStartEquity: text(top) };
      const limit = target === 'drawdown' ? { drawdownMax: fall } : { dailyLossFractionMax: fall };
      return placed({ account: { ...account, equity, ...changes }, limits: { ...limits, ...limit } });
    }
    case 'known-price':
      return placed({ quote: { price: 100, ageMs: limits.quoteAgeMaxMs + Number(over) } });
    case 'duplicates': {
      const last = (wide.marketAt - limits.duplicateWindowMs + Number(over)) as MarketMs;
      return placed({ pending: [], lastEqualOrderAt: last });
    }
    case 'exit-quantity': {
      const own = quantity + BigInt(random.int(1, 500));
      const selling = own - quantity + over;
      const trade = {
        instrumentId: instrument.id,
        side: 'sell',
        holder: wide.holder,
        openCost: '0',
        horizon: 'mid',
      } as const;
      return placed({
        intent: 'exit',
        side: 'sell',
        stopPrice: null,
        holdings: [{ holder: wide.holder, quantity: String(own) }],
        pending: [{ ...trade, quantity: String(selling) }],
      });
    }
    default: {
      const here = held + openHere;
      const order = { input: wide, over, cost, buyFee: fees[0], loss, here, share, parts, text };
      return { input: placeInBook(target, order, random), target, over };
    }
  }
}

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

function forget(input: CheckInput, random: Random): CheckInput {
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
function strange(input: CheckInput, random: Random): CheckInput {
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

/** Which branches of all checks these cases reach. */
async function startCoverage(): Promise<Session> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return session;
}

async function endCoverage(session: Session, tally: Tally): Promise<void> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  session.disconnect();
  for (const script of result) {
    if (!/\/shared\/risk\/checks\/.*\.ts$/.test(script.url)) continue;
    const blocks = script.functions.flatMap(({ ranges }: Profiler.FunctionCoverage) => ranges);
    add(tally, 'branches', blocks.length);
    const source = readFileSync(fileURLToPath(script.url), 'utf8');
    // A branch that only tells the compiler what the line above has made sure of.
    const isForTypes = (from: number, to: number): boolean => /^\? ZERO\s*:?\s*$/.test(source.slice(from, to));
    const missed = blocks.filter(
      ({ count, startOffset, endOffset }) => count === 0 && !isForTypes(startOffset, endOffset),
    );
    add(tally, 'branches not reached', missed.length);
    for (const { startOffset, endOffset } of missed)
      add(tally, `not reached: ${basename(script.url)} ${source.slice(startOffset, endOffset)}`);
  }
}
