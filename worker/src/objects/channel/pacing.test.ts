import { describe, expect, test } from 'vitest';
import { DISCORD } from '../../channels/discord.ts';
import { TELEGRAM } from '../../channels/telegram.ts';
import type { ChannelVendor } from '../../channels/vendor.ts';
import { Pacing, type Leaving } from './pacing.ts';

const START = Date.parse('2026-03-02T15:00:00Z');
const CHAT: Leaving = { chatId: '1', isGroup: false, kind: 'post' };
const PATIENT = 10 * 60_000;

/** When each of `count` messages that all want to leave at the start may, in ms from there. */
function turns({ pace }: ChannelVendor, count: number, leaving: (n: number) => Leaving = () => CHAT): number[] {
  const pacing = new Pacing(pace);
  return Array.from({ length: count }, (_, n) => {
    const at = pacing.turn(leaving(n), { now: START, within: PATIENT });
    return at === null ? Infinity : at - START;
  });
}

const most = (at: readonly number[], windowMs: number): number =>
  Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + windowMs).length));

describe.each([TELEGRAM, DISCORD])('messages of $channel', (vendor) => {
  test('one chat has no more in a minute, a group no more than 20', () => {
    expect(most(turns(vendor, 200), 60_000)).toBeLessThanOrEqual(60);
    const inGroup = turns(vendor, 100, () => ({ ...CHAT, isGroup: true }));
    expect(most(inGroup, 60_000)).toBeLessThanOrEqual(20);
  });

  test('all chats together have no more in a second than the app lets through', () => {
    const everybody = turns(vendor, 300, (n) => ({ ...CHAT, chatId: String(n) }));
    expect(most(everybody, 1_000)).toBeLessThanOrEqual(vendor.channel === 'telegram' ? 30 : 45);
  });

  test('nobody is given a turn that is too far off, and it costs them none', () => {
    const pacing = new Pacing(vendor.pace);
    const next = (): number | null => pacing.turn(CHAT, { now: START, within: 0 });
    const given = Array.from({ length: 20 }, next).filter((at) => at !== null).length;
    expect(given).toBeGreaterThan(3);
    expect(given).toBeLessThan(20);
    expect(pacing.turn(CHAT, { now: START + 60_000, within: 0 })).toBe(START + 60_000);
  });
});

test('after a burst in Telegram a card that was decided elsewhere changes within 3 s', () => {
  for (let burst = 0; burst < 14; burst += 1) {
    const at = turns(TELEGRAM, burst + 1);
    expect(at[burst]! - (at[burst - 1] ?? 0), `after ${burst}`).toBeLessThanOrEqual(3_000);
  }
});

test('in Discord a full channel of messages keeps no card from changing: they count apart', () => {
  const kinds = turns(DISCORD, 6, (n) => ({ ...CHAT, kind: n < 5 ? 'post' : 'edit' }));
  expect(kinds.at(-1)).toBe(0);
});
