import { afterEach, expect, it, vi } from 'vitest';
import { leavePlaceOf, refresh, tidy, turnOff, turnOn } from './this-device.ts';

const ENDPOINT = 'https://push.example.net/send/phone';
const KEY = new Uint8Array([4, 1, 2, 3]);

/** A browser that was told of things before, what it shows, and what it asks the server. */
function aBrowser({ userId, waiting = [] }: { readonly userId: string; readonly waiting?: readonly string[] }) {
  let isGone = false;
  const subscription = {
    endpoint: ENDPOINT,
    options: { applicationServerKey: KEY.buffer },
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: vi.fn(() => Promise.resolve((isGone = true))),
  };
  const close = vi.fn<(id: string) => void>();
  const clearAppBadge = vi.fn(() => Promise.resolve());
  const pushManager = {
    getSubscription: () => Promise.resolve(isGone ? null : subscription),
    subscribe: () => Promise.resolve({ toJSON: () => ({ endpoint: `${ENDPOINT}-2`, keys: {} }) }),
  };
  const shown = ['p_1', 'p_2'].map((id) => ({
    data: { kind: 'question', path: '/', question: { id } },
    close: () => close(id),
  }));
  const setAppBadge = vi.fn<(count: number) => Promise<void>>(() => Promise.resolve());
  const registration = { pushManager, getNotifications: () => Promise.resolve(shown) };
  const kept = new Map([['nod.push', JSON.stringify({ userId, endpoint: ENDPOINT, name: 'Chrome, Android' })]]);
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('PushManager', class {});
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: () => Promise.resolve('granted') });
  const serviceWorker = { ready: Promise.resolve(registration), getRegistration: () => Promise.resolve(registration) };
  vi.stubGlobal('navigator', { onLine: true, serviceWorker, setAppBadge, clearAppBadge });
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  });
  vi.stubGlobal('fetch', (path: string, { body }: { body?: string }) => {
    asked.push({ path, body: body === undefined ? null : (JSON.parse(body) as unknown) });
    const items = waiting.map((id) => ({ id }));
    return Promise.resolve(Response.json(path.endsWith('/key') ? { publicKey: 'BAECAw' } : { items }));
  });
  return { asked, subscription, close, setAppBadge, clearAppBadge, kept };
}

afterEach(() => vi.unstubAllGlobals());

it('a device says at every start where it is, so that it ends with the session its person sits in now', async () => {
  const { asked } = aBrowser({ userId: 'u_1' });
  await refresh('u_1');
  expect(asked.at(-1)).toMatchObject({ path: '/api/push/subscriptions', body: { endpoint: ENDPOINT } });
});

it('whoever signs in after somebody else is told nothing of theirs', async () => {
  const { asked, subscription, close, clearAppBadge } = aBrowser({ userId: 'u_1' });
  await refresh('u_2');
  expect(subscription.unsubscribe).toHaveBeenCalled();
  expect(asked).toEqual([]);
  expect(close, 'what is still shown goes').toHaveBeenCalledTimes(2);
  expect(clearAppBadge).toHaveBeenCalled();
});

it('whoever turns it on after somebody else has an address of their own', async () => {
  const { asked, subscription } = aBrowser({ userId: 'u_1' });
  await turnOn('u_2', 'Chrome, Android');
  expect(subscription.unsubscribe).toHaveBeenCalled();
  expect(asked.at(-1)?.body).toMatchObject({ endpoint: `${ENDPOINT}-2` });
});

it('whoever signs out leaves nothing on the locked screen', async () => {
  const { subscription, close, clearAppBadge, kept } = aBrowser({ userId: 'u_1' });
  await turnOff();
  expect(subscription.unsubscribe).toHaveBeenCalled();
  expect(close).toHaveBeenCalledTimes(2);
  expect(clearAppBadge).toHaveBeenCalled();
  expect([...kept]).toEqual([]);
});

it('what was settled elsewhere goes from the lock screen, and the app’s sign counts what still waits', async () => {
  const { close, setAppBadge } = aBrowser({ userId: 'u_1', waiting: ['p_2'] });
  await tidy();
  expect(close.mock.calls).toEqual([['p_1']]);
  expect(setAppBadge.mock.calls).toEqual([[1]]);
});

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1', 5, 'ios'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15', 5, 'ios'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15', 0, 'safari'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/153.0.0.0 Safari/537.36', 0, 'desk'],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/153.0.0.0 Mobile Safari/537.36', 5, 'android'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:158.0) Gecko/20100101 Firefox/158.0', 0, 'desk'],
])('a “no” is taken back where this browser has its switch: %s, %i fingers', (userAgent, maxTouchPoints, place) => {
  expect(leavePlaceOf({ userAgent, maxTouchPoints })).toBe(place);
});
