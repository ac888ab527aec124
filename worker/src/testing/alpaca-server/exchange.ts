import {
  accountJson,
  activities,
  assetJson,
  calendarJson,
  changeConfigurations,
  clockJson,
  closeAll,
  closePosition,
  configurationsJson,
  moneyActivities,
  onePosition,
  positionsJson,
} from './account.ts';
import { stockData } from './data.ts';
import { AlpacaError, forbidden, malformed, notFound } from './errors.ts';
import type { OneFault } from './faults.ts';
import { cancelAll, cancelOrder, createOrder, listOrders, orderByClientId, orderById, replaceOrder } from './orders.ts';
import { recordExchange } from './record.ts';
import type { AlpacaWorld } from './world.ts';

export interface AlpacaCall {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What goes back over the wire. `cut`: the connection ends without an answer; `hang`: it stays, and nothing comes. */
export type AlpacaAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: string;
      readonly delayMs: number;
    }
  | { readonly kind: 'cut'; readonly delayMs: number }
  | { readonly kind: 'hang'; readonly delayMs: number };

/** No answer of Alpaca's is that long. */
const OVERSIZED = 12 * 1024 * 1024;

type Answered = { readonly status: number; readonly json: unknown };

/** In a rehearsal one server stands for every host; this header names the one that was meant. */
const MEANT_HOST = 'x-nod-host';

/** One request, with whatever goes wrong on its way. The book changes here and nowhere else. */
export function exchange(world: AlpacaWorld, call: AlpacaCall): AlpacaAnswer {
  const line = `${call.method} ${call.url.pathname}`;
  world.requests.push(line);
  const fault = world.plan.of(line);
  const delayMs = world.plan.delayMs(world.plan.faults.delayMs);
  if (fault === 'drop-request') return { kind: 'cut', delayMs };
  if (fault === 'hang') return { kind: 'hang', delayMs };
  const answered = isLostBefore(world, fault) ? null : handle(world, call, fault);
  if (fault === 'drop-answer') return { kind: 'cut', delayMs };
  if (fault === null || fault === 'limited-429') recordExchange(call, answered);
  return { kind: 'answer', delayMs, ...spoiled(world, answered, fault) };
}

/** A gateway that fails may have passed the request on, or not. */
function isLostBefore(world: AlpacaWorld, fault: OneFault | null): boolean {
  return (fault === 'html-502' || fault === 'error-500') && world.random.chance(0.5);
}

function handle(world: AlpacaWorld, call: AlpacaCall, fault: OneFault | null): Answered {
  try {
    takePermit(world, fault === 'limited-429');
    authorise(world, call);
    return route(world, call);
  } catch (error) {
    if (!(error instanceof AlpacaError)) throw error;
    const { status, code, message, more } = error;
    return { status, json: { code, message, ...more } };
  }
}

function spoiled(world: AlpacaWorld, answered: Answered | null, fault: OneFault | null) {
  const headers = headersOf(world);
  if (fault === 'html-502') {
    return {
      status: 502,
      headers: { ...headers, 'content-type': 'text/html' },
      body: '<html><h1>502 Bad Gateway</h1></html>',
    };
  }
  if (fault === 'error-500' || answered === null) {
    return {
      status: 500,
      headers,
      body: JSON.stringify({ code: 50_010_000, message: 'internal server error occurred' }),
    };
  }
  const whole = answered.json === null ? '' : JSON.stringify(answered.json);
  if (fault === 'oversized') return { status: answered.status, headers, body: whole.padEnd(OVERSIZED) };
  if (fault === 'empty-body') return { status: answered.status, headers, body: '' };
  if (fault === 'truncated')
    return { status: answered.status, headers, body: whole.slice(0, Math.floor(whole.length / 2)) };
  return { status: answered.status, headers, body: whole };
}

function headersOf(world: AlpacaWorld): Record<string, string> {
  return {
    'content-type': 'application/json; charset=UTF-8',
    date: new Date(world.now()).toUTCString(),
    'x-ratelimit-limit': String(world.rate.perMinute),
    'x-ratelimit-remaining': String(Math.max(0, world.rate.left)),
    'x-ratelimit-reset': String(Math.ceil(world.rate.resetsAt / 1_000)),
    'x-request-id': String(world.requests.length),
  };
}

function takePermit(world: AlpacaWorld, isLimited: boolean): void {
  const now = world.now();
  if (now >= world.rate.resetsAt) world.rate = { ...world.rate, left: world.rate.perMinute, resetsAt: now + 60_000 };
  if (isLimited) world.rate.left = 0;
  if (world.rate.left <= 0) throw new AlpacaError(429, 42_910_000, 'rate limit exceeded.');
  world.rate.left -= 1;
}

/** Paper keys open the paper host only, and the other way round. */
function authorise(world: AlpacaWorld, { headers }: AlpacaCall): void {
  const isKnown = isGoodKey(world, headers['apca-api-key-id'], headers['apca-api-secret-key']);
  const host = headers[MEANT_HOST];
  const isOtherDoor =
    host?.endsWith('api.alpaca.markets') === true && host.startsWith('paper-') !== (world.environment === 'paper');
  if (isKnown === 'forbidden') throw forbidden('forbidden.');
  if (isKnown === 'no' || isOtherDoor) throw new AlpacaError(401, 40_110_000, 'request is not authorized');
}

export function isGoodKey(world: AlpacaWorld, id: unknown, secret: unknown): 'yes' | 'no' | 'forbidden' {
  const key = world.keys.find((one) => one.id === id && one.secret === secret);
  if (key === undefined || key.state === 'revoked') return 'no';
  return key.state === 'good' ? 'yes' : 'forbidden';
}

function route(world: AlpacaWorld, { method, url, body }: AlpacaCall): Answered {
  const { pathname: path, searchParams: query } = url;
  const ok = (json: unknown): Answered => ({ status: 200, json });
  const several = (json: unknown): Answered => ({ status: 207, json });
  const [, order] = /^\/v2\/orders\/([^/]+)$/.exec(path) ?? [];
  const [, symbol] = /^\/v2\/positions\/([^/]+)$/.exec(path) ?? [];
  const [, asset] = /^\/v2\/assets\/([^/]+)$/.exec(path) ?? [];
  switch (`${method} ${order === undefined ? path : '/v2/orders/*'}`) {
    case 'POST /v2/orders':
      return ok(createOrder(world, parse(body)));
    case 'GET /v2/orders':
      return ok(listOrders(world, query));
    case 'DELETE /v2/orders':
      return several(cancelAll(world));
    case 'GET /v2/orders:by_client_order_id':
      return ok(orderByClientId(world, query.get('client_order_id') ?? ''));
    case 'GET /v2/orders/*':
      return ok(orderById(world, order ?? '', query.get('nested') === 'true'));
    case 'PATCH /v2/orders/*':
      return ok(replaceOrder(world, order ?? '', parse(body)));
    case 'DELETE /v2/orders/*':
      cancelOrder(world, order ?? '');
      return { status: 204, json: null };
    case 'GET /v2/positions':
      return ok(positionsJson(world));
    case 'DELETE /v2/positions':
      return several(closeAll(world, query));
    case 'GET /v2/account':
      return ok(accountJson(world));
    case 'GET /v2/account/configurations':
      return ok(configurationsJson(world));
    case 'PATCH /v2/account/configurations':
      return ok(changeConfigurations(world, parse(body)));
    case 'GET /v2/account/activities':
      return ok(
        query.get('category') === 'non_trade_activity' ? moneyActivities(world, query) : activities(world, query),
      );
    case 'GET /v2/account/activities/FILL':
      return ok(activities(world, query));
    case 'GET /v2/clock':
      return ok(clockJson(world));
    case 'GET /v2/calendar':
      return ok(calendarJson(world, query));
    case 'GET /v2/assets':
      return ok(world.feed.symbols().map((one) => assetJson(world, one)));
    default:
  }
  if (symbol !== undefined && method === 'GET') return ok(onePosition(world, decodeURIComponent(symbol)));
  if (symbol !== undefined && method === 'DELETE') return ok(closePosition(world, decodeURIComponent(symbol), query));
  if (asset !== undefined && method === 'GET') return ok(assetJson(world, decodeURIComponent(asset)));
  const data = method === 'GET' ? stockData(world, path, query) : null;
  if (data !== null) return ok(data);
  throw notFound('endpoint not found.');
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw malformed('request body format is invalid');
  }
}

/** The server as a `fetch`: the same handlers in process. A cut connection rejects, as it does over a network. */
export function alpacaFetch(
  world: AlpacaWorld,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init) => {
    const request = new Request(input, init);
    const answer = exchange(world, {
      method: request.method,
      url: new URL(request.url),
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    if (answer.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    if (answer.kind === 'cut') throw new TypeError('fetch failed');
    if (answer.kind === 'hang') {
      const { signal } = request;
      return new Promise((_, reject) => {
        const leave = (): void => {
          reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        };
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave);
      });
    }
    const { status, headers, body } = answer;
    return new Response(status === 204 ? null : body, { status, headers });
  };
}
