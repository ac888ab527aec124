import type { EventView } from '#shared/contract/account.ts';
import { OPEN_PAGE } from './scope.ts';
import { refresh, tidy } from './this-device.ts';

/**
 * What a page does for the notifications of its device, once its first screen stands: the server learns where the browser
 * is reached now, a tap on a notification opens here, and the notification of a question that was settled goes, wherever
 * it was. Answers how to end it.
 */
export function followPush({
  userId,
  open,
  onEvent,
}: {
  readonly userId: string;
  readonly open: (path: string) => void;
  readonly onEvent: (listener: (event: EventView) => void) => () => void;
}): () => void {
  void refresh(userId).catch(() => undefined);
  const listen = ({ data, ports }: MessageEvent): void => {
    const message = data as { type?: string; path?: string } | null;
    if (message?.type !== OPEN_PAGE || message.path?.startsWith('/') !== true) return;
    ports[0]?.postMessage('opened');
    open(message.path);
  };
  navigator.serviceWorker?.addEventListener('message', listen);
  const tidied = (): void => {
    if (!document.hidden) void tidy().catch(() => undefined);
  };
  tidied();
  // A phone wakes an app that slept, and what happened meanwhile was told to nobody here.
  document.addEventListener('visibilitychange', tidied);
  const stop = onEvent(({ type }) => {
    if (type.startsWith('proposal.')) void tidy().catch(() => undefined);
  });
  return () => {
    navigator.serviceWorker?.removeEventListener('message', listen);
    document.removeEventListener('visibilitychange', tidied);
    stop();
  };
}
