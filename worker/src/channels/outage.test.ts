import { expect, test } from 'vitest';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { OutagePerson } from '../testing/outage-person.ts';

test('complaint 3: Telegram that is down when Nod starts stops neither the start nor an alert', async () => {
  let now = Date.parse('2026-11-20T12:00:00Z') as WallMs;
  const sleep = async (ms: number): Promise<void> => {
    now = (now + ms) as WallMs;
    await Promise.resolve();
  };
  const person = await OutagePerson.open({ now: () => now, sleep });
  person.fault = () => ({ lost: true });
  person.restart();
  const told = person.tell('exit.blocked', { symbol: 'NVDA' });
  for (const end = now + MINUTE_MS; now < end;) {
    const next = (await person.round()) ?? end;
    await sleep(Math.max(1, Math.min(next, end) - now));
  }
  expect(person.texts()).toEqual([told]);
  expect(person.list()).toMatchObject([{ state: 'delivered', channel: 'discord', after: ['telegram'] }]);
  person.fault = () => null;
  await sleep(30 * MINUTE_MS);
  await person.round();
  expect(person.texts(), 'nothing comes twice once it is back').toEqual([told]);
});
