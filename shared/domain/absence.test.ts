import { describe, expect, it } from 'vitest';
import { DAY_MS, type WallMs } from '../lib/time.ts';
import { answered, PRESENT, unansweredOnceMore, unlessVisited, wantsAnAnswer, type Absence } from './absence.ts';

const NOW = 1_800_000_000_000 as WallMs;
const letLie = (times: number, from: Absence = PRESENT): Absence =>
  Array.from({ length: times }).reduce<Absence>((absence) => unansweredOnceMore(absence, NOW), from);

describe('questions in a row that nobody answers', () => {
  it('stop a bot at the tenth, not at the ninth, and the eleventh changes nothing of it', () => {
    expect(letLie(9).silent).toBeNull();
    expect(letLie(10)).toEqual({ unanswered: 10, silent: { why: 'unanswered', since: NOW } });
    expect(unansweredOnceMore(letLie(10), (NOW + DAY_MS) as WallMs).silent?.since).toBe(NOW);
  });

  it('are counted anew after an answer', () => {
    const after = letLie(9, answered(letLie(9)));
    expect(after).toEqual({ unanswered: 9, silent: null });
  });

  it('stay silent after an answer that comes late', () => {
    expect(answered(letLie(10)).silent?.why).toBe('unanswered');
  });

  it('count where an answer was wanted', () => {
    expect(wantsAnAnswer({ code: 'asks-always' })).toBe(true);
    expect(wantsAnAnswer({ code: 'sells-asked' })).toBe(true);
    expect(wantsAnAnswer({ code: 'sells-unless-told' })).toBe(false);
    expect(wantsAnAnswer({ code: 'only-tells' })).toBe(false);
  });
});

describe('days without a visit', () => {
  const after = (days: number, ms = 0): Absence => unlessVisited(PRESENT, NOW, (NOW + days * DAY_MS + ms) as WallMs);

  it('stop a bot with the fourteenth', () => {
    expect(after(13).silent).toBeNull();
    expect(after(14, -1).silent).toBeNull();
    expect(after(14).silent).toEqual({ why: 'unvisited', since: NOW + 14 * DAY_MS });
    expect(after(15).silent?.why).toBe('unvisited');
  });

  it('leave one alone that had stopped before', () => {
    const silent = letLie(10);
    expect(unlessVisited(silent, NOW, (NOW + 20 * DAY_MS) as WallMs)).toBe(silent);
  });
});
