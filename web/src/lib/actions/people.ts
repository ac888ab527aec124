import type { CreateInvitation, InvitedView, JoinedView, NewInvitationView, RoleView } from '#shared/contract/role.ts';
import type { Language } from '#shared/contract/session.ts';
import type { Role } from '#shared/domain/role.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/roles', '/invitations', '/accounts', '/proposals'];

/** The link of an invitation; it is shown once. */
export const invite = (input: CreateInvitation): Promise<NewInvitationView | null> =>
  act(() => api.post<NewInvitationView>(routes.invitations, input), { changes: CHANGES });

export const takeBackInvitation = (id: string): Promise<unknown> =>
  act(() => api.remove(routes.invitation(id)), { done: ui.w.people.takenBack, changes: CHANGES });

export const changeRole = ({ accountId, userId, name }: RoleView, role: Role): Promise<RoleView | null> =>
  act(() => api.patch<RoleView>(routes.role(accountId, userId), { role }), {
    done: ui.w.people.changed(name, ui.catalogue.roles.names[role]),
    changes: CHANGES,
  });

export const removeRole = ({ accountId, userId, name, isYou }: RoleView): Promise<unknown> =>
  act(() => api.remove(routes.role(accountId, userId)), {
    done: isYou ? ui.w.people.left : ui.w.people.removed(name),
    changes: CHANGES,
  });

/** These three throw what the server said: the page says it in its own place. */
export const lookAtInvitation = (code: string): Promise<InvitedView> =>
  api.post<InvitedView>(routes.lookAtInvitation, { code });

export const joinAsNew = (code: string, name: string, language: Language): Promise<JoinedView> =>
  api.post<JoinedView>(routes.joinInvitation, { code, name, language });

export const joinAsMe = (code: string): Promise<JoinedView> => api.post<JoinedView>(routes.acceptInvitation, { code });
