import { expect, it } from 'vitest';
import { KeptRuntime } from './kept-runtime.ts';
import type { Runtime } from './runtime.ts';

/** A runtime that can be made unable to start, with what whoever keeps it says. */
function kept() {
  const world = { failures: 0, starts: 0, isWhole: true, said: [] as string[], gaveUp: [] as string[] };
  const runtime = (): Runtime => ({
    port: 1,
    applied: [],
    tick: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  });
  const keeper = new KeptRuntime(runtime(), {
    start: () => {
      world.starts += 1;
      if (world.failures > 0) {
        world.failures -= 1;
        return Promise.reject(new Error('the port is taken'));
      }
      world.isWhole = true;
      return Promise.resolve(runtime());
    },
    isWhole: () => world.isWhole,
    publish: (answers) => world.said.push(answers ? 'answers' : 'stands still'),
    giveUp: (words) => world.gaveUp.push(words),
    sleep: () => Promise.resolve(),
  });
  return { world, keeper };
}

it('goes on after a backup, also where the first start fails', async () => {
  const { world, keeper } = kept();
  world.failures = 1;
  await keeper.standStill(() => expect(keeper.current).toBeUndefined());
  expect(keeper.current).toBeDefined();
  expect(world).toMatchObject({ said: ['stands still', 'answers'], gaveUp: [] });
});

it('that does not come back is given up in words, and nobody is told that it answers', async () => {
  const { world, keeper } = kept();
  world.failures = 100;
  await expect(keeper.standStill(() => undefined)).rejects.toThrow('the port is taken');
  expect(world.gaveUp).toEqual([expect.stringContaining('the port is taken')]);
  expect(world.starts).toBeLessThan(10);
  expect(world.said).toEqual(['stands still']);
  expect(keeper.current).toBeUndefined();
});

it('that died is started again, once', async () => {
  const { world, keeper } = kept();
  const look = (times: number): void => {
    for (let time = 0; time < times; time += 1) keeper.look();
  };
  look(10);
  expect(world.starts, 'it lives').toBe(0);
  world.isWhole = false;
  look(2);
  world.isWhole = true;
  look(1);
  world.isWhole = false;
  look(2);
  await keeper.settled();
  expect(world.starts, 'it comes back by itself').toBe(0);
  look(10);
  await keeper.settled();
  expect(world).toMatchObject({ starts: 1, said: ['stands still', 'answers'] });
  expect(keeper.current).toBeDefined();
});

it('that leaves is not started again', async () => {
  const { world, keeper } = kept();
  keeper.leave();
  await expect(keeper.standStill(() => undefined)).rejects.toThrow('leaving');
  world.isWhole = false;
  for (let time = 0; time < 10; time += 1) keeper.look();
  await keeper.settled();
  expect(world.starts).toBe(0);
});
