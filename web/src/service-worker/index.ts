/*
 * What goes on beside the pages: the app's own files, so that it opens without a line, and what is pushed to it. Only
 * wiring stands here. Nothing of /api passes through: what people own is asked for by the page, which knows how old its
 * answer is (`lib/state/last-state.svelte.ts`).
 */
import { self } from '$app/service-worker';
import { clientsClaim } from 'workbox-core';
import { listenForPush } from '../lib/push/handlers.ts';
import { keepApp } from './keep-app.ts';

keepApp();
listenForPush(self);

// A new version waits until somebody asks for it: a page in use keeps what it was opened with.
self.addEventListener('message', ({ data }) => {
  if (data === 'activate') void self.skipWaiting();
});
// The first time there is nothing to disturb, and the open page is kept from then on.
clientsClaim();
