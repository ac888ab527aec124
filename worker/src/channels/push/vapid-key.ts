import type { Env, Settings } from '../../env.ts';
import type { PushSending, VapidKey } from './send-push.ts';

/** `VAPID_KEY` is `<public>.<private>`; null: none was made, and no device can be told of anything. */
export function vapidKeyOf({ VAPID_KEY: text }: Pick<Settings, 'VAPID_KEY'>): VapidKey | null {
  const [publicKey, privateKey] = (text ?? '').split('.');
  return publicKey === undefined || privateKey === undefined ? null : { publicKey, privateKey };
}

/** How this installation sends pushes; null: it has no key to sign them with. */
export function pushSendingOf(env: Pick<Env, 'settings' | 'OUTSIDE'>): PushSending | null {
  const key = vapidKeyOf(env.settings);
  const rehearsalUrl = env.settings.REHEARSAL_CHANNEL_URL ?? null;
  // A rehearsal listens on this very machine, where nothing outside is.
  const direct = { fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked) };
  const outside = rehearsalUrl === null ? (env.OUTSIDE ?? direct) : direct;
  return key === null ? null : { key, outside, rehearsalUrl, now: () => Date.now() };
}
