import { z } from 'zod';
import { Id, listOf } from '#shared/contract/common.ts';
import { failure } from '#shared/contract/errors.ts';
import { CreateToken, NewLinkView, NewTokenView, TokenView } from '#shared/contract/session.ts';
import { err, ok } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { requireUnlimited } from '#shared/usecases/access.ts';
import { requireStepUp } from '../step-up.ts';
import { route } from '../route.ts';

/** Where the web app takes the code of a link; the code stays in the fragment, which no server sees. */
export function linkPath(userId: string, secret: string): string {
  return `/sign-in#${userId}.${secret}`;
}

export const TOKEN_ROUTES = [
  route({
    method: 'GET',
    path: '/api/tokens',
    summary: 'API tokens, without their secrets',
    scope: 'admin',
    answer: listOf(TokenView),
    run: async ({ composition, caller }) => {
      const allowed = requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      return ok({ items: await composition.user(caller.userId).tokens(), nextCursor: null });
    },
  }),
  route({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Make an API token; it is shown once',
    status: 201,
    scope: 'admin',
    isSecret: true,
    body: CreateToken,
    answer: NewTokenView,
    run: async ({ composition, caller, credential }, { body }) => {
      const missing = body.scopes.find((scope) => !caller.scopes.includes(scope));
      // Nobody hands out more than they have.
      if (missing !== undefined) return err(failure('scope-missing', { scope: missing }, 'scopes'));
      const own = await composition.directory.of(caller);
      const foreign = body.accountIds?.find((id) => !own.some((account) => account.id === id));
      if (foreign !== undefined) return err(failure('not-found', { id: foreign }, 'accountIds'));
      const accountIds = body.accountIds ?? (caller.accountIds === null ? null : [...caller.accountIds]);
      const isLive = own.some(({ id, world }) => world === 'live' && (accountIds?.includes(id) ?? true));
      if (isLive && body.scopes.some((scope) => scope === 'approve' || scope === 'trade')) {
        const proof = await requireStepUp(composition, { caller }, 'live-token');
        if (!proof.ok) return proof;
      }
      const { name, scopes, expiresInDays } = body;
      // What a token makes ends with it at the latest.
      const notAfter = credential.kind === 'token' ? credential.expiresAt : null;
      const input = { name, scopes, accountIds, expiresInDays, notAfter, channel: caller.channel };
      return ok(await composition.user(caller.userId).createToken(input));
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Revoke a token at once; its open streams close',
    scope: 'admin',
    answer: z.object({ id: Id }),
    run: async ({ composition, caller, credential }, { params }) => {
      const allowed = params.id === credential.id ? ok(undefined) : requireUnlimited(caller);
      if (!allowed.ok) return allowed;
      const isRevoked = await composition.user(caller.userId).revokeToken(params.id, caller.channel);
      return isRevoked ? ok({ id: params.id }) : err(failure('not-found', { id: params.id }));
    },
  }),
  route({
    method: 'POST',
    path: '/api/links',
    summary: 'Make a sign-in link for another browser, valid 10 minutes, once',
    status: 201,
    scope: 'admin',
    isSecret: true,
    answer: NewLinkView,
    run: async ({ composition, caller, credential }) => {
      // Who signs in with it may do everything: a token, bound to scopes and accounts, must not free itself that way.
      if (credential.kind !== 'session') return err(failure('step-up-needs-person'));
      const link = await composition.user(caller.userId).createLink('session');
      return ok({ path: linkPath(caller.userId, link.secret), expiresAt: toIso(link.expiresAt as WallMs) });
    },
  }),
];
