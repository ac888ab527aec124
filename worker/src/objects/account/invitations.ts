import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { Role } from '#shared/domain/role.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type {
  Confirmation,
  Invited,
  Joined,
  NewInvitation,
  PresentedCode,
  StoredInvitation,
  WhoJoins,
} from '#shared/usecases/account-port.ts';
import { sameHash } from '../user/secret.ts';
import { mayShare } from './confirmation.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { aboutAccount, concerned, grantOf } from './grant-book.ts';
import { limitsOf, nameOf } from './meta.ts';

/*
 * Ways in for one more person: an owner makes one for one role, whoever has its code takes it once. Wrong halves of a
 * code are counted, and past the bound none is looked at, also not a right one.
 */

const TTL_MS = DAY_MS;
const OPEN_MAX = 20;
const ATTEMPTS_MAX = 10;
const ATTEMPTS_WINDOW_MS = 10 * MINUTE_MS;

interface Row {
  id: string;
  hash: string;
  role: Role;
  name: string | null;
  user_id: string;
  made_by: string;
  made_by_name: string;
  created_at: number;
  expires_at: number;
  taken_at: number | null;
}

/** In the caller's block. */
export function invite(
  ctx: AccountContext,
  caller: Caller,
  { role, name, by, selector, hash }: NewInvitation,
  given: Confirmation | undefined,
): Result<StoredInvitation, Failure> {
  const now = ctx.now();
  ctx.sql.run('DELETE FROM invitation WHERE expires_at <= ?', now);
  if (listInvitations(ctx).length >= OPEN_MAX) return err(failure('invitations-open', { limit: OPEN_MAX }));
  const allowed = mayShare(ctx, role, given);
  if (!allowed.ok) return allowed;
  const id = `i_${ctx.spec.id.slice(2)}_${ctx.newId()}`;
  const userId = `u_${ctx.newId().slice(-16).toLowerCase()}`;
  ctx.sql.run(
    `INSERT INTO invitation (id, selector, hash, role, name, user_id, made_by, made_by_name, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, selector, hash, role, name, userId, caller.userId, by, now, now + TTL_MS],
  );
  appendEvent(ctx, { type: 'role.invited', actor: caller, subject: id, body: { role, name, by } });
  return ok({ id, role, name, by, createdAt: now, expiresAt: (now + TTL_MS) as WallMs });
}

/** Those that can still be taken, newest first. */
export function listInvitations(ctx: AccountContext): StoredInvitation[] {
  return ctx.sql
    .all<Row>(
      'SELECT * FROM invitation WHERE expires_at > ? AND taken_at IS NULL ORDER BY created_at DESC, id DESC',
      ctx.now(),
    )
    .map(({ id, role, name, made_by_name: by, created_at, expires_at }) => ({
      ...{ id, role, name, by },
      ...{ createdAt: created_at as WallMs, expiresAt: expires_at as WallMs },
    }));
}

/** In the caller's block. False: there is none. */
export function endInvitation(ctx: AccountContext, id: string, actor: Actor): boolean {
  const isGone = ctx.sql.run('DELETE FROM invitation WHERE id = ? AND taken_at IS NULL', id) > 0;
  if (isGone) appendEvent(ctx, { type: 'role.invitation-ended', actor, subject: id, body: {} });
  return isGone;
}

/** Nobody comes in by somebody who could not let them in any more. */
export function endInvitationsBy(ctx: AccountContext, userId: string, actor: Actor): void {
  for (const { id } of ctx.sql.all<Row>('SELECT id FROM invitation WHERE made_by = ?', userId)) {
    endInvitation(ctx, id, actor);
  }
}

/** What a code would give, to whoever has it. In the caller's block: a wrong one counts. */
export function showInvitation(ctx: AccountContext, code: PresentedCode): Result<Invited, Failure> {
  const found = find(ctx, code);
  if (!found.ok) return found;
  const { role, name, user_id: userId, made_by_name: by, expires_at, taken_at } = found.value;
  const { world, baseCurrency } = ctx.spec;
  const { secondNodAbove } = limitsOf(ctx.sql);
  return ok({
    ...{ accountName: nameOf(ctx), world, baseCurrency, role, name, by, userId, secondNodAbove },
    expiresAt: expires_at as WallMs,
    isTaken: taken_at !== null,
  });
}

/**
 * Takes it: the code is used and the role there in one block, so that of all who come with it one gets in. Whoever has a
 * role here already keeps it, and the code can still be taken by somebody else. Somebody new who took it and was cut off
 * takes it again: they are the same person, and whoever signs in as them first is the last.
 */
export function takeInvitation(
  ctx: AccountContext,
  code: PresentedCode,
  { userId, name, channel }: WhoJoins,
): Result<Joined, Failure> {
  const found = find(ctx, code);
  if (!found.ok) return found;
  const { id, role, made_by_name: by, user_id: newUserId, taken_at } = found.value;
  const who = userId ?? newUserId;
  const known = grantOf(ctx, who);
  if (taken_at !== null)
    return userId === null && known !== null
      ? ok({ role: known.role, userId: who })
      : err(failure('invitation-invalid'));
  if (known !== null) return err(failure('has-role', { role: known.role }));
  if (userId === null) ctx.sql.run('UPDATE invitation SET taken_at = ? WHERE id = ?', ctx.now(), id);
  else ctx.sql.run('DELETE FROM invitation WHERE id = ?', id);
  ctx.sql.run('INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, ?, ?)', who, role, ctx.now());
  const actor = { userId: who as UserId, channel };
  const body = { ...aboutAccount(ctx), userId: who, name, by, role, isNew: userId === null };
  appendEvent(ctx, { type: 'role.granted', actor, subject: id, body, recipients: concerned(ctx, who) });
  return ok({ role, userId: who });
}

function find(ctx: AccountContext, { selector, hash }: PresentedCode): Result<Row, Failure> {
  const row = ctx.sql.first<Row>('SELECT * FROM invitation WHERE selector = ?', selector);
  // No try: nobody guesses this half of a code, and whoever knows the account could keep its guests out otherwise.
  if (row === null) return err(failure('invitation-invalid'));
  const now = ctx.now();
  const since = now - ATTEMPTS_WINDOW_MS;
  const tries = ctx.sql.first<{ n: number }>('SELECT count(*) AS n FROM invitation_attempt WHERE at > ?', since);
  if ((tries?.n ?? 0) >= ATTEMPTS_MAX) return err(failure('too-many-requests'));
  const isOpen = sameHash(row.hash, hash) && row.expires_at > now;
  // Whoever made it may have lost the right to since.
  if (isOpen && grantOf(ctx, row.made_by)?.role === 'owner') return ok(row);
  ctx.sql.run('DELETE FROM invitation_attempt WHERE at <= ?', since);
  ctx.sql.run('INSERT INTO invitation_attempt (at) VALUES (?)', now);
  return err(failure('invitation-invalid'));
}
