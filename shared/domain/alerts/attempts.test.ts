import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS, type WallMs } from '../../lib/time.ts';
import { fc } from '../../testing/property.ts';
import { afterAttempt, channelOf, firstAttempt, type Attempt, type SendOutcome } from './attempts.ts';
import { gatherUntil, NEWS_PER_MINUTE } from './crowd.ts';
import type { AlertChannel } from './settings.ts';

const START = 1_000_000 as WallMs;

interface Delivery {
  readonly by: AlertChannel;
  readonly at: WallMs;
  readonly after: readonly AlertChannel[];
}

/** One message until it is delivered or given up, on a clock of its own; also what was sent where. */
function run(
  channels: readonly AlertChannel[],
  dueAt: WallMs,
  answer: (channel: AlertChannel, at: WallMs) => SendOutcome,
): { delivered: Delivery | null; sends: { channel: AlertChannel; at: WallMs; taken: boolean }[] } {
  let attempt: Attempt = firstAttempt(channels, dueAt);
  let now = dueAt;
  const sends: { channel: AlertChannel; at: WallMs; taken: boolean }[] = [];
  for (;;) {
    const channel = channelOf(attempt);
    const outcome = answer(channel, now);
    sends.push({ channel, at: now, taken: outcome.state === 'sent' });
    const next = afterAttempt(attempt, outcome, now);
    if (next.state === 'delivered') return { delivered: { by: next.by, at: now, after: next.after }, sends };
    if (next.state === 'undelivered') return { delivered: null, sends };
    expect(next.retryAt).toBeGreaterThanOrEqual(now);
    attempt = next.attempt;
    now = next.retryAt;
  }
}

describe('a delivery', () => {
  it('goes by the next channel within a minute while the first fails, and says after whom', () => {
    const { delivered } = run(['telegram', 'discord'], START, (channel) => ({
      state: channel === 'telegram' ? 'failed' : 'sent',
    }));
    expect(delivered).toMatchObject({ by: 'discord', after: ['telegram'] });
    expect(delivered?.at).toBeLessThanOrEqual(START + MINUTE_MS);
  });

  it('waits for a limit that is over soon, and goes elsewhere at once where it is not', () => {
    const limited = (retryAfterMs: number) =>
      run(['telegram', 'discord'], START, (channel, at) =>
        channel === 'telegram' && at < START + retryAfterMs ? { state: 'wait', retryAfterMs } : { state: 'sent' },
      ).delivered;
    expect(limited(5 * SECOND_MS)).toMatchObject({ by: 'telegram', at: START + 5 * SECOND_MS, after: [] });
    expect(limited(10 * MINUTE_MS)).toMatchObject({ by: 'discord', at: START, after: ['telegram'] });
  });

  it('asks a chat that blocked Nod once', () => {
    const { sends } = run(['telegram', 'discord'], START, (channel) => ({
      state: channel === 'telegram' ? 'gone' : 'sent',
    }));
    expect(sends.map(({ channel }) => channel)).toEqual(['telegram', 'discord']);
  });

  it('with one channel arrives when it is back, and stays to be seen after a day', () => {
    const back = START + 3 * 60 * MINUTE_MS;
    const { delivered } = run(['telegram'], START, (_channel, at) => ({ state: at < back ? 'failed' : 'sent' }));
    expect(delivered?.at).toBeLessThan(back + 6 * MINUTE_MS);
    expect(delivered?.after).toEqual([]);
    const never = run(['telegram', 'discord'], START, () => ({ state: 'failed' }));
    expect(never.delivered).toBeNull();
    expect(never.sends.length).toBeLessThan(2_000);
    expect((never.sends.at(-1)?.at ?? 0) - START).toBeGreaterThanOrEqual(DAY_MS);
  });

  it('alert-outage: ten minutes of 429 and 500, every alert elsewhere within 60 s and none twice', () => {
    const outcome = fc.constantFrom<SendOutcome>(
      { state: 'failed' },
      { state: 'wait', retryAfterMs: SECOND_MS },
      { state: 'wait', retryAfterMs: 30 * SECOND_MS },
      { state: 'wait', retryAfterMs: 10 * MINUTE_MS },
    );
    fc.assert(
      fc.property(
        fc.array(fc.nat(12 * 60), { minLength: 1, maxLength: 30 }),
        fc.array(outcome, { minLength: 1, maxLength: 12 }),
        (dues, outcomes) => {
          let turn = 0;
          const from = START + MINUTE_MS;
          const until = from + 10 * MINUTE_MS;
          for (const due of dues) {
            const dueAt = (START + due * SECOND_MS) as WallMs;
            const { delivered, sends } = run(['telegram', 'discord'], dueAt, (channel, at) =>
              channel === 'telegram' && at >= from && at < until
                ? (outcomes[turn++ % outcomes.length] ?? { state: 'failed' })
                : { state: 'sent' },
            );
            expect(delivered).not.toBeNull();
            expect((delivered?.at ?? Infinity) - dueAt).toBeLessThanOrEqual(MINUTE_MS);
            expect(sends.filter(({ taken }) => taken)).toHaveLength(1);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a crowd of news', () => {
  it('is said one by one up to three in a minute, and then waits to be one message', () => {
    const times = [0, 10, 20].map((seconds) => (START + seconds * SECOND_MS) as WallMs);
    expect(gatherUntil(times.slice(0, 2), (START + 25 * SECOND_MS) as WallMs)).toBeNull();
    expect(gatherUntil(times, (START + 25 * SECOND_MS) as WallMs)).toBe(START + MINUTE_MS);
    expect(gatherUntil(times, (START + 61 * SECOND_MS) as WallMs)).toBeNull();
  });

  it('never makes more than three messages and a gathered one in any minute', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 80 }), (seconds) => {
        const said: WallMs[] = [];
        let gathers: WallMs | null = null;
        for (const second of [...seconds].sort((a, b) => a - b)) {
          const now = (START + second * SECOND_MS) as WallMs;
          if (gathers !== null && gathers <= now) {
            said.push(gathers);
            gathers = null;
          }
          const until = gatherUntil(said, now);
          if (until === null && gathers === null) said.push(now);
          else gathers ??= until;
        }
        for (const at of said)
          expect(said.filter((other) => other > at - MINUTE_MS && other <= at).length).toBeLessThanOrEqual(
            NEWS_PER_MINUTE,
          );
      }),
    );
  });
});
