import { failure } from '#shared/contract/errors.ts';
import type { RoleView } from '#shared/contract/role.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer, UseCases } from '#shared/usecases/facade.ts';

/** Who may do what, of the fake house. Letting others in, and devices, are of the app: a chat asks for none of it. */
export function fakePeople(roles: readonly RoleView[]) {
  const unused = (): Answer<never> => Promise.resolve(err(failure('unavailable')));
  return {
    roles: (caller) => {
      const items = roles.map((role) => ({ ...role, isYou: role.userId === caller.userId }));
      return Promise.resolve(ok({ items, nextCursor: null }));
    },
    accessHistory: unused,
    goodbye: unused,
    sayGoodbye: unused,
    changeRole: unused,
    removeRole: unused,
    invitations: unused,
    createInvitation: unused,
    withdrawInvitation: unused,
    showInvitation: unused,
    joinByInvitation: unused,
    acceptInvitation: unused,
    pushKey: unused,
    pushDevices: unused,
    addPushDevice: unused,
    updatePushDevice: unused,
    removePushDevice: unused,
    testPushDevice: unused,
  } satisfies Partial<UseCases>;
}
