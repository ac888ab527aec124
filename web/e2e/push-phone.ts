import type { BrowserContext, Page, Worker } from 'playwright-core';
import { expect } from 'vitest';
import type { CreatePushDevice, PushData, PushMessage } from '../../shared/contract/push.ts';

/*
 * A phone that takes pushes. The packed Chromium delivers them and has no notifications: leave is always denied, nothing
 * stands on any lock screen, nobody can tap there, and no push service is behind it. That is stood in for; the service
 * worker as it was built, the push that the browser wakes it with, and the page are the real ones.
 */

/** What stands on the lock screen. */
interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly lang: string;
  readonly silent: boolean;
  readonly data: PushData;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}

interface LockScreen {
  shown: Shown[];
  /** How often something was shown. */
  count: number;
  badge: number | null;
}
type WorkerSelf = typeof globalThis & { lockScreen: LockScreen };

export class PushPhone {
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext) {
    this.#context = context;
  }

  /** Gives every page of it leave, and the address that its browser would be given. */
  static async open(
    context: BrowserContext,
    subscription: Pick<CreatePushDevice, 'endpoint' | 'keys'>,
  ): Promise<PushPhone> {
    const phone = new PushPhone(context);
    await context.exposeFunction('shownThere', () => phone.shown());
    await context.exposeFunction('closeThere', (tag: string) => phone.#close(tag));
    await context.addInitScript((given) => {
      const there = globalThis as unknown as {
        shownThere: () => Promise<Shown[]>;
        closeThere: (tag: string) => Promise<void>;
      };
      Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
      Notification.requestPermission = () => Promise.resolve('granted');
      const subscribed = { ...given, toJSON: () => given, unsubscribe: () => Promise.resolve(true) };
      PushManager.prototype.subscribe = () => Promise.resolve(subscribed as unknown as PushSubscription);
      ServiceWorkerRegistration.prototype.getNotifications = async () =>
        (await there.shownThere()).map(
          (one) => ({ ...one, close: () => void there.closeThere(one.tag) }) as unknown as Notification,
        );
    }, subscription);
    return phone;
  }

  /** A message arrives: the browser itself wakes the service worker with it. Over once something stands there. */
  async deliver(page: Page, message: PushMessage): Promise<void> {
    const worker = await this.#worker();
    const before = await worker.evaluate(() => (globalThis as WorkerSelf).lockScreen.count);
    const cdp = await this.#context.newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [one] = registrations;
        if (one !== undefined) resolve(one.registrationId);
      }),
    );
    await cdp.send('ServiceWorker.enable');
    const { origin } = new URL(page.url());
    const data = JSON.stringify(message);
    await cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId: await registered, data });
    await cdp.detach();
    await expect.poll(() => worker.evaluate(() => (globalThis as WorkerSelf).lockScreen.count)).toBeGreaterThan(before);
  }

  /** A tap on what stands there, or on one of its buttons. */
  async tap(tag: string, action = ''): Promise<void> {
    const worker = await this.#worker();
    await worker.evaluate(
      async ([tapped, button]) => {
        const { lockScreen } = globalThis as WorkerSelf;
        const work: Promise<unknown>[] = [];
        const shown = lockScreen.shown.find((one) => one.tag === tapped);
        if (shown === undefined) throw new Error('nothing stands there');
        const close = (): void => {
          lockScreen.shown = lockScreen.shown.filter((one) => one.tag !== tapped);
        };
        const event = Object.assign(new Event('notificationclick'), {
          ...{ notification: { ...shown, close }, action: button },
          waitUntil: (one: Promise<unknown>) => void work.push(one),
        });
        globalThis.dispatchEvent(event);
        await Promise.all(work);
      },
      [tag, action] as const,
    );
  }

  async shown(): Promise<Shown[]> {
    return (await this.#worker()).evaluate(() => (globalThis as WorkerSelf).lockScreen.shown);
  }

  /** The number on the app's own sign; null: nothing was said yet. */
  async badge(): Promise<number | null> {
    return (await this.#worker()).evaluate(() => (globalThis as WorkerSelf).lockScreen.badge);
  }

  async #close(tag: string): Promise<void> {
    await (
      await this.#worker()
    ).evaluate((closed) => {
      const { lockScreen } = globalThis as WorkerSelf;
      lockScreen.shown = lockScreen.shown.filter((one) => one.tag !== closed);
    }, tag);
  }

  /** The service worker, with a lock screen of its own. */
  async #worker(): Promise<Worker> {
    const worker = this.#context.serviceWorkers()[0] ?? (await this.#context.waitForEvent('serviceworker'));
    await worker.evaluate(() => {
      const self = globalThis as WorkerSelf;
      if ('lockScreen' in self) return;
      const lockScreen: LockScreen = { shown: [], count: 0, badge: null };
      Object.assign(self, { lockScreen });
      ServiceWorkerRegistration.prototype.showNotification = (title, look) => {
        const shown = { title, ...look } as unknown as Shown;
        lockScreen.shown = [...lockScreen.shown.filter(({ tag }) => tag !== shown.tag), shown];
        lockScreen.count += 1;
        return Promise.resolve();
      };
      const sign = (count = 0): Promise<void> => {
        lockScreen.badge = count;
        return Promise.resolve();
      };
      Object.assign(navigator, { setAppBadge: sign, clearAppBadge: () => sign(0) });
    });
    return worker;
  }
}
