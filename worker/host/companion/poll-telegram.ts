import { Bot, GrammyError } from 'grammy/web';
import { ALLOWED_UPDATES } from '#bot/channels/telegram/update.ts';
import type { HandOnPorts } from './hand-on.ts';

export interface Polling {
  readonly token: string;
  /** Instead of api.telegram.org, in a rehearsal. */
  readonly apiRoot?: string | undefined;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Asks Telegram for updates until `stopped`, and hands each on before the next is asked for: Telegram keeps what was not
 * confirmed, so nothing is lost by a restart, and the product takes what comes twice once.
 */
export async function pollTelegram(
  { token, apiRoot }: Polling,
  take: (update: unknown) => Promise<void>,
  { sleep, log, stopped }: Pick<HandOnPorts, 'sleep' | 'log'> & { readonly stopped: AbortSignal },
): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; !stopped.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const bot = new Bot(token, { ...(apiRoot !== undefined && { client: { apiRoot } }) });
    bot.use(({ update }) => take(update));
    const stop = (): void => void bot.stop().catch(() => undefined);
    stopped.addEventListener('abort', stop, { once: true });
    try {
      await bot.start({
        allowed_updates: ALLOWED_UPDATES,
        onStart: () => {
          waitMs = FIRST_WAIT_MS;
        },
      });
    } catch (error) {
      // Another process asks for the same bot, the token was revoked, or nobody answers.
      log(`telegram: asking for updates ended (${error instanceof GrammyError ? error.error_code : 'no answer'})`);
    } finally {
      stopped.removeEventListener('abort', stop);
    }
    if (!stopped.aborted) await sleep(waitMs);
  }
}
