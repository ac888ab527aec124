import { failure } from '#shared/contract/errors.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { AccountPort } from '#shared/usecases/account-port.ts';
import { requireScope } from '#shared/usecases/access.ts';
import type { Asking } from './api-ask.ts';
import { listRoles } from './grant-book.ts';
import { endInvitation, invite, listInvitations, showInvitation, takeInvitation } from './invitations.ts';
import { changeRole, removeRole } from './roles.ts';

type RoleApi = Pick<
  AccountPort,
  | 'roles'
  | 'changeRole'
  | 'removeRole'
  | 'invitations'
  | 'invite'
  | 'withdrawInvitation'
  | 'showInvitation'
  | 'takeInvitation'
>;

/** Who may do what here, and who else is let in. Nothing of it needs a price: the work begins in the turn of the call. */
export function roleApi(asking: Asking): RoleApi {
  return {
    roles: (caller) => asking.atOnce(caller, 'read', (ctx) => Promise.resolve(ok(listRoles(ctx)))),
    changeRole: (caller, change, given) =>
      asking.atOnce(caller, 'admin', (ctx) =>
        Promise.resolve(ctx.transaction(() => changeRole(ctx, caller, change, given))),
      ),
    removeRole: (caller, removal) => {
      // Whoever is there may leave; a token that only looks does not do it for them.
      const scoped = requireScope(caller, 'admin');
      if (!scoped.ok) return Promise.resolve(scoped);
      return asking.atOnce(caller, removal.userId === caller.userId ? 'read' : 'admin', (ctx) =>
        Promise.resolve(ctx.transaction(() => removeRole(ctx, caller, removal))),
      );
    },
    invitations: (caller) => asking.atOnce(caller, 'admin', (ctx) => Promise.resolve(ok(listInvitations(ctx)))),
    invite: (caller, input, given) =>
      asking.atOnce(caller, 'admin', (ctx) =>
        Promise.resolve(ctx.transaction(() => invite(ctx, caller, input, given))),
      ),
    withdrawInvitation: (caller, id) =>
      asking.atOnce(caller, 'admin', (ctx) => {
        const isGone = ctx.transaction(() => endInvitation(ctx, id, caller));
        return Promise.resolve(isGone ? ok(null) : err(failure('not-found', { id })));
      }),
    // For a code there is no caller yet: having it is all there is.
    showInvitation: (code) => {
      const ctx = asking.host.context();
      return Promise.resolve(ctx.transaction(() => showInvitation(ctx, code)));
    },
    takeInvitation: async (code, who) => {
      const ctx = asking.host.context();
      const taken = ctx.transaction(() => takeInvitation(ctx, code, who));
      if (taken.ok) await asking.host.afterwards();
      return taken;
    },
  };
}
