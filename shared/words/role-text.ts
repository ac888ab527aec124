import type { Need } from '../domain/caller.ts';
import { ROLES, roleMay, type Role } from '../domain/role.ts';
import type { Words } from './en.ts';

/** Why somebody may not do this, said beforehand: "On this account you are a viewer; it takes a trader." Null: they may. */
export function whyRoleMayNot(role: Role, need: Need, states: Words['states']): string | null {
  if (roleMay(role, need)) return null;
  const least = ROLES.find((one) => roleMay(one, need)) ?? 'owner';
  return states.roleNeeded({ role: states.roles[role], needed: states.roles[least] });
}
