import { describe, expect, it } from 'vitest';
import type { BrokerClass } from '../../ports/broker.ts';
import { DRAW, FAULT, Choices } from './choices.ts';
import { crashPoints } from './crash-points.ts';
import { runSeeds } from './run.ts';
import { Scheduler } from './scheduler.ts';
import { hashesOf, traceOf } from './shortest.ts';
import { Tables } from './tables.ts';

const CLASSES: BrokerClass[] = ['a', 'a-star', 'b'];

describe('the order protocol under seeded faults', () => {
  it.each(CLASSES)('has every order once and every fill booked, class %s', { timeout: 60_000 }, (brokerClass) => {
    const tally = runSeeds({ brokerClass, from: 0, count: 700 });
    expect(tally.failures).toEqual([]);
    // What shows that the seeds came through what they are about.
    expect(tally.counts['intents']).toBeGreaterThan(1_000);
    expect(tally.counts['seedsCrashedBetween']).toBeGreaterThan(70);
    expect(tally.counts['unknown']).toBeGreaterThan(70);
  });

  it('takes a fill for a stranger’s by the age of the list, not by how long the broker was asked about it', () => {
    // The leg of a pair fills while nothing lists the pair yet, and the answer about it is lost for ten seconds.
    expect(runSeeds({ brokerClass: 'a', from: 85_714, count: 1 }).failures).toEqual([]);
  });

  it('sells once what is changed, filled and cancelled within a second', () => {
    // The broker has the change but not done it yet when the order fills and the change is to be taken back.
    expect(runSeeds({ brokerClass: 'a-star', from: 110_001, count: 1 }).failures).toEqual([]);
  });

  it('survives a death at every point of every flow', { timeout: 60_000 }, () => {
    const { failures, points } = crashPoints({ pairs: false });
    expect(failures).toEqual([]);
    expect(points).toBeGreaterThan(1_500);
  });

  it('is the same schedule for the same seed, and another for another', () => {
    const ask = { brokerClass: 'a' as const, from: 100, count: 50 };
    expect(hashesOf(ask)).toEqual(hashesOf(ask));
    expect(new Set(hashesOf(ask)).size).toBe(50);
    expect(traceOf({ seed: 7, brokerClass: 'b' }).trace).toEqual(traceOf({ seed: 7, brokerClass: 'b' }).trace);
  });
});

describe('choices', () => {
  it('leave every other draw as it was when one fault is switched off', () => {
    const draw = (
      off: ReadonlySet<number> | null,
    ): { faults: boolean[]; draws: number[]; happened: readonly number[] } => {
      const choices = new Choices(5, off);
      choices.setChance(FAULT['request-lost'], 0.5);
      const faults = Array.from({ length: 20 }, () => choices.fault(FAULT['request-lost']));
      return { faults, draws: [1, 2, 3].map(() => choices.below(DRAW.latency, 1_000)), happened: choices.happened };
    };
    const all = draw(null);
    const first = all.faults.indexOf(true);
    const cut = draw(new Set(all.happened.slice(0, 1)));
    expect(cut.faults).toEqual(all.faults.map((happens, index) => happens && index !== first));
    expect(cut.draws).toEqual(all.draws);
  });

  it('let nothing go wrong once healed', () => {
    const choices = new Choices(5);
    choices.setChance(FAULT['answer-lost'], 1);
    expect(choices.fault(FAULT['answer-lost'])).toBe(true);
    choices.heal();
    expect(choices.fault(FAULT['answer-lost'])).toBe(false);
  });
});

describe('the scheduler', () => {
  it('lets events happen in time, whatever order they were planned in', () => {
    const seen: number[] = [];
    const scheduler = new Scheduler(0, () => 0);
    for (const at of [50, 10, 40, 20, 30]) scheduler.at(at, () => seen.push(scheduler.now));
    scheduler.runUntil(45);
    expect([seen, scheduler.now]).toEqual([[10, 20, 30, 40], 45]);
  });
});

describe('tables', () => {
  it('take back what was not committed, and keep what was', () => {
    const tables = new Tables();
    tables.put(tables.modes, 'account', 'active');
    tables.turnEnds();
    tables.put(tables.modes, 'account', 'halted');
    tables.put(tables.modes, 'bot', 'reducing');
    tables.rollBack(0);
    expect([...tables.modes]).toEqual([['account', 'active']]);
  });
});
