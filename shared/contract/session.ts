import { z } from 'zod';
import { SCOPES } from '../domain/caller.ts';
import { Id, Instant } from './common.ts';

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

export const CreateSession = z.strictObject({ code: z.string().min(8).max(200) });

export const MeView = z.object({
  id: Id,
  name: z.string(),
  language: z.enum(LANGUAGES),
  theme: z.enum(['system', 'light', 'dark']),
  scopes: z.array(z.enum(SCOPES)),
  accountIds: z.array(Id),
  defaultAccountId: Id.nullable(),
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
