import { env, exports } from 'cloudflare:workers';
import type { Scope } from '#shared/domain/caller.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import type { LinkMaker } from '../objects/user/credentials.ts';
import { ensureOwner } from '../http/admin/owner.ts';

/** The owner of the test's database, made when there is none. */
export function owner(): Promise<string> {
  return ensureOwner(compose(readEnv(env)), Date.now() as WallMs);
}

/** A fresh sign-in code of the owner, as the link's fragment carries it. */
export async function linkCode(madeBy: LinkMaker = 'host'): Promise<string> {
  const userId = await owner();
  const link = await compose(readEnv(env)).user(userId).createLink(madeBy);
  return `${userId}.${link.secret}`;
}

/** A token of the owner. */
export async function aToken(scopes: readonly Scope[] = SCOPES, accountIds: string[] | null = null): Promise<string> {
  const userId = await owner();
  const made = await compose(readEnv(env))
    .user(userId)
    .createToken({ name: 'test', scopes: [...scopes], accountIds, expiresInDays: 1, channel: 'cli' });
  return made.token;
}

/** Signs in through the front door and answers the cookie a browser would hold. */
export async function aCookie(): Promise<string> {
  const response = await exports.default.fetch('http://localhost/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: await linkCode() }),
  });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}
