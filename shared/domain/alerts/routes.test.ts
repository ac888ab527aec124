import { describe, expect, it } from 'vitest';
import { MINUTE_MS, type WallMs } from '../../lib/time.ts';
import { fc } from '../../testing/property.ts';
import { EVENT_TYPES } from '../event-type.ts';
import { ALERT_KIND_NAMES, ALERT_KINDS, isActNow, levelOf, ruleOf, type AlertKind } from './alert-kinds.ts';
import { isWithin } from './hours.ts';
import { REPEAT_AFTER_MS, routesFor, type ToTell, type Told } from './routes.ts';
import { ALERT_CHANNELS, AlertSettings, loudnessOf, muted, type AlertChannel } from './settings.ts';
import { toTellOf } from './to-tell.ts';

const at = (iso: string): WallMs => Date.parse(iso) as WallMs;
const NOON = at('2026-03-10T16:00:00Z');
const NIGHT = at('2026-03-11T04:00:00Z');
const QUIET = { from: '22:00', to: '07:00' };

function person(rest: Partial<Omit<Told, 'settings'>> & { settings?: Partial<AlertSettings> } = {}): Told {
  const { settings = {}, ...others } = rest;
  return {
    linked: ['telegram', 'discord', 'web'],
    zone: 'America/New_York',
    now: NOON,
    ...others,
    settings: AlertSettings.parse(settings),
  };
}

const tell = (kind: AlertKind, rest: Partial<ToTell> = {}): ToTell => ({ kind, as: 'message', ...rest });
const question = (now: WallMs, minutes: number, rest: Partial<NonNullable<ToTell['question']>> = {}): ToTell =>
  tell('question', {
    question: { botId: 'b_1', askedAt: now, answerBy: (now + minutes * MINUTE_MS) as WallMs, ...rest },
  });

describe('act now', () => {
  it('is heard in quiet hours and said again elsewhere after five minutes', () => {
    const routes = routesFor(tell('unprotected'), person({ now: NIGHT, settings: { quietHours: QUIET } }));
    expect(routes).toEqual([
      { channels: ['telegram', 'discord'], at: NIGHT, sound: true, as: 'message', why: 'first' },
      { channels: ['discord'], at: NIGHT + REPEAT_AFTER_MS, sound: true, as: 'reply', why: 'repeat' },
    ]);
  });

  it('is said again on the same channel where there is no other, and not twice in the app', () => {
    const one = routesFor(tell('halt'), person({ linked: ['telegram'] }));
    expect(one.map(({ channels, why }) => [why, channels])).toEqual([
      ['first', ['telegram']],
      ['repeat', ['telegram']],
    ]);
    expect(routesFor(tell('halt'), person({ linked: [] })).map(({ channels }) => channels)).toEqual([['web']]);
  });

  it('of a new way in is heard on every channel at once: looking into one of them does not count for the others', () => {
    const routes = routesFor(tell('access'), person({ now: NIGHT, settings: { quietHours: QUIET } }));
    expect(routes.map(({ channels, at: due, sound }) => ({ channels, due, sound }))).toEqual([
      { channels: ['telegram'], due: NIGHT, sound: true },
      { channels: ['discord'], due: NIGHT, sound: true },
    ]);
  });

  it('goes first where it may be heard', () => {
    const settings = { kinds: { halt: { telegram: 'silent' as const } } };
    expect(routesFor(tell('halt'), person({ settings }))[0]).toMatchObject({
      channels: ['discord', 'telegram'],
      sound: true,
    });
  });

  it('can be turned down on one channel and never on all', () => {
    const linked: AlertChannel[] = ['telegram', 'discord'];
    const one = AlertSettings.parse({ kinds: { halt: { telegram: 'off' } } });
    const all = AlertSettings.parse({ kinds: { halt: { telegram: 'off', discord: 'silent' } } });
    expect(muted(one, linked)).toEqual([]);
    expect(muted(all, linked)).toEqual(['halt']);
    // A channel that was unlinked since leaves settings behind that would silence it.
    const left = routesFor(tell('halt'), person({ settings: one, linked: ['telegram'] }));
    expect(left[0]).toMatchObject({ channels: ['telegram'], sound: true });
  });
});

describe('a question', () => {
  it('stands in every chat, is heard once, and is remembered once at three quarters of its window', () => {
    const routes = routesFor(question(NOON, 60), person());
    expect(
      routes.map(({ why, channels, sound, at: when }) => [why, channels[0], sound, (when - NOON) / MINUTE_MS]),
    ).toEqual([
      ['first', 'telegram', true, 0],
      ['copy', 'discord', false, 0],
      ['reminder', 'telegram', false, 45],
    ]);
  });

  it('whose reminder Later moved gets it from the account alone: once, silent, where it was heard', () => {
    const reminded = routesFor({ ...question(NOON, 60), as: 'reply' }, person());
    expect(reminded).toHaveLength(1);
    expect(reminded[0]).toMatchObject({ why: 'reminder', sound: false });
  });

  it('is silent in quiet hours, and heard when they are over', () => {
    const routes = routesFor(question(NIGHT, 600), person({ now: NIGHT, settings: { quietHours: QUIET } }));
    expect(routes[0]).toMatchObject({ at: NIGHT, sound: false });
    expect(routes.at(-1)).toMatchObject({ why: 'reminder', at: at('2026-03-11T11:00:00Z'), sound: true });
  });

  it('is heard in the asking hours of its bot, also where they are quiet', () => {
    const askingHours = { b_1: [{ from: '00:00', to: '01:00' }], b_2: [{ from: '08:30', to: '09:30' }] };
    const settings = { quietHours: QUIET, askingHours };
    expect(routesFor(question(NIGHT, 60), person({ now: NIGHT, settings }))[0]?.sound).toBe(true);
    const other = question(NOON, 24 * 60, { botId: 'b_2' });
    const routes = routesFor(other, person({ settings }));
    expect(routes[0]?.sound, 'noon is outside its asking hours').toBe(false);
    expect(routes.at(-1)).toMatchObject({ why: 'reminder', at: at('2026-03-11T12:30:00Z'), sound: true });
  });

  it('that is open for a moment has no reminder', () => {
    expect(routesFor(question(NOON, 1), person()).some(({ why }) => why === 'reminder')).toBe(false);
  });
});

describe('news', () => {
  it('is silent in quiet hours; fills always', () => {
    const settings = { quietHours: QUIET };
    expect(routesFor(tell('sold'), person({ settings }))[0]?.sound).toBe(true);
    expect(routesFor(tell('sold'), person({ settings, now: NIGHT }))[0]?.sound).toBe(false);
    expect(routesFor(tell('fill'), person({ settings }))[0]?.sound).toBe(false);
  });

  it('is one delivery: the other channels are for when the first fails', () => {
    expect(routesFor(tell('not-bought'), person())).toHaveLength(1);
  });

  it('that is off everywhere is said nowhere, and an edit is never heard', () => {
    const off = { telegram: 'off', discord: 'off' } as const;
    expect(routesFor(tell('sold'), person({ settings: { kinds: { sold: off } } }))).toEqual([]);
    expect(routesFor(tell('sold', { as: 'edit' }), person())[0]?.sound).toBe(false);
  });
});

describe('every event', () => {
  const order = (side: string, purpose: string) => ({ order: { side, purpose } });

  it('has a kind with a level, or is no message', () => {
    for (const type of EVENT_TYPES) {
      const rule = ruleOf({ type, channel: 'clock', body: {} });
      if (rule !== null) expect(ALERT_KINDS[rule.kind].level, type).toBe(levelOf(rule.kind));
    }
  });

  it.each([
    ['exit.blocked', {}, 'exit-failed'],
    ['order.rejected', order('sell', 'stop'), 'exit-failed'],
    ['order.rejected', order('buy', 'entry'), 'not-bought'],
    ['order.not-sent', order('buy', 'entry'), 'not-bought'],
    ['order.unknown', order('sell', 'stop'), 'exit-failed'],
    ['order.unknown', order('buy', 'entry'), 'order'],
    ['order.needs-human', order('buy', 'entry'), 'unresolved'],
    ['order.expired', order('sell', 'stop'), 'exit-failed'],
    ['order.expired', order('buy', 'entry'), 'order'],
    ['order.filled', order('buy', 'entry'), 'fill'],
    ['position.closed', order('sell', 'stop'), 'sold'],
    ['connection.lost', { stopsHere: 1 }, 'broker-lost'],
    ['connection.lost', { stopsHere: 0 }, 'account'],
    ['mode.changed', { mode: 'halted' }, 'halt'],
    ['mode.changed', { mode: 'active' }, 'account'],
    ['proposal.asked', {}, 'question'],
  ] as const)('%s %j is told as %s', (type, body, kind) => {
    expect(ruleOf({ type, channel: 'clock', body })?.kind).toBe(kind);
  });

  it('of one trade is one thread: the card is edited, only fill and exit are new', () => {
    const said = (type: (typeof EVENT_TYPES)[number]) =>
      ruleOf({ type, channel: 'web', body: order('buy', 'entry') })?.as;
    expect(said('proposal.asked')).toBe('message');
    for (const step of [
      'proposal.decided',
      'order.waiting',
      'order.sent',
      'order.accepted',
      'order.partly-filled',
    ] as const)
      expect(said(step), step).toBe('edit');
    expect([said('order.filled'), said('position.closed')]).toEqual(['reply', 'reply']);
  });
});

describe('whatever is set', () => {
  const channels = fc.subarray([...ALERT_CHANNELS]);
  const minute = fc
    .nat(1439)
    .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
  const hours = fc.record({ from: minute, to: minute });
  const loudness = fc.constantFrom('on' as const, 'silent' as const, 'off' as const);
  const perChannel = fc.record({ telegram: loudness, discord: loudness, push: loudness, web: loudness });
  const settings = fc.record({
    order: channels,
    kinds: fc.dictionary(fc.constantFrom(...ALERT_KIND_NAMES), perChannel),
    quietHours: fc.option(hours),
    askingHours: fc.dictionary(fc.constantFrom('b_1', 'b_2'), fc.array(hours, { minLength: 1, maxLength: 2 })),
  });
  const zone = fc.constantFrom('America/New_York', 'Asia/Seoul', 'Europe/Berlin');
  const now = fc.nat(400 * 24 * 60).map((minutes) => (at('2026-01-01T00:00:00Z') + minutes * MINUTE_MS) as WallMs);

  it('act now is heard at once, off is off, quiet is quiet, and nothing is heard twice at once', () => {
    fc.assert(
      fc.property(
        ...([fc.constantFrom(...ALERT_KIND_NAMES), settings, channels, zone, now] as const),
        fc.integer({ min: 1, max: 3000 }),
        (kind, set, linked, name, when, window) => {
          const parsed = AlertSettings.parse(set);
          const told = kind === 'question' ? question(when, window) : tell(kind);
          const routes = routesFor(told, { settings: parsed, linked, zone: name, now: when });
          if (isActNow(kind)) {
            expect(routes[0]).toMatchObject({ at: when, sound: true });
            // A new way in is told to every channel of theirs, each once.
            if (kind === 'access') expect(new Set(routes.flatMap((one) => one.channels)).size).toBe(routes.length);
            else expect(routes.length).toBeLessThanOrEqual(2);
          } else {
            for (const route of routes)
              for (const channel of route.channels) expect(loudnessOf(parsed, kind, channel)).not.toBe('off');
          }
          if (kind !== 'access')
            expect(routes.filter(({ at: due, sound }) => sound && due === when).length).toBeLessThanOrEqual(1);
          expect(routes.filter(({ why }) => why === 'reminder').length).toBeLessThanOrEqual(1);
          for (const route of routes) {
            expect(route.channels.length).toBeGreaterThan(0);
            expect(new Set(route.channels).size).toBe(route.channels.length);
            const isAsked = kind === 'question' && parsed.askingHours['b_1'] !== undefined;
            const isQuiet = parsed.quietHours !== null && isWithin(parsed.quietHours, route.at, name);
            if (!isActNow(kind) && !isAsked && isQuiet) expect(route.sound).toBe(false);
            if (kind === 'question' && route.why === 'reminder')
              expect(route.at).toBeLessThan(when + window * MINUTE_MS);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an event', () => {
  it('that asks says whose question it is and until when it can be answered', () => {
    const proposal = {
      ...{ id: 'p_1', botId: 'b_1', symbol: 'NVDA' },
      createdAt: '2026-03-10T16:00:00Z',
      answerBy: '2026-03-10T17:00:00Z',
    };
    const told = toTellOf({ channel: 'clock', type: 'proposal.asked', body: { proposal } });
    const answerBy = at('2026-03-10T17:00:00Z');
    expect(told).toEqual({ kind: 'question', as: 'message', question: { botId: 'b_1', askedAt: NOON, answerBy } });
  });

  it('that whoever wrote it made a message of is one', () => {
    expect(toTellOf({ channel: 'web', type: 'order.sent', body: {} })).toEqual({ kind: 'order', as: 'edit' });
    expect(toTellOf({ channel: 'web', type: 'limits.changed', body: {} })).toEqual({ kind: 'account', as: 'message' });
  });
});
