import { expect, it } from 'vitest';
import { SimAccount, buySignal } from '#worker/src/testing/sim-account.ts';

const SHARE = { chanceUp: 0.3, bars: 5, sizeFraction: 0.5, stopPrice: 97, targetPrice: null };

it('a forecast that has earned a part makes the question smaller and its stop nearer, and the card shows the sum', async () => {
  const plain = await (await SimAccount.open()).asking();
  const { question } = await (await SimAccount.open()).asking({}, buySignal({ forecastShare: SHARE }));
  expect(Number(question.quantity)).toBe(Math.floor(Number(plain.question.quantity) / 2));
  expect(question.stopPrice).toBe('97');
  expect(question.sizing.boundBy).toBe('forecast');
  expect(question.sizing.arithmetic.at(-1)).toMatchObject({
    code: 'forecast',
    values: { quantity: Number(question.quantity) },
  });
  expect(plain.question.sizing.arithmetic.map(({ code }) => code)).not.toContain('forecast');
});
