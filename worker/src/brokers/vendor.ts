import type { BrokerName } from '#shared/contract/connection.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Broker, BrokerAccount } from '#shared/ports/broker.ts';

/*
 * What a broker's folder gives to the rest: one object `Vendor` beside its adapter, listed in brokers/index.ts. The
 * session object and the account stand on it; nothing else outside brokers/<vendor>/ knows a vendor's words.
 */

/** Which of a broker's two doors: play money or real money. Anything that is not exactly `live` is `paper`. */
export type BrokerEnvironment = 'paper' | 'live';

/** An opened credential. Lives in local variables of the account and session objects only; never logged, never stored. */
export interface BrokerSecret {
  readonly keyId: string;
  readonly secretKey: string;
}

/** Where a broker listens: `https://host` without a slash at the end. Sockets are opened over https with an upgrade. */
export interface VendorHosts {
  readonly trading: string;
  readonly orderStream: string;
  /** Market data over HTTP and its socket; null where the broker gives none. */
  readonly data: string | null;
  readonly quoteStream: string | null;
}

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly host: keyof VendorHosts;
  /** With its query, beginning with a slash. */
  readonly path: string;
  /** JSON text; null for none. */
  readonly body: string | null;
  /** The key and whatever else the vendor wants. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, read whole. No method throws for an expected fault. */
export type VendorResponse =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      /** When it arrived, for what it says about the clock. */
      readonly at: WallMs;
    }
  /** It provably never left: the host is not allowed, there is no address. */
  | { readonly kind: 'not-sent'; readonly message: string }
  /** It may have arrived: cut, timed out, a redirect. */
  | { readonly kind: 'lost'; readonly message: string };

/**
 * The way to a broker's hosts: allow-list, no redirects, a timeout, the body read whole. `send` puts the request on the
 * wire in the turn it is called in; an adapter must not await between being asked to submit and calling it.
 */
export interface VendorHttp {
  send(request: VendorRequest): Promise<VendorResponse>;
}

/** Names of instruments at the broker and here. Total: what this installation never listed gets an id made of its symbol. */
export interface VendorInstruments {
  idOf(symbol: string): InstrumentId;
}

export interface VendorParts {
  readonly http: VendorHttp;
  readonly secret: BrokerSecret;
  readonly environment: BrokerEnvironment;
  readonly instruments: VendorInstruments;
  readonly now: () => WallMs;
}

/** Calls left in this minute, as the broker's headers say. */
export interface VendorBudget {
  readonly perMinute: number;
  readonly left: number;
  readonly resetsAt: WallMs;
}

/**
 * What one response says about the connection, whatever it says about the order. `keys-refused` only where the broker
 * refuses the key itself (Alpaca: 401, and 403 that is no order's refusal); `garbled` is an answer that is not JSON.
 */
export interface VendorObservation {
  readonly kind: 'fine' | 'keys-refused' | 'limited' | 'garbled' | 'broken';
  readonly budget: VendorBudget | null;
  /** The broker's clock less ours, ms, from its Date header (which counts whole seconds); null where there is none. */
  readonly clockSkewMs: number | null;
  /** `limited`: when to ask again. */
  readonly retryAfterMs: number | null;
}

/** Whether a key opens an account behind one door, and which. */
export type KnockAnswer =
  | { readonly kind: 'opened'; readonly account: BrokerAccount; readonly observed: VendorObservation }
  /** The broker does not know this key at this door. */
  | { readonly kind: 'keys-refused' }
  | { readonly kind: 'limited'; readonly retryAfterMs: number }
  | { readonly kind: 'unavailable'; readonly message: string };

/** A price as a vendor's stream gives it; numbers of the engine. Null where the message had none. */
export interface VendorQuote {
  readonly symbol: string;
  readonly bid: number | null;
  readonly ask: number | null;
  readonly last: number | null;
  /** Shares traded at `last`; null for a quote. */
  readonly size: number | null;
  readonly at: WallMs;
}

/** What a frame of a socket says. One frame may say several things. */
export type StreamNews =
  /** Asks for the next message: `hello` again (Alpaca's data stream greets first). */
  | { readonly kind: 'greeted' }
  | { readonly kind: 'authorised' }
  | { readonly kind: 'listening' }
  /** `isKey`: the key itself was refused; else too many sockets, no subscription, and the like. */
  | { readonly kind: 'refused'; readonly isKey: boolean; readonly message: string }
  /** Something happened to an order: a hint, the book is read over HTTP. `id` is the execution's, or null for other news. */
  | {
      readonly kind: 'order';
      readonly executionId: string | null;
      readonly clientOrderId: string;
      readonly at: WallMs;
    }
  | { readonly kind: 'quote'; readonly quote: VendorQuote }
  /** An answer to a probe, a heartbeat, something that does not matter. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** One kind of socket. Pure: the session object owns the socket, the clock and the state machine. */
export interface VendorStream {
  readonly host: 'orderStream' | 'quoteStream';
  /** Path of the socket, with its query. */
  readonly path: string;
  /** True: the server speaks first and `hello` waits for `greeted`. */
  readonly greetsFirst: boolean;
  /** Headers of the upgrade request. */
  headers(secret: BrokerSecret): Readonly<Record<string, string>>;
  /** Says who we are. */
  hello(secret: BrokerSecret): readonly string[];
  /** After `authorised`, and again whenever the symbols change. The order stream ignores `symbols`. */
  listen(symbols: readonly string[]): readonly string[];
  /** A message that the server answers, so that silence can be told from quiet; null where it sends heartbeats by itself. */
  probe(symbols: readonly string[]): string | null;
  /** Longest silence of a healthy socket that was probed, ms. */
  readonly silenceMaxMs: number;
  read(frame: string | ArrayBuffer): readonly StreamNews[];
}

export interface Vendor {
  readonly name: BrokerName;
  /** As people read it: "Alpaca". */
  readonly title: string;
  /** The broker's own page, for "open the broker". */
  readonly page: string;
  readonly hosts: Readonly<Record<BrokerEnvironment, VendorHosts>>;
  /** Calls a minute until a header says otherwise. */
  readonly perMinute: number;
  readonly orderStream: VendorStream | null;
  readonly quoteStream: VendorStream | null;
  /** What every request needs to be let in; for reading market data through the session object (`readData`). */
  headersOf(secret: BrokerSecret): Readonly<Record<string, string>>;
  observe(response: VendorResponse): VendorObservation;
  knock(parts: Omit<VendorParts, 'instruments'>): Promise<KnockAnswer>;
  brokerOf(parts: VendorParts): Broker;
}
