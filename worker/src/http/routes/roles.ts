import { z } from 'zod';
import { Id, listOf, OfAccount } from '#shared/contract/common.ts';
import { failure } from '#shared/contract/errors.ts';
import {
  CreateInvitation,
  InvitationView,
  InvitedView,
  JoinedView,
  JoinInvitation,
  NewInvitationView,
  PresentInvitation,
  RoleView,
  UpdateRole,
} from '#shared/contract/role.ts';
import { err, ok } from '#shared/lib/result.ts';
import { deviceName } from '../device-name.ts';
import { knownBrowserCookie } from '../known-browser.ts';
import { isOwnOrigin, isSecure } from '../origin.ts';
import { openRoute, route } from '../route.ts';
import { sessionCookie } from '../session-cookie.ts';

export const ROLE_ROUTES = [
  route({
    method: 'GET',
    path: '/api/roles',
    summary: 'Who may do what, on one account or on all of the caller’s',
    query: OfAccount,
    answer: listOf(RoleView),
    run: ({ composition, caller }, { query }) => composition.useCases.roles(caller, query.accountId),
  }),
  route({
    method: 'PATCH',
    path: '/api/roles/:accountId/:userId',
    summary: 'Give somebody another role (owners only; more than before: step-up `share-account`)',
    scope: 'admin',
    body: UpdateRole,
    answer: RoleView,
    run: ({ composition, caller }, { params, body }) => composition.useCases.changeRole(caller, params, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/roles/:accountId/:userId',
    summary: 'Take somebody’s role (owners only), or leave oneself; at once',
    scope: 'admin',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.removeRole(caller, params),
  }),
  route({
    method: 'GET',
    path: '/api/invitations',
    summary: 'Invitations to an account that nobody took yet, without their codes (owners only)',
    scope: 'admin',
    query: z.object({ accountId: Id }),
    answer: listOf(InvitationView),
    run: ({ composition, caller }, { query }) => composition.useCases.invitations(caller, query.accountId),
  }),
  route({
    method: 'POST',
    path: '/api/invitations',
    summary:
      'Make a link that lets one person in with one role (owners only, step-up `share-account`); it is shown once',
    status: 201,
    scope: 'admin',
    isSecret: true,
    body: CreateInvitation,
    answer: NewInvitationView,
    run: ({ composition, caller }, { body }) => composition.useCases.createInvitation(caller, body),
  }),
  route({
    method: 'DELETE',
    path: '/api/invitations/:id',
    summary: 'Take an invitation back: its link opens nothing any more',
    scope: 'admin',
    answer: z.object({ id: Id }),
    run: ({ composition, caller }, { params }) => composition.useCases.withdrawInvitation(caller, params.id),
  }),
  openRoute({
    method: 'POST',
    path: '/api/invitations/look',
    summary: 'What the code of an invitation would give, and by whose leave; it stays open',
    body: PresentInvitation,
    answer: InvitedView,
    run: ({ composition }, { body }) => composition.useCases.showInvitation(body.code),
  }),
  openRoute({
    method: 'POST',
    path: '/api/invitations/join',
    summary: 'Take an invitation as somebody new; sets the session cookie',
    status: 201,
    body: JoinInvitation,
    answer: JoinedView,
    run: async ({ composition, request, headers }, { body }) => {
      const { settings } = composition.env;
      // A stranger's page must not sign a browser in as somebody else; scripts send no Origin.
      if (request.headers.get('origin') !== null && !isOwnOrigin(request, settings)) return err(failure('bad-origin'));
      const joined = await composition.useCases.joinByInvitation(body);
      if (!joined.ok) return joined;
      const { userId } = joined.value;
      const session = await composition.user(userId).firstSession(deviceName(request.headers.get('user-agent')));
      if (!session.ok) return session;
      const { secret, expiresAt } = session.value;
      const maxAgeS = Math.floor((expiresAt - Date.now()) / 1000);
      headers.append(
        'set-cookie',
        sessionCookie(`${userId}.${secret}`, { secure: isSecure(request, settings), maxAgeS }),
      );
      headers.append('set-cookie', await knownBrowserCookie(composition, request, userId));
      return ok(joined.value);
    },
  }),
  route({
    method: 'POST',
    path: '/api/invitations/accept',
    summary: 'Take an invitation as whoever is signed in',
    scope: 'admin',
    body: PresentInvitation,
    answer: JoinedView,
    run: ({ composition, caller }, { body }) => composition.useCases.acceptInvitation(caller, body.code),
  }),
];
