import { z } from 'zod';
import { Instant } from './common.ts';

/**
 * What came of the last minute's call. `ok`: a 2xx; `failed`: another answer (`status`) or none; `held`: it was not made,
 * because something that minute should have done was not done.
 */
export const HeartbeatResult = z.object({
  at: Instant,
  result: z.enum(['ok', 'failed', 'held']),
  status: z.number().nullable(),
});
export type HeartbeatResult = z.infer<typeof HeartbeatResult>;

/** The address outside that is called every minute: of it only the name is ever shown. */
export const HeartbeatView = z.object({
  isSet: z.boolean(),
  host: z.string().nullable(),
  last: HeartbeatResult.nullable(),
});
export type HeartbeatView = z.infer<typeof HeartbeatView>;

/** `https://…`, as the service that watches gives it: whoever has it can make it say that Nod is well. */
export const SetHeartbeat = z.strictObject({ url: z.string().trim().min(1).max(500) });
export type SetHeartbeat = z.infer<typeof SetHeartbeat>;
