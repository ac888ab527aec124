import { createHmac } from 'node:crypto';

/** Where updates are handed on to, and the key they are signed with. */
export interface Door {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly homeKey: string;
}

export interface HandOnPorts {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: (line: string) => void;
}

/** `saidAfter`: the earliest it can have been said, wall milliseconds, where that is known. */
export interface HandedOn {
  readonly channel: string;
  readonly update: unknown;
  readonly saidAfter?: number | undefined;
  readonly withinMs?: number | undefined;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const ANSWER_WITHIN_MS = 10_000;

/**
 * Hands one raw update on, signed over time and body. While the product does not answer (a backup, a restart) it is tried
 * again, ever more slowly: only then is the next one asked for. What the product will never take is left, and so is what
 * nobody would be waiting for any more (`withinMs`).
 */
export async function handOn(
  { url, homeKey }: Door,
  { channel, update, saidAfter, withinMs = Infinity }: HandedOn,
  { now, sleep, log }: HandOnPorts,
): Promise<void> {
  const body = JSON.stringify(update);
  const since = now();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    // Signed anew each time: a signature is good for a minute.
    const at = String(now());
    const after = saidAfter === undefined ? [] : [String(saidAfter)];
    const signature = createHmac('sha256', homeKey)
      .update([channel, at, ...after, body].join('\n'))
      .digest('hex');
    const status = await post(`${url}/internal/updates/${channel}`, { body, at, after, signature });
    if (status >= 200 && status < 300) return;
    if (status === 400 || status === 404 || status === 413) {
      log(`${channel}: an update was not taken (${status})`);
      return;
    }
    if (now() + waitMs - since > withinMs) {
      log(`${channel}: an update came while nobody was there, and is too old now`);
      return;
    }
    await sleep(waitMs);
  }
}

/** The status; 0: no answer. */
async function post(
  url: string,
  { body, at, after, signature }: { body: string; at: string; after: readonly string[]; signature: string },
): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-nod-time': at,
        'x-nod-signature': signature,
        ...(after[0] !== undefined && { 'x-nod-said-after': after[0] }),
      },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
