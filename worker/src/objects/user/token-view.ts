import type { TokenView } from '#shared/contract/session.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Identified } from './credentials.ts';

/** A token as its owner sees it; the secret is not in it. */
export function tokenView(token: Identified): TokenView {
  const iso = (instant: number): string => toIso(instant as WallMs);
  const { id, name, scopes, accountIds, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    scopes,
    accountIds,
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    lastUsedAt: lastUsedAt === null ? null : iso(lastUsedAt),
  };
}
