import { describe, expect, it } from 'vitest';
import { PUSH_DEFAULTS, PUSH_DEVICES_MAX } from '#shared/domain/push.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { NodeSql } from '../../testing/node-sql.ts';
import { PushDevices, serviceOf, type NewPushDevice } from './push-devices.ts';
import { USER_SCHEMA } from './user-schema.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const aDevice = (n: number): NewPushDevice => ({
  endpoint: `https://push.example.net/send/${n}`,
  keys: { p256dh: 'p', auth: 'a' },
  name: `device ${n}`,
  sessionId: `s_${n}`,
  origin: 'https://nod.example.net',
});
const some = (count: number): PushDevices => {
  const devices = new PushDevices(new NodeSql(USER_SCHEMA));
  for (let n = 0; n < count; n += 1) devices.add(aDevice(n), NOW + n);
  return devices;
};

describe('a person’s devices', () => {
  it('are bounded, and one that is known is never one too many', () => {
    const devices = some(PUSH_DEVICES_MAX);
    expect(devices.add(aDevice(99), NOW)).toBeNull();
    expect(devices.add(aDevice(3), NOW)).toMatchObject({ isNew: false });
    expect(devices.ids()).toHaveLength(PUSH_DEVICES_MAX);
  });

  it('end with the session they came with, and follow it to a new one', () => {
    const devices = some(2);
    devices.follow('s_0', 's_new');
    expect(devices.removeOf('s_0')).toEqual([]);
    expect(devices.removeOf('s_new')).toMatchObject([{ name: 'device 0' }]);
    expect(devices.list('s_1', NOW)).toMatchObject([{ name: 'device 1', isThis: true }]);
  });

  it('keep what was said of them when they are turned on again after they were gone', () => {
    const devices = some(1);
    const [id = ''] = devices.ids();
    devices.update(id, { text: { practice: 'hidden' } });
    devices.gone(id, NOW);
    expect(devices.ids()).toEqual([]);
    devices.add({ ...aDevice(7), sessionId: 's_0' }, NOW);
    expect(devices.list(null, NOW)).toMatchObject([
      { goneAt: null, text: { ...PUSH_DEFAULTS.text, practice: 'hidden' }, nod: PUSH_DEFAULTS.nod },
    ]);
  });

  it('that are gone are shown for a month', () => {
    const devices = some(1);
    devices.gone(devices.ids()[0] ?? '', NOW);
    expect(devices.list(null, NOW + 29 * DAY_MS)).toHaveLength(1);
    expect(devices.list(null, NOW + 31 * DAY_MS)).toHaveLength(0);
  });
});

it.each([
  ['https://fcm.googleapis.com/fcm/send/x', 'google'],
  ['https://updates.push.services.mozilla.com/wpush/v2/x', 'mozilla'],
  ['https://web.push.apple.com/x', 'apple'],
  ['https://wns2-par02p.notify.windows.com/w/x', 'microsoft'],
  ['https://apple.com.example.net/x', 'other'],
] as const)('%s is of %s', (endpoint, service) => {
  expect(serviceOf(endpoint)).toBe(service);
});
