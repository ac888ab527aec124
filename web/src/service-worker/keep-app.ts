import { immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { ExpirationPlugin } from 'workbox-expiration';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { CacheFirst } from 'workbox-strategies';

/** Written in after the build (`install-files.ts`): another one when the page, its headers or its icon change. */
const PAGE_REVISION = 'PAGE_REVISION_OF_THE_BUILD';
/** Addresses that are not of the app: they go to the server as they would without us. */
const NOT_THE_APP = [/^\/(api|docs|internal|icons|pictures)(\/|$)/];
/** About two versions: a page of the one before finds its code also when the server has only the new one. */
const FILES_KEPT = 250;
const AT_ONCE = 4;

/** The one page is kept whole per version; its code by the hash in each name, so that a new version fetches what changed. */
export function keepApp(): void {
  precacheAndRoute(['/', '/icon.svg'].map((url) => ({ url, revision: PAGE_REVISION })));
  cleanupOutdatedCaches();
  registerRoute(new NavigationRoute(createHandlerBoundToURL('/'), { denylist: NOT_THE_APP }));

  const code = new CacheFirst({
    cacheName: 'nod-code',
    plugins: [
      { cacheWillUpdate: ({ response }) => Promise.resolve(isCode(response) ? response : null) },
      new ExpirationPlugin({ maxEntries: FILES_KEPT, purgeOnQuotaError: true }),
    ],
  });
  registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/_app/immutable/'), code);
  self.addEventListener('install', (event) => event.waitUntil(fetchAll(event, code)));
}

/** A few at a time: somebody may be looking at the first screen over the same thin line. */
async function fetchAll(event: ExtendableEvent, code: CacheFirst): Promise<void> {
  const waiting = immutable.map(({ path }) => new Request(new URL(path, `${self.location.origin}/`)));
  const fetchNext = async (): Promise<void> => {
    for (let request = waiting.pop(); request !== undefined; request = waiting.pop()) {
      const [answered, kept] = code.handleAll({ event, request });
      if (!isCode(await answered)) throw new Error(`${request.url} is not of this version any more`);
      await kept;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
}

/** For a file that is gone the server answers with the page, and says that all is well. */
function isCode(response: Response): boolean {
  return response.ok && !(response.headers.get('content-type') ?? '').startsWith('text/html');
}
