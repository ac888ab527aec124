import type { PushData, PushKeyView } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import { approveFrom, pushWords, skipFrom } from './answer.ts';
import { bytesOf } from './bytes.ts';
import { OPEN_PAGE, type PushEvents, type PushScope, type ShownNotification } from './scope.ts';
import { APPROVE, dataOf, lookOf, showPush, SKIP } from './show.ts';

/** A page that hears nothing within this is sent there by the browser. */
const ACK_WITHIN_MS = 700;

/** The three events of pushes. `scope` is the service worker itself. */
export function listenForPush(
  scope: PushScope & {
    addEventListener<Name extends keyof PushEvents>(type: Name, listener: (event: PushEvents[Name]) => void): void;
  },
): void {
  scope.addEventListener('push', (event) => {
    event.waitUntil(showPush(scope, () => event.data?.json()));
  });
  scope.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(onClick(scope, event.notification, event.action));
  });
  scope.addEventListener('pushsubscriptionchange', (event) => {
    event.waitUntil(renew(scope, event.oldSubscription?.endpoint ?? null));
  });
}

/** A tap opens the card; Skip skips; Approve opens it too, unless this device was given leave to approve at once. */
export async function onClick(scope: PushScope, shown: ShownNotification, action: string): Promise<void> {
  const data = dataOf(shown.data);
  const { question, id } = data;
  const language: Language = shown.lang === 'ko' ? 'ko' : 'en';
  if (question === null) return open(scope, data.path);
  const tap = { question, shown: id, language };
  if (action === SKIP) return say(scope, shown, { language, data, work: () => skipFrom(scope, tap) });
  if (action === APPROVE && question.device !== null)
    return say(scope, shown, { language, data, work: () => approveFrom(scope, tap) });
  return open(scope, data.path);
}

/** In the place of the question: that it is under way, then what came of it. */
async function say(
  scope: PushScope,
  { title, tag }: ShownNotification,
  { language, data, work }: { language: Language; data: PushData; work: () => Promise<string> },
): Promise<void> {
  const settled: PushData = { ...data, kind: 'settled', question: null };
  const show = (body: string): Promise<void> =>
    scope.registration.showNotification(title, lookOf({ body, tag, lang: language, data: settled }));
  await show(pushWords(language).working);
  await show(await work());
}

/** In a window that is there, else in a new one. */
async function open(scope: PushScope, path: string): Promise<void> {
  const url = new URL(path, scope.location.origin).href;
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const [window] = windows.filter((one) => new URL(one.url).origin === scope.location.origin);
  if (window === undefined) {
    await scope.clients.openWindow(url);
    return;
  }
  // Only a tap lets a window come to the front; without one it stays where it is.
  await window.focus().catch(() => undefined);
  if (!(await isTaken(window, path))) await window.navigate(url);
}

function isTaken(window: Parameters<typeof ask>[0], path: string): Promise<boolean> {
  return Promise.race([
    ask(window, path),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ACK_WITHIN_MS)),
  ]);
}

function ask(
  window: { postMessage(message: unknown, transfer: readonly MessagePort[]): void },
  path: string,
): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true);
    window.postMessage({ type: OPEN_PAGE, path }, [port2]);
  });
}

/** The browser has given this app another address: the server learns it, and what was said of the device stays. */
async function renew(scope: PushScope, before: string | null): Promise<void> {
  const key = await scope.fetch('/api/push/key', { credentials: 'same-origin', cache: 'no-store' });
  if (!key.ok) return;
  const { publicKey } = (await key.json()) as PushKeyView;
  const subscription = await scope.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(publicKey),
  });
  const { keys = {} } = subscription.toJSON();
  await scope.fetch('/api/push/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({
      endpoint: subscription.endpoint,
      keys: { p256dh: keys['p256dh'], auth: keys['auth'] },
      name: 'Browser',
      ...(before !== null && { replaces: before }),
    }),
  });
}
