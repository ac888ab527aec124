import type { OrderState } from '../../domain/order.ts';

/** At the broker, or possibly. */
export const WORKING = [
  'sending',
  'accepted',
  'partially-filled',
  'unknown',
  'needs-human',
] as const satisfies OrderState[];
/** What the broker made of it is not known. */
export const UNRESOLVED = ['sending', 'unknown', 'needs-human'] as const satisfies OrderState[];
/** At the broker, possibly there, and those that have not left yet. */
export const OPEN = ['waiting-for-open', ...WORKING] as const satisfies OrderState[];
/** Confirmed and not ended. */
export const RESTING = ['accepted', 'partially-filled'] as const satisfies OrderState[];
/** Ended without ever working. */
export const REFUSED = ['rejected', 'not-sent'] as const satisfies OrderState[];
