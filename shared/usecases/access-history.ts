import { z } from 'zod';
import { AccessEventView, type AccessQuery } from '../contract/access.ts';
import type { EventView } from '../contract/account.ts';
import type { Failure } from '../contract/errors.ts';
import { ACCESS_KINDS, type AccessType } from '../domain/access-kinds.ts';
import type { Caller, ChannelName } from '../domain/caller.ts';
import type { AccessRecordType } from '../domain/event-type.ts';
import { ok, type Result } from '../lib/result.ts';
import { requireScope, requireUnlimited } from './access.ts';
import type { Page } from './account-port.ts';
import type { UseCaseDeps } from './ports.ts';
import { nameOf } from './roles.ts';

/** What was written down about who can act as a person. */
export interface AccessHistory {
  /** Newest first, from below `before`; of these types alone where some are named. */
  list(
    userId: string,
    query: { readonly limit: number; readonly before: number | null; readonly types: readonly AccessType[] | null },
  ): Promise<EventView[]>;
  /** Writes down what is nobody's message: keys that came, changed or went. */
  record(userId: string, change: RecordedAccess): Promise<void>;
}

/** `body`: what of, never a secret. */
export interface RecordedAccess {
  readonly type: Extract<AccessRecordType, `access.broker-${string}`>;
  readonly channel: ChannelName;
  readonly body: { readonly id: string; readonly name: string };
}

/** Of a body only what is named here is shown, whatever else stands in it. */
const Body = z.object({
  name: z.string().max(200).nullable().catch(null).default(null),
  app: AccessEventView.shape.about.shape.app.catch(null).default(null),
  account: z.string().max(200).nullable().catch(null).default(null),
  role: AccessEventView.shape.about.shape.role.catch(null).default(null),
  before: AccessEventView.shape.about.shape.before.catch(null).default(null),
  left: z.number().nullable().catch(null).default(null),
  device: z.string().max(60).nullable().catch(null).default(null),
  way: AccessEventView.shape.about.shape.way.catch(null).default(null),
  userId: z.string().nullable().catch(null).default(null),
});

/** Sign-ins, passkeys, tokens, chats and roles of the caller, with what happened to others' roles where they own an account. */
export async function listAccess(
  deps: UseCaseDeps,
  caller: Caller,
  { limit, cursor, kind }: AccessQuery,
): Promise<Result<Page<AccessEventView>, Failure>> {
  const scoped = requireScope(caller, 'admin');
  const allowed = scoped.ok ? requireUnlimited(caller) : scoped;
  if (!allowed.ok) return allowed;
  const before = cursor === undefined ? null : Number(cursor);
  const types = kind === undefined ? null : ACCESS_KINDS[kind];
  const events = await deps.accessHistory.list(caller.userId, { limit: limit + 1, before, types });
  const shown = events.slice(0, limit);
  const items = await Promise.all(shown.map((event) => viewOf(deps, caller, event)));
  return ok({ items, nextCursor: events.length > limit ? String(shown.at(-1)?.seq ?? 0) : null });
}

async function viewOf(deps: UseCaseDeps, caller: Caller, event: EventView): Promise<AccessEventView> {
  const { seq, at, channel, actor } = event;
  const { userId, ...about } = Body.parse(event.body);
  return {
    ...{ id: `h_${seq}`, type: event.type as AccessType, at, channel },
    actor: { id: actor, name: await nameOf(deps, actor), isYou: actor === caller.userId },
    about: { ...about, isYou: userId === null || userId === caller.userId },
  };
}
