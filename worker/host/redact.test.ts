import { expect, test } from 'vitest';
import { redactor } from './redact.ts';

const redact = redactor(['5f1c0e9a77b2d4e8']);

test.each([
  ['Authorization: Bearer abc.def-123', 'abc.def-123'],
  ['{"authorization":"Bearer u1.SeCrEt","path":"/api/me"}', 'SeCrEt'],
  ['GET /api/x?token=u1.9f8e7d&limit=5', '9f8e7d'],
  ['{"apiKey":"AK-998877","ok":true}', 'AK-998877'],
  ['message {\\"code\\":\\"483920\\"}', '483920'],
  ['opened http://localhost:8787/sign-in#Zk93-aa', 'Zk93-aa'],
  ['POST /api/webhooks/tradingview/k83jd92 200', 'k83jd92'],
  ['header cookie: __Host-session=deadbeef; a=b', 'deadbeef'],
  ['something 5f1c0e9a77b2d4e8 in the middle', '5f1c0e9a77b2d4e8'],
])('cuts the secret out of %s', (line, secret) => {
  expect(redact(line)).not.toContain(secret);
  expect(redact(line)).toContain('[cut]');
});

test('keeps error codes, because a person needs them', () => {
  expect(redact('{"code":"no-cash-in-currency","status":422}')).toContain('no-cash-in-currency');
});

test('keeps ordinary lines as they are', () => {
  const line = '{"event":"job-ran","job":"screening","ms":12}';
  expect(redact(line)).toBe(line);
});
