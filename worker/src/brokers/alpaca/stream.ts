import { z } from 'zod';
import type { WallMs } from '#shared/lib/time.ts';
import type { StreamNews, VendorStream } from '../vendor.ts';

/*
 * trade_updates. The stream is a hint that shortens polling: every event about an order, also one of a name we never
 * heard of, says "look"; the book is read over HTTP. There is no replay after a reconnect.
 */

const Envelope = z.object({ stream: z.string(), data: z.looseObject({}).nullish() });
const Authorization = z.object({ status: z.string().nullish(), message: z.string().nullish() });
const Update = z.object({
  event: z.string(),
  execution_id: z.string().nullish(),
  timestamp: z.string().nullish(),
  order: z.object({ client_order_id: z.string().min(1), updated_at: z.string().nullish() }),
});

const LISTEN = JSON.stringify({ action: 'listen', data: { streams: ['trade_updates'] } });

export const orderStream: VendorStream = {
  host: 'orderStream',
  path: '/stream',
  greetsFirst: false,
  headers: () => ({}),
  hello: ({ keyId, secretKey }) => [
    JSON.stringify({ action: 'authenticate', data: { key_id: keyId, secret_key: secretKey } }),
  ],
  listen: () => [LISTEN],
  // Asking for the same stream again is answered with the list of streams.
  probe: () => LISTEN,
  silenceMaxMs: 20_000,
  read: (frame) => [readFrame(frame)],
};

/** Paper sends binary frames that hold JSON. */
export function frameText(frame: string | ArrayBuffer): string {
  return typeof frame === 'string' ? frame : new TextDecoder().decode(frame);
}

function readFrame(frame: string | ArrayBuffer): StreamNews {
  const message = parse(frameText(frame));
  if (message === null) return { kind: 'unreadable', message: 'a frame of the order stream is not in its form' };
  const { stream, data } = message;
  if (stream === 'authorization') return authorization(data);
  if (stream === 'listening') return { kind: 'listening' };
  if (stream !== 'trade_updates') return { kind: 'alive' };
  const update = Update.safeParse(data);
  if (!update.success) return { kind: 'unreadable', message: 'news of an order is not in its form' };
  const { execution_id, order, timestamp } = update.data;
  return {
    kind: 'order',
    executionId: execution_id ?? null,
    clientOrderId: order.client_order_id,
    at: instant(timestamp) ?? instant(order.updated_at) ?? (0 as WallMs),
  };
}

function authorization(data: unknown): StreamNews {
  const said = Authorization.safeParse(data);
  if (!said.success) return { kind: 'unreadable', message: 'an answer to the key is not in its form' };
  if (said.data.status === 'authorized') return { kind: 'authorised' };
  return { kind: 'refused', isKey: said.data.status === 'unauthorized', message: said.data.message ?? 'refused' };
}

function parse(text: string): z.infer<typeof Envelope> | null {
  try {
    const envelope = Envelope.safeParse(JSON.parse(text));
    return envelope.success ? envelope.data : null;
  } catch {
    return null;
  }
}

function instant(text: string | null | undefined): WallMs | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : (at as WallMs);
}
