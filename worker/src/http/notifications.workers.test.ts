import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AlertSettingsView } from '#shared/contract/notifications.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

test(
  'what somebody hears is kept, read back, and never silences what needs an action',
  { timeout: 60_000 },
  async () => {
    await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
    const token = await aToken();
    const ask = async <T>(method: string, path: string, body?: unknown): Promise<T & { status: number }> => {
      const response = await exports.default.fetch(`http://localhost/api/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, ...(await response.json<T>()) };
    };
    const before = await ask<AlertSettingsView>('GET', 'notifications/settings');
    expect(before).toMatchObject({ status: 200, channels: ['web'], settings: { kinds: {}, quietHours: null } });
    const quietHours = { from: '22:00', to: '07:00' };
    await ask('PATCH', 'notifications/settings', { quietHours });
    await ask('PATCH', 'notifications/settings', { kinds: { 'brief-week': { web: 'off' } } });
    const after = await ask<AlertSettingsView>('GET', 'notifications/settings');
    expect(after.settings).toMatchObject({ quietHours, kinds: { 'brief-week': { web: 'off' } } });

    const refused = await ask('PATCH', 'notifications/settings', { kinds: { halt: { web: 'off' } } });
    expect(refused).toMatchObject({ status: 422, code: 'act-now-unheard' });
    for (const wrong of [{ quietHours: { from: '25:00', to: '07:00' } }, { kinds: { nonsense: { web: 'off' } } }])
      expect(await ask('PATCH', 'notifications/settings', wrong)).toMatchObject({ status: 400 });
    expect((await ask<AlertSettingsView>('GET', 'notifications/settings')).settings).toEqual(after.settings);
    expect(await ask('GET', 'notifications')).toMatchObject({ status: 200, items: [], nextCursor: null });
  },
);
