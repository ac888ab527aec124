import { describe, expect, it } from 'vitest';
import { decimal, toText } from './decimal.ts';
import { addText, compareText, minusText, timesText } from './quick-decimal.ts';
import { createRandom } from './random.ts';

describe('quick decimals', () => {
  it('answers what canonical decimals answer, whatever the length', () => {
    const random = createRandom(17);
    const draw = (): string => {
      const digits = 1 + random.below(18);
      let text = String(1 + random.below(9));
      for (let digit = 1; digit < digits; digit += 1) text += String(random.below(10));
      const value = decimal(text).div(10 ** random.below(8));
      return toText(random.below(3) === 0 ? value.neg() : value);
    };
    const wrong: string[] = [];
    for (let round = 0; round < 5_000; round += 1) {
      const [a, b] = [draw(), draw()];
      const [x, y] = [decimal(a), decimal(b)];
      if (addText(a, b) !== toText(x.plus(y))) wrong.push(`${a} + ${b}`);
      if (minusText(a, b) !== toText(x.minus(y))) wrong.push(`${a} - ${b}`);
      if (timesText(a, b) !== toText(x.times(y))) wrong.push(`${a} * ${b}`);
      if (Math.sign(compareText(a, b)) !== x.cmp(y)) wrong.push(`${a} against ${b}`);
    }
    expect(wrong).toEqual([]);
  });

  it('has one zero', () => {
    expect(minusText('1.5', '1.5')).toBe('0');
    expect(timesText('-1.5', '0')).toBe('0');
    expect(timesText('0', '-3')).toBe('0');
  });
});
