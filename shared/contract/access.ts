import { z } from 'zod';
import { ACCESS_EVENT_TYPES, ACCESS_RECORD_TYPES } from '../domain/event-type.ts';
import { ROLES } from '../domain/role.ts';
import { Channel } from './channel.ts';
import { Id, Instant, NumberedPageQuery } from './common.ts';

const ACCESS_TYPES = [...ACCESS_EVENT_TYPES, ...ACCESS_RECORD_TYPES] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

/** What the history of access can be narrowed to. */
export const ACCESS_KINDS = {
  'sign-ins': ['access.signed-in', 'access.signed-out-everywhere'],
  proofs: [
    'access.passkey-added',
    'access.passkey-removed',
    'access.passkeys-forgotten',
    'access.recovery-used',
    'access.recovery-codes-made',
  ],
  tokens: ['access.token-made', 'access.token-revoked'],
  chats: ['access.chat-linked', 'access.chat-unlinked'],
  roles: ['access.role-granted', 'access.role-changed', 'access.role-removed'],
} as const satisfies Readonly<Record<string, readonly AccessType[]>>;
export type AccessKind = keyof typeof ACCESS_KINDS;
export const ACCESS_KIND_NAMES = Object.keys(ACCESS_KINDS) as AccessKind[];

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
    isYou: z.boolean(),
  }),
});
export type AccessEventView = z.infer<typeof AccessEventView>;
