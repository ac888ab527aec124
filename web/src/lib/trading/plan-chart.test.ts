import { describe, expect, it } from 'vitest';
import { planChart } from './plan-chart.ts';

const SIZE = { height: 160, label: 18 };
const rising = { o: 100, h: 103, l: 99, c: 102 };
const falling = { o: 102, h: 104, l: 97, c: 98 };

describe('the chart of a question', () => {
  it('shows the whole plan though prices have not been there', () => {
    const { levels } = planChart(
      [rising, falling],
      [
        { kind: 'entry', price: 100 },
        { kind: 'stop', price: 70 },
        { kind: 'target', price: 150 },
      ],
      SIZE,
    );
    expect(levels.map(({ kind }) => kind)).toEqual(['target', 'entry', 'stop']);
    for (const { y } of levels) expect(y).toBeGreaterThan(0);
    for (const { y } of levels) expect(y).toBeLessThan(SIZE.height);
  });

  it('shades what is lost below the entry and what is won above it, and neither where nothing is planned', () => {
    const entry = { kind: 'entry', price: 100 } as const;
    const planned = planChart([rising], [entry, { kind: 'stop', price: 90 }, { kind: 'target', price: 120 }], SIZE);
    const at = planned.levels.find(({ kind }) => kind === 'entry')?.y ?? NaN;
    expect(planned.loss?.top).toBe(at);
    expect((planned.gain?.top ?? NaN) + (planned.gain?.height ?? NaN)).toBeCloseTo(at, 1);
    expect(planned.gain?.height).toBeGreaterThan(planned.loss?.height ?? NaN);
    expect(planChart([rising], [entry], SIZE)).toMatchObject({ gain: null, loss: null });
  });

  it('keeps the words of levels that are close to each other apart, and inside', () => {
    const { levels } = planChart(
      [rising],
      [
        { kind: 'entry', price: 100 },
        { kind: 'stop', price: 99.9 },
        { kind: 'target', price: 100.1 },
      ],
      SIZE,
    );
    const tops = levels.map(({ labelAt }) => labelAt);
    expect(tops[1]! - tops[0]!).toBeGreaterThan(SIZE.label - 1); // three of them
    expect(tops[2]! - tops[1]!).toBeGreaterThan(SIZE.label - 1); // as above
    expect(tops[0]).toBeGreaterThanOrEqual(0);
    expect(tops[2]! + SIZE.label).toBeLessThanOrEqual(SIZE.height); // as above
  });

  it('draws rising and falling bars apart, and survives prices that never moved', () => {
    const { up, down } = planChart([rising, falling, rising], [], SIZE);
    expect(up.match(/M/g)).toHaveLength(2);
    expect(down.match(/M/g)).toHaveLength(1);
    const flat = planChart([{ o: 5, h: 5, l: 5, c: 5 }], [{ kind: 'entry', price: 5 }], SIZE);
    expect(JSON.stringify(flat)).not.toMatch(/NaN|null,"y"|Infinity/);
    expect(flat.levels[0]?.y).toBe(SIZE.height / 2);
  });
});
