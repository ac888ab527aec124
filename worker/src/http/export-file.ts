import type { Caller } from '#shared/domain/caller.ts';
import { exportMine } from '#shared/usecases/export-mine.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Composition } from '../composition.ts';
import { log } from '../log.ts';

/** Messages of the app's own chat that are kept for each person. */
const CHAT_MAX = 500;

/** Everything of the caller as lines of JSON, each read when the one before has left. */
export function exportFile(composition: Composition, caller: Caller): ReadableStream<Uint8Array> {
  const door = composition.user(caller.userId);
  const own = {
    passkey: () => door.passkeys(),
    token: () => door.tokens(),
    browser: () => door.devices(caller.sessionId ?? null),
    device: () => door.pushDevices(caller.sessionId ?? null),
    password: async () => [await door.password()],
    message: () => door.chat(CHAT_MAX),
  };
  const lines = exportMine(composition.useCases, caller, { at: toIso(Date.now() as WallMs), own });
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const next = await lines.next();
        if (next.done === true) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
      } catch (error) {
        log('export-failed', { userId: caller.userId, error });
        controller.error(error);
      }
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
}
