import type { VendorHosts, VendorRequest } from '../vendor.ts';

/** One call of the API, as data. Query values that are null are left out. */
export interface AlpacaCall {
  readonly method: VendorRequest['method'];
  readonly host: keyof VendorHosts;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Most orders of one answer. */
export const ORDERS_MAX = 500;
/** Most fills, or other activities, of one answer. */
export const FILLS_MAX = 100;

const trading = (method: AlpacaCall['method'], path: string, rest: Partial<AlpacaCall> = {}): AlpacaCall => ({
  method,
  host: 'trading',
  path,
  ...rest,
});

const order = (orderId: string): string => `/v2/orders/${encodeURIComponent(orderId)}`;

/** Everything Nod asks of Alpaca's trading host. */
export const calls = {
  submit: (body: Readonly<Record<string, unknown>>) => trading('POST', '/v2/orders', { body }),
  replace: (orderId: string, body: Readonly<Record<string, unknown>>) => trading('PATCH', order(orderId), { body }),
  cancel: (orderId: string) => trading('DELETE', order(orderId)),
  order: (orderId: string) => trading('GET', order(orderId), { query: { nested: 'true' } }),
  orderByClientId: (clientOrderId: string) =>
    trading('GET', '/v2/orders:by_client_order_id', { query: { client_order_id: clientOrderId } }),
  /** Legs come under their parent. `after` and `until` are ISO instants of submission, exclusive. */
  orders: (query: {
    status: 'open' | 'all';
    direction: 'asc' | 'desc';
    after?: string | null;
    until?: string | null;
    after_order_id?: string | null;
  }) => trading('GET', '/v2/orders', { query: { ...query, limit: String(ORDERS_MAX), nested: 'true' } }),
  /** Oldest first. */
  fills: (query: { after: string | null; page_token: string | null }) =>
    trading('GET', '/v2/account/activities/FILL', {
      query: { ...query, direction: 'asc', page_size: String(FILLS_MAX) },
    }),
  /** Everything that moved cash but fills, oldest first, by when it was booked. */
  moves: (query: { after: string; page_token: string | null }) =>
    trading('GET', '/v2/account/activities', {
      query: { ...query, category: 'non_trade_activity', direction: 'asc', page_size: String(FILLS_MAX) },
    }),
  positions: () => trading('GET', '/v2/positions'),
  account: () => trading('GET', '/v2/account'),
  configurations: () => trading('GET', '/v2/account/configurations'),
  /** Of days, which the document wants as instants. */
  calendar: (start: string, end: string) =>
    trading('GET', '/v2/calendar', { query: { start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z` } }),
  asset: (symbolOrId: string) => trading('GET', `/v2/assets/${encodeURIComponent(symbolOrId)}`),
} as const;

/** Path with its query, as it goes over the wire. */
export function pathOf({ path, query = {} }: Pick<AlpacaCall, 'path' | 'query'>): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}
