import { z } from 'zod';
import { Channel } from './channel.ts';
import { Id, Instant } from './common.ts';

/** A group or server channel that the caller brought Nod into. */
export const GroupView = z.object({
  id: Id,
  channel: Channel,
  /** As the app calls it; where it does not tell, its number. */
  name: z.string(),
  /** The account whose proposals and news are told there; null: none. */
  accountId: Id.nullable(),
  /** Since when the bot is not there any more, and nothing is told; null: it is. */
  goneAt: Instant.nullable(),
});
export type GroupView = z.infer<typeof GroupView>;

/** Which account a group is told of, without amounts; null turns it off. */
export const UpdateGroup = z.strictObject({ accountId: Id.nullable() });
export type UpdateGroup = z.infer<typeof UpdateGroup>;
