import type { PushData, PushMessage } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';
import type { NotificationLook, PushScope } from './scope.ts';

const ICON = '/icons/icon-192.png';
const BADGE = '/icons/badge-96.png';
const NOWHERE: PushData = { kind: 'news', path: '/', question: null };

/** The buttons; where a browser has none, the tap opens the card. */
export const APPROVE = 'approve';
export const SKIP = 'skip';

/**
 * Draws a message. One that cannot be read is shown as well: a browser takes leave away from whoever is told of
 * something and shows nothing.
 */
export async function showPush(scope: PushScope, read: () => unknown): Promise<void> {
  const message = messageOf(read);
  if (message === null)
    return scope.registration.showNotification('Nod', lookOf({ body: '', data: NOWHERE, tag: 'nod' }));
  const { title, body, lang, tag, silent, data } = message.notification;
  await Promise.all([
    scope.registration.showNotification(title, lookOf({ body, lang, tag, silent, data })),
    showBadge(scope.navigator, message.app_badge),
  ]);
}

interface Shown {
  readonly body: string;
  readonly tag: string;
  readonly data: PushData;
  readonly lang?: Language;
  readonly silent?: boolean;
}

export function lookOf({ body, tag, data, lang = 'en', silent = true }: Shown): NotificationLook {
  const { question } = data;
  const actions =
    question === null
      ? []
      : [
          { action: APPROVE, title: question.approve },
          { action: SKIP, title: question.skip },
        ];
  return { body, lang, tag, silent, renotify: !silent, icon: ICON, badge: BADGE, data, actions };
}

/** How many questions wait, on the app's own sign. Where there is no such sign, nothing. */
export async function showBadge(
  navigator: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> },
  count: number,
): Promise<void> {
  try {
    if (count > 0) await navigator.setAppBadge?.(count);
    else await navigator.clearAppBadge?.();
  } catch {
    // Browsers have it where the app is not installed, and refuse it then.
  }
}

function messageOf(read: () => unknown): PushMessage | null {
  try {
    const value = read() as Partial<PushMessage> | null;
    // What the push service lets through is encrypted for this browser by our own server.
    return typeof value?.notification?.title === 'string' ? (value as PushMessage) : null;
  } catch {
    return null;
  }
}

/** What a notification that stands is about. */
export function dataOf(data: unknown): PushData {
  return typeof data === 'object' && data !== null && 'path' in data ? (data as PushData) : NOWHERE;
}
