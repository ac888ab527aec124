import { MINUTE_MS, SECOND_MS } from '../../lib/time.ts';

/** How long a request may be on its way before its answer counts as lost. */
export const FLIGHT_MAX_MS = 10 * SECOND_MS;
/** Beyond the longest flight, before anything is concluded from silence. */
export const MARGIN_MS = 2 * SECOND_MS;
/** How long a broker's list may lag behind its book. */
export const LIST_LAG_MS = 10 * SECOND_MS;
/** Where nobody deduplicates: what the list says counts from this long after the last send. */
export const SETTLE_MS = FLIGHT_MAX_MS + LIST_LAG_MS + SECOND_MS;
/** Not-found answers of a healthy session before an order counts as never placed. */
export const NOT_FOUND_NEEDED = 2;

export const RESOLVE_EVERY_MS = 2 * SECOND_MS;
export const RESOLVE_SLOWEST_MS = 30 * SECOND_MS;
/** While anything works or is held. */
export const RECONCILE_EVERY_MS = 30 * SECOND_MS;
/**
 * When whatever has left is looked for by somebody else than its sender, who hears or gives up within its flight and says
 * so: the row is for the instance after one that died, and whatever wakes that one first (the next price at a stop, for
 * one) looks as well. It comes with the next reconcile of an account that works or holds, whose alarm is set already: to
 * move it before every order is a commit of its own, which would stand between a stop and its sale.
 */
export const LOOKED_FOR_AFTER_MS = 30 * SECOND_MS;
/** A broker that did not confirm an end is asked again after this. */
export const CANCEL_AGAIN_MS = 2 * SECOND_MS;
/** An entry that never reached the broker is sent again only this long after it first left; an exit always. */
export const RESEND_ENTRY_MS = 2 * MINUTE_MS;
/** An order that waited for the open and was not released by then is not sent. */
export const OPEN_WINDOW_MS = 5 * MINUTE_MS;

/** A broker's positions may trail its fills this long before a difference counts. */
export const MISMATCH_TOLERATED_MS = 10 * SECOND_MS;
export const UNCONFIRMED_MAX_MS = 2 * MINUTE_MS;
export const CLOCK_SKEW_MAX_MS = 10 * SECOND_MS;
