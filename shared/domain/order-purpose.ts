/**
 * What an order is for. `entry` opens; `stop`, `target`, `strategy`, `time`, `manual`, `panic`, `end` say why it exits;
 * `protection` is a stop (and target) that rests at the broker; `external` was placed outside Nod.
 */
export const ORDER_PURPOSES = [
  'entry',
  'stop',
  'target',
  'strategy',
  'time',
  'manual',
  'panic',
  'end',
  'protection',
  'external',
] as const;
export type OrderPurpose = (typeof ORDER_PURPOSES)[number];
