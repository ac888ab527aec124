import { assertNever } from '#shared/lib/invariant.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { BrokerSecret, StreamNews, VendorQuote, VendorStream } from '../../brokers/vendor.ts';

const FIRST_RETRY_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** A refusal that more haste does not mend: too many sockets, no subscription. */
const REFUSED_RETRY_MS = 60_000;
const CONNECT_MAX_MS = 15_000;
/** Executions remembered, so that one that is told twice is news once. */
const REMEMBERED_MAX = 2_000;

/** What the socket's owner has to do now, in this order. */
export type SocketEffect =
  | { readonly do: 'connect' }
  | { readonly do: 'send'; readonly text: string }
  | { readonly do: 'close' }
  /** A gap closed: read the book over HTTP. */
  | { readonly do: 'catch-up' }
  | { readonly do: 'order-news'; readonly isExecution: boolean }
  | { readonly do: 'quote'; readonly quote: VendorQuote }
  | { readonly do: 'keys-refused' }
  | { readonly do: 'log'; readonly event: string; readonly message: string };

export type SocketEvent =
  /** Whether anybody needs the socket, and for which symbols. */
  | { readonly kind: 'want'; readonly wanted: boolean; readonly symbols: readonly string[] }
  | { readonly kind: 'opened' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'closed'; readonly message: string }
  | { readonly kind: 'frame'; readonly frame: string | ArrayBuffer }
  | { readonly kind: 'tick' };

type State =
  | { readonly at: 'closed'; readonly retryAt: WallMs }
  | { readonly at: 'connecting'; readonly since: WallMs }
  | { readonly at: 'authorising'; readonly since: WallMs }
  | { readonly at: 'open' };

/**
 * One vendor socket as a state machine: it is told what happens and answers what to do. Wanted, it connects, says who we
 * are, listens, and closes the gap; it asks for a sign of life at every tick and starts over after silence; a refused
 * key ends it until the key changes.
 */
export class SocketLoop {
  readonly #stream: VendorStream;
  #state: State = { at: 'closed', retryAt: 0 as WallMs };
  #wanted = false;
  #symbols: readonly string[] = [];
  #failures = 0;
  #isKeyRefused = false;
  #heardAt: WallMs | null = null;
  /** A sign of life was asked for then and has not come. */
  #probedAt: WallMs | null = null;
  #seen = new Set<string>();

  constructor(stream: VendorStream) {
    this.#stream = stream;
  }

  get state(): 'open' | 'connecting' | 'closed' {
    if (this.#state.at === 'open') return 'open';
    return this.#state.at === 'closed' && (!this.#wanted || this.#isKeyRefused) ? 'closed' : 'connecting';
  }

  get heardAt(): WallMs | null {
    return this.#heardAt;
  }

  /** When `tick` has something to do while the socket is down; null when it has nothing to wait for. */
  get retryAt(): WallMs | null {
    return this.#state.at === 'closed' && this.#wanted && !this.#isKeyRefused ? this.#state.retryAt : null;
  }

  /** New keys: what was refused may be tried again. */
  keysChanged(): void {
    this.#isKeyRefused = false;
    this.#failures = 0;
    if (this.#state.at === 'closed') this.#state = { at: 'closed', retryAt: 0 as WallMs };
  }

  on(event: SocketEvent, now: WallMs, secret: BrokerSecret): SocketEffect[] {
    switch (event.kind) {
      case 'want':
        return this.#onWant(event, now);
      case 'opened':
        if (this.#state.at !== 'connecting') return [{ do: 'close' }];
        this.#state = { at: 'authorising', since: now };
        this.#heardAt = now;
        return this.#stream.greetsFirst ? [] : sends(this.#stream.hello(secret));
      case 'failed':
      case 'closed':
        return this.#onEnd(event.message, now);
      case 'frame':
        return this.#onFrame(event.frame, now, secret);
      case 'tick':
        return this.#onTick(now);
      default:
        return assertNever(event);
    }
  }

  #onWant({ wanted, symbols }: { wanted: boolean; symbols: readonly string[] }, now: WallMs): SocketEffect[] {
    const isOther = symbols.join() !== this.#symbols.join();
    this.#wanted = wanted;
    this.#symbols = symbols;
    if (!wanted) {
      if (this.#state.at === 'closed') return [];
      this.#state = { at: 'closed', retryAt: now };
      return [{ do: 'close' }];
    }
    if (this.#state.at === 'open' && isOther) return sends(this.#stream.listen(symbols));
    return this.#connectIfDue(now);
  }

  #connectIfDue(now: WallMs): SocketEffect[] {
    if (!this.#wanted || this.#isKeyRefused || this.#state.at !== 'closed' || now < this.#state.retryAt) return [];
    this.#state = { at: 'connecting', since: now };
    this.#probedAt = null;
    return [{ do: 'connect' }];
  }

  #onEnd(message: string, now: WallMs): SocketEffect[] {
    if (this.#state.at === 'closed') return [];
    return this.#restart(message, now);
  }

  /** Down, until it is tried again: at once after a first cut, later and later when it does not hold. */
  #restart(message: string, now: WallMs, retryMs = this.#nextRetryMs()): SocketEffect[] {
    this.#failures += 1;
    this.#state = { at: 'closed', retryAt: (now + retryMs) as WallMs };
    return [{ do: 'log', event: 'socket-ended', message }];
  }

  #nextRetryMs(): number {
    return Math.min(RETRY_MAX_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures, 10));
  }

  #onTick(now: WallMs): SocketEffect[] {
    const state = this.#state;
    switch (state.at) {
      case 'closed':
        return this.#connectIfDue(now);
      case 'connecting':
      case 'authorising':
        if (now - state.since < CONNECT_MAX_MS) return [];
        return [{ do: 'close' }, ...this.#restart('no answer to the connection', now)];
      case 'open':
        return this.#proveLife(now);
      default:
        return assertNever(state);
    }
  }

  /** Quiet is not dead: a sign of life is asked for, and its absence is what counts. */
  #proveLife(now: WallMs): SocketEffect[] {
    const probe = this.#stream.probe(this.#symbols);
    const silentSince = probe === null ? (this.#heardAt ?? now) : this.#probedAt;
    if (silentSince !== null && now - silentSince >= this.#stream.silenceMaxMs) {
      const ended = this.#restart(`silent for ${now - silentSince} ms`, now, 0);
      return [{ do: 'close' }, ...ended, ...this.#connectIfDue(now)];
    }
    if (probe === null || this.#probedAt !== null) return [];
    this.#probedAt = now;
    return [{ do: 'send', text: probe }];
  }

  #onFrame(frame: string | ArrayBuffer, now: WallMs, secret: BrokerSecret): SocketEffect[] {
    // What still comes from a socket that was given up says nothing.
    if (this.#state.at !== 'authorising' && this.#state.at !== 'open') return [];
    this.#heardAt = now;
    this.#probedAt = null;
    return this.#stream.read(frame).flatMap((news) => this.#onNews(news, now, secret));
  }

  #onNews(news: StreamNews, now: WallMs, secret: BrokerSecret): SocketEffect[] {
    switch (news.kind) {
      case 'greeted':
        return sends(this.#stream.hello(secret));
      case 'authorised':
        return sends(this.#stream.listen(this.#symbols));
      case 'listening': {
        if (this.#state.at === 'open') return [];
        this.#state = { at: 'open' };
        this.#failures = 0;
        return [{ do: 'catch-up' }];
      }
      case 'refused':
        if (news.isKey) this.#isKeyRefused = true;
        return [
          { do: 'close' },
          ...this.#restart(`refused: ${said(news.message, secret)}`, now, REFUSED_RETRY_MS),
          ...(news.isKey ? [{ do: 'keys-refused' } as const] : []),
        ];
      case 'order':
        return this.#isRepeat(news.executionId) ? [] : [{ do: 'order-news', isExecution: news.executionId !== null }];
      case 'quote':
        return [{ do: 'quote', quote: news.quote }];
      case 'alive':
        return [];
      case 'unreadable':
        return [{ do: 'log', event: 'frame-unreadable', message: news.message }];
      default:
        return assertNever(news);
    }
  }

  #isRepeat(executionId: string | null): boolean {
    if (executionId === null) return false;
    if (this.#seen.has(executionId)) return true;
    this.#seen.add(executionId);
    if (this.#seen.size > REMEMBERED_MAX) this.#seen = new Set([...this.#seen].slice(REMEMBERED_MAX / 2));
    return false;
  }
}

function sends(texts: readonly string[]): SocketEffect[] {
  return texts.map((text) => ({ do: 'send', text }));
}

const SAID_MAX = 200;

/** A broker's words as the log may have them: short, and without the key in case it was echoed. */
function said(message: string, { keyId, secretKey }: BrokerSecret): string {
  return message.replaceAll(secretKey, '***').replaceAll(keyId, '***').slice(0, SAID_MAX);
}
