import { z } from 'zod';
import type { WallMs } from '#shared/lib/time.ts';
import type { StreamNews, VendorQuote, VendorStream } from '../vendor.ts';
import { frameText } from './stream.ts';

/*
 * Market data by socket, IEX feed: messages are arrays, the server greets first, and one connection per account is all
 * the free plan gives (error 406), 30 symbols on it.
 */

const Message = z.looseObject({ T: z.string() });
const Trade = z.object({ S: z.string(), p: z.number(), s: z.number().nullish(), t: z.string() });
const Quote = z.object({ S: z.string(), ap: z.number().nullish(), bp: z.number().nullish(), t: z.string() });
const Said = z.object({ msg: z.string().nullish() });
const Refused = z.object({ code: z.number().nullish(), msg: z.string().nullish() });

/** The free plan's number of symbols for trades and quotes together. */
export const SYMBOLS_MAX = 30;

const subscribe = (symbols: readonly string[]): string =>
  JSON.stringify({ action: 'subscribe', trades: symbols.slice(0, SYMBOLS_MAX) });

export const quoteStream: VendorStream = {
  host: 'quoteStream',
  path: '/v2/iex',
  greetsFirst: true,
  headers: () => ({}),
  hello: ({ keyId, secretKey }) => [JSON.stringify({ action: 'auth', key: keyId, secret: secretKey })],
  // A subscription only adds; one symbol too many is refused (405), and the next connection begins with none.
  listen: (symbols) => [subscribe(symbols)],
  // Answered with the list of all subscriptions.
  probe: subscribe,
  silenceMaxMs: 20_000,
  read: readFrame,
};

function readFrame(frame: string | ArrayBuffer): readonly StreamNews[] {
  const unreadable: StreamNews = { kind: 'unreadable', message: 'a frame of the data stream is not in its form' };
  let messages: unknown;
  try {
    messages = JSON.parse(frameText(frame));
  } catch {
    return [unreadable];
  }
  if (!Array.isArray(messages)) return [unreadable];
  return messages.map((message: unknown) => read(message) ?? unreadable);
}

/** `authenticated` twice, no such session: both say nothing about the key. */
const KEY_ERRORS: readonly number[] = [402];
const HARMLESS_ERRORS: readonly number[] = [400, 403];

function read(message: unknown): StreamNews | null {
  const parsed = Message.safeParse(message);
  if (!parsed.success) return null;
  switch (parsed.data.T) {
    case 'success':
      return success(message);
    case 'error':
      return refused(message);
    case 'subscription':
      return { kind: 'listening' };
    case 't':
      return traded(message);
    case 'q':
      return quoted(message);
    default:
      return { kind: 'alive' };
  }
}

function success(message: unknown): StreamNews | null {
  const said = Said.safeParse(message);
  if (!said.success) return null;
  if (said.data.msg === 'connected') return { kind: 'greeted' };
  return said.data.msg === 'authenticated' ? { kind: 'authorised' } : { kind: 'alive' };
}

function refused(message: unknown): StreamNews | null {
  const error = Refused.safeParse(message);
  if (!error.success) return null;
  const code = error.data.code ?? 0;
  if (HARMLESS_ERRORS.includes(code)) return { kind: 'alive' };
  return { kind: 'refused', isKey: KEY_ERRORS.includes(code), message: error.data.msg ?? `error ${code}` };
}

function traded(message: unknown): StreamNews | null {
  const trade = Trade.safeParse(message);
  if (!trade.success) return null;
  const { S, p, s, t } = trade.data;
  return news(t, { symbol: S, bid: null, ask: null, last: p, size: s ?? null });
}

function quoted(message: unknown): StreamNews | null {
  const quote = Quote.safeParse(message);
  if (!quote.success) return null;
  const { S, ap, bp, t } = quote.data;
  return news(t, { symbol: S, bid: side(bp), ask: side(ap), last: null, size: null });
}

/** A side without an offer is a price of 0. */
const side = (price: number | null | undefined): number | null => (price === undefined || price === 0 ? null : price);

function news(t: string, quote: Omit<VendorQuote, 'at'>): StreamNews | null {
  const at = Date.parse(t);
  return Number.isNaN(at) ? null : { kind: 'quote', quote: { ...quote, at: at as WallMs } };
}
