import { z } from 'zod';
import { SCOPES } from '../domain/caller.ts';
import { Id, Instant } from './common.ts';
import { WebAuthnJson } from './step-up.ts';

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

/** As it is typed; capitals make no other address. */
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
/** Bounded generously: what it has to be is said where one is set. */
const Password = z.string().min(1).max(512);

/**
 * One way in: the code of a sign-in link, what the browser made of the question of `/api/session/passkey`, an e-mail
 * address with its password, or a recovery code, which is used up.
 */
export const CreateSession = z.union([
  z.strictObject({ code: z.string().min(8).max(200) }),
  z.strictObject({ passkey: WebAuthnJson }),
  z.strictObject({ email: Email, password: Password }),
  z.strictObject({ recoveryCode: z.string().min(1).max(40) }),
]);
/** What the browser asks for any passkey of this address with; null where an address can have none. */
export const PasskeyQuestionView = z.object({ options: WebAuthnJson.nullable() });
export type PasskeyQuestionView = z.infer<typeof PasskeyQuestionView>;

/** From the last visit until the one after, three days or more. `isNew`: nobody was shown yet what happened meanwhile. */
export const AwayView = z.object({ from: Instant, until: Instant, isNew: z.boolean() });
export type AwayView = z.infer<typeof AwayView>;

export const MeView = z.object({
  id: Id,
  name: z.string(),
  language: z.enum(LANGUAGES),
  theme: z.enum(['system', 'light', 'dark']),
  scopes: z.array(z.enum(SCOPES)),
  accountIds: z.array(Id),
  defaultAccountId: Id.nullable(),
  /** They were away for days, and nobody has shown them yet what happened meanwhile. */
  away: AwayView.nullable(),
  /** Whoever started Nod: a link made on its computer is theirs unless it names somebody else. */
  isInstaller: z.boolean(),
  /** Under which https address this Nod is reached from elsewhere, such as by a phone. */
  publicUrl: z.url().nullable(),
});
export type MeView = z.infer<typeof MeView>;
export const UpdateMe = z.strictObject({
  name: z.string().trim().min(1).max(60).optional(),
  language: z.enum(LANGUAGES).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
});

export const CreateToken = z.strictObject({
  name: z.string().trim().min(1).max(60),
  scopes: z.array(z.enum(SCOPES)).min(1),
  accountIds: z.array(Id).optional(),
  expiresInDays: z.number().int().min(1).max(3650).default(90),
});
export const TokenView = z.object({
  id: Id,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  accountIds: z.array(Id).nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
});
export type TokenView = z.infer<typeof TokenView>;
export const NewTokenView = TokenView.extend({ token: z.string().describe('shown once') });

export const HealthView = z.object({ status: z.enum(['ok', 'degraded']), version: z.string(), at: Instant });

/** The session or token a request came with. */
export const SessionView = z.object({
  userId: Id,
  kind: z.enum(['session', 'token']),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: Instant,
  expiresAt: Instant,
});
export type SessionView = z.infer<typeof SessionView>;

/** A browser that is signed in. `name`: as it calls itself; empty where it says nothing that is known. */
export const DeviceView = z.object({
  id: Id,
  name: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  /** When it ends by itself; sooner where nobody uses it for a week. */
  expiresAt: Instant,
  isThis: z.boolean(),
});
export type DeviceView = z.infer<typeof DeviceView>;

/** What somebody signs in with where there is no passkey at hand; null: nothing. */
export const PasswordView = z.object({ email: z.string().nullable(), setAt: Instant.nullable() });
export type PasswordView = z.infer<typeof PasswordView>;
export const SetPassword = z.strictObject({ email: Email, password: Password });
export type SetPassword = z.infer<typeof SetPassword>;

export const NewLinkView = z.object({
  path: z.string().describe('`/sign-in#…`: the code is in the fragment, single use; shown once'),
  expiresAt: Instant,
});
export type NewLinkView = z.infer<typeof NewLinkView>;

export const UserView = z.object({ id: Id, name: z.string(), role: z.enum(['owner', 'member']), createdAt: Instant });
export type UserView = z.infer<typeof UserView>;

export type CreateSession = z.infer<typeof CreateSession>;
export type UpdateMe = z.infer<typeof UpdateMe>;
export type CreateToken = z.infer<typeof CreateToken>;
export type NewTokenView = z.infer<typeof NewTokenView>;
export type HealthView = z.infer<typeof HealthView>;
