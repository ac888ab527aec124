import type { Role } from '#shared/domain/role.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { GrantedRole } from '#shared/usecases/account-port.ts';
import type { AccountContext } from './context.ts';
import { nameOf } from './meta.ts';

interface GrantRow {
  user_id: string;
  role: Role;
  granted_at: number;
}

/** The longest there first. */
export function listRoles(ctx: AccountContext): GrantedRole[] {
  return ctx.sql
    .all<GrantRow>('SELECT user_id, role, granted_at FROM grant_ ORDER BY granted_at, rowid')
    .map((row) => grantedRole(ctx, row));
}

export function grantOf(ctx: AccountContext, userId: string): GrantedRole | null {
  const row = ctx.sql.first<GrantRow>('SELECT user_id, role, granted_at FROM grant_ WHERE user_id = ?', userId);
  return row && grantedRole(ctx, row);
}

/** Everybody who has to hear of somebody's new, other or lost role: the owners, and whoever it is. In their own words. */
export function concerned(ctx: AccountContext, userId: string): string[] {
  const owners = listRoles(ctx).filter(({ role }) => role === 'owner');
  return [...new Set([...owners.map((owner) => owner.userId), userId])];
}

/** What whoever hears of a role is told of the account: they may not be able to ask it any more. */
export function aboutAccount(ctx: AccountContext): { readonly account: string; readonly world: string } {
  return { account: nameOf(ctx), world: ctx.spec.world };
}

function grantedRole(ctx: AccountContext, { user_id, role, granted_at }: GrantRow): GrantedRole {
  return { userId: user_id, role, since: granted_at as WallMs, isOpener: user_id === ctx.spec.ownerId };
}
