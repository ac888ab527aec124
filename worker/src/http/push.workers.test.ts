import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { AccessEventView } from '#shared/contract/access.ts';
import type { AlertSettingsView } from '#shared/contract/notifications.ts';
import type { PushDeviceView, PushKeyView, PushTestView } from '#shared/contract/push.ts';
import { PUSH_DEFAULTS } from '#shared/domain/push.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { AppPerson, fetchAs, standInFor } from '../testing/app-person.ts';
import { PushService } from '../testing/push-server/push-service.ts';
import { aCookie, aToken, owner } from '../testing/sign-in.ts';
import { PATIENCE } from '../testing/patience.ts';

const service = new PushService((env.VAPID_KEY ?? '').split('.')[0] ?? '');
standInFor(service.host, service.fetch);

const phone = new AppPerson();
type Devices = { items: PushDeviceView[] };
const list = async (person = phone): Promise<PushDeviceView[]> =>
  (await person.call<Devices>('GET', 'push/subscriptions')).body.items;
const add = (id: string, person = phone, change = {}) =>
  person.call<PushDeviceView & { code: string }>('POST', 'push/subscriptions', {
    ...service.subscribe(id),
    name: id,
    ...change,
  });

beforeAll(async () => {
  await phone.signIn(11);
});

// One story: each part stands on the one before.
describe('devices that take notifications', { shuffle: false, timeout: 60_000 }, () => {
  test('a browser subscribes with our key and reads its test', async () => {
    const { body: key } = await phone.call<PushKeyView>('GET', 'push/key');
    expect(key.publicKey).toBe((env.VAPID_KEY ?? '').split('.')[0]);
    const added = await add('phone');
    expect(added).toMatchObject({ status: 201, body: { name: 'phone', isThis: true, goneAt: null, ...PUSH_DEFAULTS } });
    expect(added.text, 'its address never goes out').not.toContain(service.host);
    const tested = await phone.call<PushTestView>('POST', `push/subscriptions/${added.body.id}/test`);
    expect(tested).toMatchObject({ status: 200, body: { outcome: 'sent' } });
    expect(service.titles('phone')).toEqual(['Nod reaches this device']);
    expect(service.taken[0]).toMatchObject({
      ...{ urgency: 'high', topic: null },
      message: { notification: { navigate: 'http://localhost/more/settings/notifications' } },
    });
    const { body } = await phone.call<AlertSettingsView>('GET', 'notifications/settings');
    expect(body.channels, 'it is a channel among the others').toEqual(['push']);
  });

  test('the same browser again is the same device, also where it is reached elsewhere now', async () => {
    const [before] = await list();
    await add('phone');
    await add('phone-renewed', phone, { name: 'Browser', replaces: `https://${service.host}/send/phone` });
    expect(await list()).toMatchObject([{ id: before?.id, name: 'phone' }]);
    await phone.call('POST', `push/subscriptions/${before?.id ?? ''}/test`);
    expect(service.titles('phone-renewed')).toHaveLength(1);
  });

  test('takes no address that is not outside, no field it does not know, and nobody without a browser', async () => {
    for (const endpoint of [
      'http://push.example.net/send/x',
      'https://127.0.0.1/x',
      'https://nas.local/x',
      'https://[::1]/x',
    ])
      expect(await add('x', phone, { endpoint })).toMatchObject({ status: 422, body: { code: 'address-refused' } });
    expect(await add('x', phone, { keys: { p256dh: 'short', auth: 'short' } })).toMatchObject({ status: 400 });
    expect(await add('x', phone, { userId: 'u_other' })).toMatchObject({
      status: 400,
      body: { code: 'unknown-field' },
    });
    const token = await aToken();
    const byToken = await fetchAs(token, 'POST', 'push/subscriptions', { ...service.subscribe('x'), name: 'x' });
    expect(byToken.status).toBe(403);
    const limited = await aToken(['read']);
    expect((await fetchAs(limited, 'GET', 'push/subscriptions')).status).toBe(403);
    expect(await list()).toHaveLength(1);
  });

  test('a second device is told to the first, is written down, and is not told of itself', async () => {
    const laptop = new AppPerson();
    await laptop.signIn(11);
    const { body } = await add('laptop', laptop);
    await vi.waitFor(() => {
      expect(service.titles('phone-renewed')).toContain(
        'Act now: notifications were turned on for a new device: laptop',
      );
    }, PATIENCE);
    expect(service.titles('laptop')).toEqual([]);
    expect((await list(laptop)).map(({ name, isThis }) => [name, isThis])).toEqual([
      ['phone', false],
      ['laptop', true],
    ]);
    expect((await laptop.call('DELETE', `push/subscriptions/${body.id}`)).status).toBe(200);
    expect((await laptop.call('DELETE', `push/subscriptions/${body.id}`)).status).toBe(404);
    const history = await phone.call<{ items: AccessEventView[] }>('GET', 'me/events?kind=devices');
    expect(history.body.items.map(({ type, about }) => [type, about.name])).toEqual([
      ['access.device-removed', 'laptop'],
      ['access.device-added', 'laptop'],
      ['access.device-added', 'phone'],
    ]);
  });

  test('its settings are its own; approving with real money from a notification asks for the person', async () => {
    const [device] = await list();
    const path = `push/subscriptions/${device?.id ?? ''}`;
    const change = (body: unknown) => phone.call<PushDeviceView & { code: string }>('PATCH', path, body);
    expect(await change({ name: 'Mina’s phone', text: { live: 'hidden' } })).toMatchObject({
      status: 200,
      body: { name: 'Mina’s phone', text: { practice: 'full', live: 'hidden' } },
    });
    const practice = { amount: '500', currency: 'USD' };
    expect(await change({ nod: { practice } })).toMatchObject({ status: 200, body: { nod: { practice, live: null } } });
    const live = { amount: '200', currency: 'USD' };
    expect(await change({ nod: { live } })).toMatchObject({
      status: 403,
      body: { code: 'step-up-required', values: { reason: 'nod-from-notification', about: '200 USD' } },
    });
    await phone.confirm('nod-from-notification', '200 USD');
    expect(await change({ nod: { live: { amount: '300', currency: 'USD' } } }), 'for this amount').toMatchObject({
      status: 403,
    });
    expect(await change({ nod: { live } })).toMatchObject({ status: 200, body: { nod: { live } } });
    expect(await change({ nod: { live: null } }), 'less never asks').toMatchObject({ status: 200 });
  });

  test('one that is gone is seen as such, and its address is forgotten', async () => {
    const [device] = await list();
    service.unsubscribe('phone-renewed');
    const tested = await phone.call<PushTestView>('POST', `push/subscriptions/${device?.id ?? ''}/test`);
    expect(tested.body.outcome).toBe('gone');
    expect((await list())[0]?.goneAt).not.toBeNull();
    expect(await add('phone-again')).toMatchObject({ status: 201, body: { text: { live: 'hidden' } } });
    expect(
      (await list()).map(({ goneAt }) => goneAt),
      'turned on again',
    ).toEqual([null]);
  });

  test('whoever signs out there is told of nothing there any more', async () => {
    const before = await list();
    expect(before).toHaveLength(1);
    await phone.call('DELETE', 'session');
    const user = compose(readEnv(env)).user(await owner());
    expect(await user.pushDevices(null)).toEqual([]);
    expect(await aCookie()).not.toBe('');
  });
});
