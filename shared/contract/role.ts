import { z } from 'zod';
import { SCOPES } from '../domain/caller.ts';
import { WORLDS } from '../domain/market.ts';
import { ROLES } from '../domain/role.ts';
import { Currency, DecimalString, Id, Instant } from './common.ts';
import { LANGUAGES } from './session.ts';

export const Role = z.enum(ROLES);

const PersonName = z.string().trim().min(1).max(60);

/** Who may do what on one account. */
export const RoleView = z.object({
  accountId: Id,
  userId: Id,
  name: z.string(),
  role: Role,
  since: Instant,
  isYou: z.boolean(),
  /** Opened the account, and stays its owner. */
  isOpener: z.boolean(),
});
export type RoleView = z.infer<typeof RoleView>;

export const UpdateRole = z.strictObject({ role: Role });
export type UpdateRole = z.infer<typeof UpdateRole>;

/** `name`: whom it is for, as the owner calls them. */
export const CreateInvitation = z.strictObject({ accountId: Id, role: Role, name: PersonName.optional() });
export type CreateInvitation = z.infer<typeof CreateInvitation>;

/** An invitation that nobody took yet, without its code. */
export const InvitationView = z.object({
  id: Id,
  accountId: Id,
  role: Role,
  name: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: Instant,
  expiresAt: Instant,
});
export type InvitationView = z.infer<typeof InvitationView>;

export const NewInvitationView = InvitationView.extend({
  path: z.string().describe('`/join#…`: the code is in the fragment, single use; shown once'),
});
export type NewInvitationView = z.infer<typeof NewInvitationView>;

const Code = z.string().min(8).max(200);
/** To look at it, and to take it as whoever is signed in. */
export const PresentInvitation = z.strictObject({ code: Code });

/** What whoever takes it will be able to do, and by whose leave. */
export const InvitedView = z.object({
  accountName: z.string(),
  world: z.enum(WORLDS),
  baseCurrency: Currency,
  role: Role,
  may: z.array(z.enum(SCOPES)),
  name: z.string().nullable(),
  invitedBy: z.string(),
  expiresAt: Instant,
  /** A purchase above it needs two people; null: one is enough. */
  secondNodAbove: DecimalString.nullable(),
});
export type InvitedView = z.infer<typeof InvitedView>;

export const JoinInvitation = z.strictObject({
  code: Code,
  name: PersonName,
  language: z.enum(LANGUAGES).optional(),
});
export type JoinInvitation = z.infer<typeof JoinInvitation>;

export const JoinedView = z.object({ accountId: Id, role: Role, userId: Id });
export type JoinedView = z.infer<typeof JoinedView>;
