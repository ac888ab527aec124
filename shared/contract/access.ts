import { z } from 'zod';
import { ACCESS_KIND_NAMES, ACCESS_TYPES } from '../domain/access-kinds.ts';
import { ROLES } from '../domain/role.ts';
import { WAYS_IN } from '../domain/way-in.ts';
import { Channel } from './channel.ts';
import { Id, Instant, NumberedPageQuery } from './common.ts';

export const AccessQuery = NumberedPageQuery.extend({ kind: z.enum(ACCESS_KIND_NAMES).optional() });
export type AccessQuery = z.infer<typeof AccessQuery>;

/** A way to act as the caller, or on an account of theirs, that was opened, used or closed. Never a secret. */
export const AccessEventView = z.object({
  id: Id,
  type: z.enum(ACCESS_TYPES),
  at: Instant,
  /** Where it was done, and by whom: `name` where it is known. */
  channel: z.string(),
  actor: z.object({ id: Id, name: z.string(), isYou: z.boolean() }),
  about: z.object({
    /** Of the passkey, token, chat or person. */
    name: z.string().nullable(),
    app: Channel.nullable(),
    account: z.string().nullable(),
    role: z.enum(ROLES).nullable(),
    before: z.enum(ROLES).nullable(),
    /** Recovery codes that are left. */
    left: z.number().nullable(),
    /** The browser, as it calls itself, and what it came in by. */
    device: z.string().nullable(),
    way: z.enum(WAYS_IN).nullable(),
    isYou: z.boolean(),
  }),
});
export type AccessEventView = z.infer<typeof AccessEventView>;
