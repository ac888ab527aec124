import type { PushData } from '#shared/contract/push.ts';
import type { Language } from '#shared/contract/session.ts';

/*
 * What of a service worker the push handlers use. Its own types and those of a page do not stand beside each other, and a
 * test gives one of its own.
 */

/** What a page is asked to open; it answers on the port that it did. */
export const OPEN_PAGE = 'nod-open';

export interface ShownNotification {
  readonly title: string;
  readonly tag: string;
  readonly lang: string;
  readonly data: unknown;
  close(): void;
}

export interface NotificationLook {
  readonly body: string;
  readonly lang: Language;
  readonly tag: string;
  readonly silent: boolean;
  /** Heard again where it takes the place of one that was there. */
  readonly renotify: boolean;
  readonly icon: string;
  readonly badge: string;
  readonly data: PushData;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}

interface Window {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
  postMessage(message: unknown, transfer: MessagePort[]): void;
}

interface Subscription {
  readonly endpoint: string;
  toJSON(): { keys?: Record<string, string> };
}

export interface PushScope {
  readonly registration: {
    showNotification(title: string, look: NotificationLook): Promise<void>;
    readonly pushManager: {
      subscribe(options: { userVisibleOnly: true; applicationServerKey: ArrayBuffer }): Promise<Subscription>;
    };
  };
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  readonly navigator: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
  readonly location: { readonly origin: string };
  fetch(path: string, init: RequestInit): Promise<Response>;
}

/** The events, as far as they are read. */
export interface PushEvents {
  push: { readonly data: { json(): unknown } | null; waitUntil(work: Promise<unknown>): void };
  notificationclick: {
    readonly notification: ShownNotification;
    readonly action: string;
    waitUntil(work: Promise<unknown>): void;
  };
  pushsubscriptionchange: {
    readonly oldSubscription?: { readonly endpoint: string } | null;
    waitUntil(work: Promise<unknown>): void;
  };
}
