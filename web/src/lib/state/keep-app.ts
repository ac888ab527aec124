import { dev } from '$app/env';
import { version } from './version.svelte.ts';

const WORKER = '/service-worker.js';
/** Whoever comes back asks at once, but not at every glance. */
const LOOK_AGAIN_MS = 60_000;
const LOOK_EVERY_MS = 3_600_000;
/** A new version that does not take over within this is fetched the plain way. */
const TAKES_OVER_WITHIN_MS = 4_000;

/**
 * The app on this device: a service worker keeps its files, so that it opens without a line. A newer version is fetched
 * beside the one in use and waits: nothing reloads by itself under somebody's hands.
 */
export async function keepApp(): Promise<void> {
  if (dev || !('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  // The first worker takes over a page that had none: that is no news.
  let hadOne = workers.controller !== null;
  let isReloading = false;
  workers.addEventListener('controllerchange', () => {
    if (isReloading) location.reload();
    // Another tab took the new version: this one goes on with the code it has, and says so.
    else if (hadOne) version.isReady = true;
    hadOne = true;
  });
  // Refused (a private window, no room): the app works, and opens only with a line.
  const registration = await workers.register(WORKER, { updateViaCache: 'none' }).catch(() => null);
  if (registration === null) return;

  let lookedAt = Date.now();
  version.look = () => {
    if (Date.now() - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = Date.now();
    void registration.update().catch(() => undefined);
  };
  version.reload = () => {
    if (registration.waiting === null) return location.reload();
    isReloading = true;
    registration.waiting.postMessage('activate');
    setTimeout(() => location.reload(), TAKES_OVER_WITHIN_MS);
  };
  setInterval(version.look, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') version.look();
  });

  const tell = (): void => {
    if (registration.waiting !== null && workers.controller !== null) version.isReady = true;
  };
  tell();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', tell);
  });
}
