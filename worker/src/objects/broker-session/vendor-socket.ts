import type { WallMs } from '#shared/lib/time.ts';
import { assertNever } from '#shared/lib/invariant.ts';
import type { BrokerSecret, VendorQuote, VendorStream } from '../../brokers/vendor.ts';
import { SocketLoop, type SocketEffect, type SocketEvent } from './socket-loop.ts';

/** A socket that is open: as much of it as is used here. */
export interface OpenSocket {
  send(text: string): void;
  close(): void;
}

export interface SocketPorts {
  readonly now: () => WallMs;
  /** The opened credential; null: there is none that opens. */
  readonly secret: () => Promise<BrokerSecret | null>;
  /** Opens the socket; throws when there is no way through. Frames and the end are told until `close`. */
  readonly connect: (
    stream: VendorStream,
    secret: BrokerSecret,
    told: { frame(frame: string | ArrayBuffer): void; closed(message: string): void },
  ) => Promise<OpenSocket>;
  readonly onCatchUp: () => void;
  readonly onOrderNews: (isExecution: boolean) => void;
  readonly onQuotes: (quotes: readonly VendorQuote[]) => void;
  readonly onKeysRefused: () => void;
  readonly log: (event: string, message: string) => void;
}

/** One vendor socket: carries out what its state machine decides. Frames are handled in the turn they arrive in. */
export class VendorSocket {
  readonly loop: SocketLoop;
  readonly #stream: VendorStream;
  readonly #ports: SocketPorts;
  #socket: OpenSocket | null = null;
  /** Tells a socket that was given up from the one in use. */
  #life = 0;

  constructor(stream: VendorStream, ports: SocketPorts) {
    this.#stream = stream;
    this.#ports = ports;
    this.loop = new SocketLoop(stream);
  }

  /** Whether anybody needs it. Answers when what follows at once is done. */
  async want(wanted: boolean, symbols: readonly string[]): Promise<void> {
    await this.#on({ kind: 'want', wanted, symbols });
  }

  async tick(): Promise<void> {
    await this.#on({ kind: 'tick' });
  }

  async #on(event: SocketEvent): Promise<void> {
    const secret = await this.#ports.secret();
    if (secret === null) {
      this.#drop();
      return;
    }
    await this.#apply(event, secret);
  }

  #apply(event: SocketEvent, secret: BrokerSecret): Promise<void> {
    const quotes: VendorQuote[] = [];
    let connecting: Promise<void> = Promise.resolve();
    for (const effect of this.loop.on(event, this.#ports.now(), secret)) {
      if (effect.do === 'connect') connecting = this.#connect(secret);
      else if (effect.do === 'quote') quotes.push(effect.quote);
      else this.#perform(effect);
    }
    if (quotes.length > 0) this.#ports.onQuotes(quotes);
    return connecting;
  }

  #perform(effect: Exclude<SocketEffect, { do: 'connect' | 'quote' }>): void {
    switch (effect.do) {
      case 'send':
        this.#socket?.send(effect.text);
        return;
      case 'close':
        this.#drop();
        return;
      case 'catch-up':
        this.#ports.onCatchUp();
        return;
      case 'order-news':
        this.#ports.onOrderNews(effect.isExecution);
        return;
      case 'keys-refused':
        this.#ports.onKeysRefused();
        return;
      case 'log':
        this.#ports.log(effect.event, effect.message);
        return;
      default:
        assertNever(effect);
    }
  }

  async #connect(secret: BrokerSecret): Promise<void> {
    this.#drop();
    const life = this.#life;
    const isCurrent = (): boolean => life === this.#life;
    const told = (event: SocketEvent): void => {
      if (isCurrent()) void this.#apply(event, secret);
    };
    try {
      const socket = await this.#ports.connect(this.#stream, secret, {
        frame: (frame) => {
          told({ kind: 'frame', frame });
        },
        closed: (message) => {
          told({ kind: 'closed', message });
        },
      });
      if (!isCurrent()) {
        socket.close();
        return;
      }
      this.#socket = socket;
      await this.#apply({ kind: 'opened' }, secret);
    } catch (error) {
      if (isCurrent()) await this.#apply({ kind: 'failed', message: nameOf(error) }, secret);
    }
  }

  #drop(): void {
    this.#life += 1;
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close();
    } catch {
      // It was closed already.
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
