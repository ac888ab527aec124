import { z } from 'zod';
import { Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';

export const BROKERS = ['paper', 'alpaca', 'kis', 'ibkr'] as const;
export const BrokerName = z.enum(BROKERS);
export type BrokerName = z.infer<typeof BrokerName>;

/** `connected`, `slow` (the broker limits us), `lost`, `needs-you` (a person has to do something at the broker or here). */
export const CONNECTION_STATES = ['connected', 'slow', 'lost', 'needs-you'] as const;

/**
 * How a broker connection is, as one sentence: a reason of the words catalogue. `mend` names
 * the one button that helps: try now, enter keys again, open the broker's own page; null when nobody can help.
 */
export const ConnectionHealth = z.object({
  state: z.enum(CONNECTION_STATES),
  sentence: ReasonView,
  mend: z.enum(['try-now', 'new-keys', 'open-broker']).nullable(),
  checkedAt: Instant.nullable(),
  lostSince: Instant.nullable(),
});
export type ConnectionHealth = z.infer<typeof ConnectionHealth>;

/** One sealed credential of a broker and what it opens. Never holds a secret or more of a key than its last four characters. */
export const ConnectionView = z.object({
  id: Id,
  broker: BrokerName,
  name: z.string(),
  /** As the broker reports it, never as it was typed. */
  environment: z.enum(['paper', 'live']),
  /** Last four characters of the broker's account number and of the key. */
  accountEnding: z.string(),
  keyEnding: z.string(),
  currency: Currency,
  permissions: z.array(z.string()),
  buyingPower: DecimalString.nullable(),
  health: ConnectionHealth,
  /** One tap below: ages and budgets. */
  detail: z.object({
    streamState: z.enum(['open', 'connecting', 'closed']),
    streamHeardAt: Instant.nullable(),
    newestFillAt: Instant.nullable(),
    budget: z.object({ perMinute: z.number(), left: z.number(), resetsAt: Instant.nullable() }),
    clockSkewMs: z.number().nullable(),
    /** Which key-encryption key the credential is sealed under. */
    sealedWith: z.string(),
  }),
  /** Accounts that trade over it. */
  accountIds: z.array(Id),
  createdAt: Instant,
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/**
 * It travels in a header: anything but visible ASCII is no key, and a runtime that is given such a header quotes it in
 * its own complaint.
 */
const Secret = z
  .string()
  .trim()
  .min(8)
  .max(256)
  .regex(/^[\x21-\x7e]+$/);

/** Keys of a broker. `environment` only says which door to knock at first; anything but `live` means paper. */
export const CreateConnection = z.strictObject({
  broker: z.literal('alpaca'),
  name: z.string().trim().min(1).max(60).optional(),
  keyId: Secret,
  secretKey: Secret,
  environment: z.string().max(20).default('paper'),
});
export type CreateConnection = z.infer<typeof CreateConnection>;

/** New keys for the same brokerage account; another account's keys are refused. */
export const ReplaceKeys = z.strictObject({ keyId: Secret, secretKey: Secret });
export type ReplaceKeys = z.infer<typeof ReplaceKeys>;

/**
 * What goes on at the broker after a connection was removed: nobody here watches it any more. `isGone` false: it is being
 * sold, or stops are being put together at the broker, and the keys are kept for that; then it is asked for once more.
 */
export const RemovedConnectionView = z.object({
  id: Id,
  isGone: z.boolean(),
  staysOpen: z.array(
    z.object({ accountId: Id, symbol: z.string(), quantity: DecimalString, heldByBroker: z.boolean() }),
  ),
  workingOrders: z.number(),
});
export type RemovedConnectionView = z.infer<typeof RemovedConnectionView>;

/** What a new connection answers: the connection and, for a paper environment, the account that trades over it. */
export const NewConnectionView = z.object({ connection: ConnectionView, accountId: Id.nullable() });
export type NewConnectionView = z.infer<typeof NewConnectionView>;
