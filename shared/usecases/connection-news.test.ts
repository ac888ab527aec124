import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type WallMs } from '../lib/time.ts';
import { firstNews, nextNews, type ConnectionNews, type NewsMemory } from './connection-news.ts';

/** Looks every 10 s at what is so at that second; answers what was told, in order. */
function toldOver(seconds: number, stateAt: (second: number) => ConnectionNews['state']): string[] {
  let memory: NewsMemory = firstNews();
  let since = 0 as WallMs;
  let before: ConnectionNews['state'] = 'connected';
  const told: string[] = [];
  for (let second = 0; second <= seconds; second += 10) {
    const now = (second * SECOND_MS) as WallMs;
    const state = stateAt(second);
    if (state !== before) since = now;
    before = state;
    const next = nextNews(memory, { state, code: `health-${state}`, since: state === 'lost' ? since : now }, now);
    if (next.told !== memory.told) told.push(`${next.told.state} ${Math.round(next.told.since / SECOND_MS)}`);
    memory = next;
  }
  return told;
}

test('what passes within a minute is not said', () => {
  expect(toldOver(600, (second) => (second % 60 < 40 ? 'lost' : 'connected'))).toEqual([]);
});

test('what lasts is said once, since it began, and once when it has been well for a minute', () => {
  expect(toldOver(3_600, (second) => (second >= 300 && second < 1_200 ? 'lost' : 'connected'))).toEqual([
    'lost 300',
    'connected 1200',
  ]);
});

test('keys that are refused are said within seconds', () => {
  const told = toldOver(30, (second) => (second >= 10 ? 'needs-you' : 'connected'));
  expect(told).toEqual(['needs-you 10']);
});

test('an hour of coming and going, three minutes each, is a handful of messages', () => {
  const told = toldOver(HOUR_MS / SECOND_MS, (second) =>
    (second * SECOND_MS) % (6 * MINUTE_MS) < 3 * MINUTE_MS ? 'connected' : 'lost',
  );
  expect(told.length).toBeGreaterThan(1);
  expect(told.length).toBeLessThan(8);
});
