import { expect, it } from 'vitest';
import { botEdit } from './bot-edit.ts';

const BOT = { autonomy: 'ask', askAbove: '5000', sells: 'ask' } as const;
const SAME = { autonomy: 'ask', above: null, sells: 'ask' } as const;

it('nothing that is the same is sent', () => {
  expect(botEdit(BOT, SAME)).toEqual({});
  expect(botEdit({ ...BOT, autonomy: 'ask-above' }, { ...SAME, autonomy: 'ask-above', above: '5000' })).toEqual({});
});

it('what was changed goes alone: whatever else stands on the screen puts back nothing', () => {
  expect(botEdit(BOT, { ...SAME, sells: 'sell-and-tell' })).toEqual({ sells: 'sell-and-tell' });
  expect(botEdit(BOT, { ...SAME, autonomy: 'auto' })).toEqual({ autonomy: 'auto' });
  expect(botEdit(BOT, { ...SAME, exits: {} })).toEqual({ exits: {} });
});

it('"ask above" is sent with the amount that was read, and an amount with it', () => {
  const above = { autonomy: 'ask-above', askAbove: '1000' };
  expect(botEdit(BOT, { ...SAME, autonomy: 'ask-above', above: '1000' })).toEqual(above);
  expect(botEdit({ ...BOT, autonomy: 'ask-above' }, { ...SAME, autonomy: 'ask-above', above: '1000' })).toEqual(above);
  expect(botEdit(BOT, { ...SAME, autonomy: 'ask-above', above: '5000' }), 'also the one that is kept').toEqual({
    autonomy: 'ask-above',
    askAbove: '5000',
  });
});
