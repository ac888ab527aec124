import type { z } from 'zod';
import type { BrokerSecret, VendorHttp, VendorResponse } from '../vendor.ts';
import { pathOf, type AlpacaCall } from './calls.ts';
import { AlpacaError } from './schema.ts';

/** An answer, read as far as it could be. */
export type AlpacaReply =
  | { readonly kind: 'not-sent' | 'lost'; readonly message: string }
  | {
      readonly kind: 'answer';
      readonly response: Extract<VendorResponse, { kind: 'answer' }>;
      readonly status: number;
      /** Parsed JSON; undefined where the text is none. */
      readonly json: unknown;
      /** Alpaca's own words for a no; null where this is not one in its form. */
      readonly error: AlpacaError | null;
    };

/** Sends calls with the key and reads what comes back. A call leaves in the turn it is made in. */
export class AlpacaClient {
  private readonly http: VendorHttp;
  private readonly secret: BrokerSecret;

  constructor(http: VendorHttp, secret: BrokerSecret) {
    this.http = http;
    this.secret = secret;
  }

  async ask({ method, host, path, query = {}, body }: AlpacaCall): Promise<AlpacaReply> {
    const response = await this.http.send({
      method,
      host,
      path: pathOf({ path, query }),
      body: body === undefined ? null : JSON.stringify(body),
      headers: { ...keyHeaders(this.secret), ...(body !== undefined && { 'content-type': 'application/json' }) },
    });
    return readReply(response, this.secret);
  }

  /** What a call answers with 200, by its schema; null when it was anything else: a failed query is never an empty one. */
  async read<T>(call: AlpacaCall, schema: z.ZodType<T>): Promise<T | null> {
    return bodyOf(await this.ask(call), schema);
  }
}

export function keyHeaders({ keyId, secretKey }: BrokerSecret): Record<string, string> {
  return { 'apca-api-key-id': keyId, 'apca-api-secret-key': secretKey };
}

export function bodyOf<T>(reply: AlpacaReply, schema: z.ZodType<T>): T | null {
  if (reply.kind !== 'answer' || reply.status !== 200) return null;
  const parsed = schema.safeParse(reply.json);
  return parsed.success ? parsed.data : null;
}

export function readReply(response: VendorResponse, secret: BrokerSecret | null): AlpacaReply {
  if (response.kind !== 'answer') return response;
  const json = jsonOf(response);
  const error = response.status >= 400 ? AlpacaError.safeParse(json) : null;
  return {
    kind: 'answer',
    response,
    status: response.status,
    json,
    error: error?.success === true ? { ...error.data, message: shown(error.data.message, secret) } : null,
  };
}

/** What an answer says about the connection and what it says itself are read from one parse: pages have a megabyte. */
const read = new WeakMap<object, { readonly json: unknown }>();

function jsonOf(response: Extract<VendorResponse, { kind: 'answer' }>): unknown {
  let known = read.get(response);
  if (known === undefined) read.set(response, (known = { json: parseJson(response.text) }));
  return known.json;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MESSAGE_MAX = 200;

/** A broker's words as people and logs may see them: short, and without the key in case it was echoed. */
function shown(message: string, secret: BrokerSecret | null): string {
  const clean = secret === null ? message : message.replaceAll(secret.secretKey, '***').replaceAll(secret.keyId, '***');
  return clean.length > MESSAGE_MAX ? `${clean.slice(0, MESSAGE_MAX)}…` : clean;
}
