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
/** The most that Telegram gives. */
const ASKED_AT_ONCE = 100;

/**
 * Asks Telegram for updates until `stopped`, and hands each on before the next is asked for: Telegram keeps what was not
 * confirmed, so nothing is lost by a restart, and the product takes what comes twice once.
 */
export async function pollTelegram(
  { token, apiRoot }: Polling,
  take: (update: unknown, saidAfter: number) => Promise<void>,
  { now, sleep, log, stopped }: HandOnPorts & { readonly stopped: AbortSignal },
): Promise<void> {
  // Of a press Telegram does not say when it was made: after the last answer that had room for it and did not hold it.
  // Before the first answer nobody knows.
  let [saidAfter, emptyAt] = [0, 0];
  for (let waitMs = FIRST_WAIT_MS; !stopped.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const bot = new Bot(token, { ...(apiRoot !== undefined && { client: { apiRoot } }) });
    bot.api.config.use(async (previous, method, payload, signal) => {
      // The first answers hold what lay there, and do not wait for more.
      const asked = method === 'getUpdates' && emptyAt === 0 ? { ...payload, timeout: 0 } : payload;
      const answer = await previous(method, asked, signal);
      if (method !== 'getUpdates' || !answer.ok) return answer;
      saidAfter = emptyAt;
      if (Array.isArray(answer.result) && answer.result.length < ASKED_AT_ONCE) emptyAt = now();
      return answer;
    });
    bot.use(({ update }) => take(update, saidAfter));
    const stop = (): void => void bot.stop().catch(() => undefined);
    stopped.addEventListener('abort', stop, { once: true });
    try {
      await bot.start({
        allowed_updates: ALLOWED_UPDATES,
        limit: ASKED_AT_ONCE,
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
