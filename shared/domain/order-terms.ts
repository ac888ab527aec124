export const ORDER_TYPES = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** `ioc` trades at the next moment there is a price or not at all; `day` and `gtc` rest; `opg`/`cls` are auctions. */
export const TIMES_IN_FORCE = ['day', 'gtc', 'ioc', 'fok', 'opg', 'cls'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** How legs hang together: `bracket` an entry with both exits, `oto` with one, `oco` two exits of which one trades. */
export type OrderClass = 'simple' | 'bracket' | 'oco' | 'oto';
