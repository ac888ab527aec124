import { expect, test } from 'vitest';
import { PASSWORD_MAX, passwordFault } from './password.ts';

const faultOf = (password: string, about: string[] = []) => passwordFault(password, about);

test('what is long and not what everybody tries is taken, whatever signs it has', () => {
  for (const password of [
    'correct horse battery',
    '고양이가 지붕 위에서 잔다',
    'kd8-Wm2x_Pq71',
    'tulpen uit amsterdam',
  ])
    expect(faultOf(password), password).toBeNull();
});

test('too short and too long are refused by what a person sees, not by bytes', () => {
  expect(faultOf('kd8-Wm2x_Pq')).toBe('short');
  expect(faultOf('고양이가지붕위에서잔다')).toBe('short');
  expect(faultOf('ab-cd efg'.repeat(14) + 'xy')).not.toBe('long');
  expect(faultOf(`kd8-Wm2x_Pq71${'é'.repeat(PASSWORD_MAX)}`)).toBe('long');
});

test.each([
  'Password1234',
  'P@ssw0rd!2024',
  '123456789012',
  '210987654321',
  'abcdefghijkl',
  'aaaaaaaaaaaaaa',
  'hunter2hunter2hunter2',
  'qwertyuiop12',
  'iloveyou!!!!',
  '비밀번호12345678',
])('%s is what everybody tries', (password) => {
  expect(faultOf(password)).toBe('common');
});

test('an e-mail address with a little around it is no password', () => {
  const about = ['mina.park@example.com', 'Mina'];
  expect(faultOf('minapark2024!', about)).toBe('about-you');
  expect(faultOf('Mina.Park@Example.com', about)).toBe('about-you');
  expect(faultOf('mina likes long trains', about)).toBeNull();
});
