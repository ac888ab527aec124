import { z } from 'zod';
import { Id, Instant } from './common.ts';

/** A list of names in the order they were put in. A name the active market lacks has no instrument: it shows as missing. */
export const WatchlistView = z.object({
  id: Id,
  name: z.string(),
  items: z.array(z.object({ name: z.string(), instrumentId: Id.nullable() })),
  createdAt: Instant,
});
export type WatchlistView = z.infer<typeof WatchlistView>;

const Names = z.array(z.string().trim().min(1).max(40)).max(500);
export const CreateWatchlist = z.strictObject({ name: z.string().trim().min(1).max(60), symbols: Names.default([]) });
export type CreateWatchlist = z.infer<typeof CreateWatchlist>;
export const UpdateWatchlist = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  symbols: Names.optional(),
});
export type UpdateWatchlist = z.infer<typeof UpdateWatchlist>;
