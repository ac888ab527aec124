import type { MarketId } from '../../domain/ids.ts';
import { createGeneratedMarket } from './generated-market.ts';
import type { GeneratedStep } from './next-step.ts';

/** What the tests of every runtime must find: a change here makes every market a different one. */
export const GOLDEN = { seed: 7, steps: 300, hash: 'ff01efc4' } as const;

export function goldenHash(): string {
  const market = createGeneratedMarket(GOLDEN.seed, 'demo' as MarketId);
  const steps: GeneratedStep[] = [];
  for (let state = market.initialState(); steps.length < GOLDEN.steps;) {
    const step = market.nextStep(state);
    steps.push(step);
    state = step.state;
  }
  return hashOf(steps);
}

/** FNV-1a over the bytes of the bars. */
export function hashOf(steps: readonly GeneratedStep[]): string {
  let hash = 0x811c9dc5;
  for (const { bars } of steps) {
    for (const column of [bars.o, bars.h, bars.l, bars.c, bars.v]) {
      for (const byte of new Uint8Array(column.buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
