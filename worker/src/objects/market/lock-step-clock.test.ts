import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { LevelHit, PriceLevel } from '#shared/domain/market.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { BarSource, StepBars } from './bar-source.ts';
import { NO_HOLD } from './hold.ts';
import { LevelBook } from './level-book.ts';
import { LockStepClock, type ClockPorts } from './lock-step-clock.ts';
import type { LevelOwner } from './market-rpc.ts';
import type { ClockState, Follower } from './clock-state.ts';

const A = 'A' as InstrumentId;
const B = 'B' as InstrumentId;
const ACCOUNT = 'a' as AccountId;
const account: LevelOwner = { kind: 'account', accountId: ACCOUNT };
const broker: LevelOwner = { kind: 'paper-broker', accountId: ACCOUNT };
type Ohlc = readonly [o: number, h: number, l: number, c: number];

function barsOf(number: number, rows: readonly (Ohlc | null)[], splits: StepBars['splits'] = []): StepBars {
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row?.[index] ?? Number.NaN);
  const t = number * 1_000;
  return {
    t,
    openAt: t as MarketMs,
    closeAt: (t + 900) as MarketMs,
    o: column(0),
    h: column(1),
    l: column(2),
    c: column(3),
    v: column(0),
    splits,
  };
}

interface World {
  readonly clock: LockStepClock;
  readonly said: string[];
  readonly ports: ClockPorts;
  readonly followers: Follower[];
  state: ClockState;
  now: number;
  /** What a call does besides being written down. */
  react: (line: string) => void;
  quotedAs: ReadonlyMap<InstrumentId, number> | null;
}

/** A market of A and B whose state outlives the clock, as tables do. */
function world(steps: readonly StepBars[], levels = new LevelBook()): World {
  const instruments = [A, B].map((id) => ({ id }) as Instrument);
  const source: BarSource = {
    kind: 'replay',
    instruments,
    steps: steps.length,
    bar: (number) => Promise.resolve(steps[number - 1] as StepBars),
    closed: (number) => void made.said.push(`closed ${number}`),
    events: () => new Map(),
    nextCloseAt: () => null,
  };
  const say = (line: string): Promise<void> => {
    made.said.push(line);
    made.react(line);
    return Promise.resolve();
  };
  const hit = ({ levelId, price }: LevelHit): string => `${levelId}@${price}`;
  const ports: ClockPorts = {
    source,
    levels,
    standAt: -1,
    now: () => made.now as WallMs,
    clock: () => made.state,
    save: (change) => {
      made.state = { ...made.state, ...change };
    },
    followers: () => made.followers,
    positionOf: (id) => (id === A ? 0 : id === B ? 1 : undefined),
    tell: (owner, hits, now) => say(`${now.step} ${now.moment} ${owner.kind}: ${hits.map(hit).join(' ')}`),
    quoteAs: (prices) => {
      made.quotedAs = prices;
    },
    split: (news, _, now) => say(`${now.step} split ${news.map(({ ratio }) => ratio).join()}`),
    holdEnded: (_, now) => say(`${now.step} hold ended`),
    store: (bars) => say(`store ${bars.t}`),
    close: (_, commit) => commit(),
    due: (now) => say(`${now.step} due`),
  };
  const state: ClockState = {
    step: 0,
    moment: 'between',
    marketAt: 0 as MarketMs,
    speed: 1,
    paused: false,
    noWait: false,
    untilQuestion: false,
    hold: NO_HOLD,
    watchedUntil: 0 as WallMs,
  };
  const made: World = {
    clock: new LockStepClock(ports),
    said: [],
    ports,
    followers: [],
    state,
    now: 0,
    react: () => undefined,
    quotedAs: null,
  };
  return made;
}

function set(
  levels: LevelBook,
  owner: LevelOwner,
  list: readonly PriceLevel[],
  during: Parameters<LevelBook['set']>[0]['during'] = null,
): void {
  levels.set({ owner, levels: list, leaseUntil: 1e15 as WallMs, during });
}

const level = (
  id: string,
  kind: PriceLevel['kind'],
  price: number | null,
  rank: 0 | 1 | 2,
  instrumentId = A,
): PriceLevel => ({ id, instrumentId, kind, price, rank });
const QUIET: Ohlc = [100, 101, 99, 100];

describe('one step', () => {
  test('is open, range, close, and all that is due, in this order', async () => {
    const levels = new LevelBook();
    const { clock, said } = world([barsOf(1, [[90, 120, 80, 100], QUIET])], levels);
    set(levels, broker, [level('resting', 'at-or-below', 95, 1), level('at-open', 'open', null, 1)]);
    set(levels, account, [
      level('stop', 'at-or-below', 94, 0),
      level('waiting', 'open', null, 1),
      level('target', 'at-or-above', 110, 2, B),
    ]);
    expect(await clock.advance()).toEqual({ kind: 'stepped' });
    expect(said.slice(0, 2)).toEqual([
      '1 open paper-broker: at-open@90 resting@90',
      '1 open account: waiting@90 stop@90',
    ]);
    expect(said.slice(-3)).toEqual(['store 1000', 'closed 1', '1 due']);
  });

  test('the range takes stops before resting orders before targets, one instrument at a time', async () => {
    const levels = new LevelBook();
    const { clock, said } = world(
      [
        barsOf(1, [
          [100, 120, 80, 100],
          [100, 120, 80, 100],
        ]),
      ],
      levels,
    );
    set(levels, account, [
      level('target', 'at-or-above', 110, 2),
      level('low-stop', 'at-or-below', 90, 0),
      level('high-stop', 'at-or-below', 95, 0),
      level('stop-b', 'at-or-below', 85, 0, B),
      level('far', 'at-or-below', 79, 0),
    ]);
    set(levels, broker, [level('bid', 'at-or-below', 97, 1)]);
    await clock.advance();
    expect(said.filter((line) => line.includes(' range '))).toEqual([
      '1 range account: high-stop@95 stop-b@85',
      '1 range account: low-stop@90',
      '1 range paper-broker: bid@97',
      '1 range account: target@110',
    ]);
  });

  test('a stop set by a fill of this step is hit in it, at what could be had; a target set inside the range waits', async () => {
    const levels = new LevelBook();
    const made = world([barsOf(1, [[100, 120, 80, 100], QUIET])], levels);
    set(levels, broker, [level('bid', 'at-or-below', 97, 1)]);
    made.react = (line) => {
      if (!line.includes('bid')) return;
      set(levels, broker, []);
      set(levels, account, [level('stop', 'at-or-below', 92, 0), level('target', 'at-or-above', 110, 2)], {
        step: 1,
        moment: 'range',
      });
    };
    await made.clock.advance();
    expect(made.said.filter((line) => line.includes(' range '))).toEqual([
      '1 range paper-broker: bid@97',
      '1 range account: stop@92',
    ]);
  });

  test('a stop set at the open below which the open already was is had at the open', async () => {
    const levels = new LevelBook();
    const made = world([barsOf(1, [[90, 91, 80, 85], QUIET])], levels);
    set(levels, account, [level('waiting', 'open', null, 1)]);
    made.react = (line) => {
      if (line.includes('waiting'))
        set(levels, account, [level('stop', 'at-or-below', 95, 0)], { step: 1, moment: 'open' });
    };
    await made.clock.advance();
    expect(made.said).toContain('1 range account: stop@90');
  });

  test("quotes are the level's own price while its owner is told, and no longer", async () => {
    const levels = new LevelBook();
    const made = world([barsOf(1, [[100, 120, 80, 100], QUIET])], levels);
    const seen: unknown[] = [];
    set(levels, account, [level('stop', 'at-or-below', 92, 0)]);
    made.react = (line) => {
      if (line.includes(' range ')) seen.push(made.quotedAs?.get(A));
    };
    await made.clock.advance();
    expect(seen).toEqual([92]);
    expect(made.quotedAs).toBeNull();
  });

  test('an instrument without a bar hits nothing, its waiting order waits on', async () => {
    const levels = new LevelBook();
    const { clock, said } = world([barsOf(1, [null, QUIET]), barsOf(2, [[100, 100, 100, 100], QUIET])], levels);
    set(levels, account, [level('waiting', 'open', null, 1), level('stop', 'at-or-below', 1e9, 0)]);
    await clock.advance();
    expect(said).toEqual(['store 1000', 'closed 1', '1 due']);
    await clock.advance();
    expect(said[3]).toBe('2 open account: waiting@100 stop@100');
  });

  test("an order that comes during a step for the next open is not told of this one's", async () => {
    const levels = new LevelBook();
    const { clock, said } = world([barsOf(1, [QUIET, QUIET]), barsOf(2, [QUIET, QUIET])], levels);
    set(levels, account, [level('waiting', 'open', null, 1)], { step: 1, moment: 'open' });
    await clock.advance();
    await clock.advance();
    expect(said.filter((line) => line.includes('waiting'))).toEqual(['2 open account: waiting@100']);
  });

  test('splits come before anybody is told of a level', async () => {
    const levels = new LevelBook();
    const { clock, said } = world([barsOf(1, [[50, 50, 50, 50], QUIET], [{ position: 0, ratio: 2 }])], levels);
    set(levels, account, [level('stop', 'at-or-below', 95, 0)]);
    await clock.advance();
    expect(said.slice(0, 2)).toEqual(['1 split 2', '1 open account: stop@50']);
  });
});

describe('between bars', () => {
  test('a question holds the clock, its end is told before the next open', async () => {
    const made = world([barsOf(1, [QUIET, QUIET]), barsOf(2, [QUIET, QUIET])]);
    await made.clock.advance();
    made.followers.push({ accountId: ACCOUNT, activeBots: 1, openQuestions: 1 });
    expect(await made.clock.advance()).toEqual({ kind: 'held', until: 30_000 });
    expect(made.clock.phase()).toBe('held');
    made.now = 30_000;
    expect(await made.clock.advance()).toEqual({ kind: 'stepped' });
    expect(made.said.slice(3, 5)).toEqual(['1 hold ended', 'store 2000']);
    expect(await made.clock.advance(), 'a question of the last bar is still held for').toMatchObject({ kind: 'held' });
    made.followers.length = 0;
    expect(await made.clock.advance()).toEqual({ kind: 'ended' });
  });

  test('it stands while paused, and at its waiting place until a bot is active', async () => {
    const made = world([barsOf(1, [QUIET, QUIET])]);
    const clock = new LockStepClock({ ...made.ports, standAt: 0 });
    expect(await clock.advance()).toEqual({ kind: 'standing' });
    made.followers.push({ accountId: ACCOUNT, activeBots: 1, openQuestions: 0 });
    made.state = { ...made.state, paused: true };
    expect(await clock.advance()).toEqual({ kind: 'standing' });
    made.state = { ...made.state, paused: false };
    expect(await clock.advance()).toEqual({ kind: 'stepped' });
  });
});

test('killed at any call, it makes the same calls again with the same moments, and skips none', async () => {
  const prices = fc.double({ min: 50, max: 150, noNaN: true });
  const bar = fc
    .tuple(prices, prices, prices, prices)
    .map(([a, b, c, d]): Ohlc => [a, Math.max(a, b, c, d), Math.min(a, b, c, d), d]);
  await fc.assert(
    fc.asyncProperty(fc.array(bar, { minLength: 1, maxLength: 5 }), fc.nat(40), async (rows, killAt) => {
      const run = async (kill: number): Promise<World> => {
        const levels = new LevelBook();
        const made = world(
          rows.map((row, index) => barsOf(index + 1, [row, QUIET])),
          levels,
        );
        set(levels, account, [
          level('stop', 'at-or-below', 80, 0),
          level('target', 'at-or-above', 120, 2),
          level('waiting', 'open', null, 1),
        ]);
        set(levels, broker, [level('bid', 'at-or-below', 90, 1)]);
        let calls = 0;
        made.react = () => {
          if (++calls === kill) throw new Error('killed');
        };
        let { clock } = made;
        for (;;) {
          try {
            if ((await clock.advance()).kind === 'ended') return made;
          } catch {
            clock = new LockStepClock(made.ports); // memory is gone, tables are not
          }
        }
      };
      const whole = await run(-1);
      const killed = await run(killAt);
      const unique = (said: readonly string[]): string[] => [...new Set(said)];
      expect(unique(killed.said)).toEqual(unique(whole.said));
      expect(killed.said.filter((line) => line.startsWith('closed'))).toEqual(
        whole.said.filter((line) => line.startsWith('closed')),
      );
      expect(killed.state).toEqual(whole.state);
    }),
  );
});
