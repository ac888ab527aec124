import { may, type Need, type Scope } from './caller.ts';

/** What a person is on an account, from the least to the most. Nobody is anything by default. */
export const ROLES = ['viewer', 'approver', 'trader', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** What a role may do on its account. A token's scopes narrow it, they never widen it. */
const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  approver: ['read', 'approve'],
  trader: ['read', 'propose', 'approve', 'trade'],
  owner: ['read', 'propose', 'approve', 'trade', 'admin'],
};

/** The one table read by the account, which decides, and by chat and web, which say beforehand who may. */
export function roleMay(role: Role, need: Need): boolean {
  return may({ scopes: ROLE_SCOPES[role] }, need);
}

export function isMoreThan(role: Role, than: Role): boolean {
  return ROLES.indexOf(role) > ROLES.indexOf(than);
}
