import { expect, it } from 'vitest';
import { showTogether } from './together.ts';

it('shows nothing of a moment before all of it is there', async () => {
  const shown: string[] = [];
  const answers = new Map<string, () => void>();
  const asked = ['value', 'positions'].map((name) => ({
    ask: async () => {
      await new Promise<void>((resolve) => answers.set(name, resolve));
      return () => void shown.push(name);
    },
  }));
  const all = showTogether(asked);
  answers.get('value')?.();
  await new Promise((resolve) => setImmediate(resolve));
  expect(shown, 'the value alone would stand beside positions of before').toEqual([]);
  answers.get('positions')?.();
  await all;
  expect(shown).toEqual(['value', 'positions']);
});
