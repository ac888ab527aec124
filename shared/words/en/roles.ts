import type { Scope } from '../../domain/caller.ts';
import type { Role } from '../../domain/role.ts';
import { roleLines, type Whose } from './on-home.ts';

/** Who may do what on an account, in chat and in the app. */
export const roles = {
  ...roleLines,
  /** What a role is, in one sentence. */
  may: {
    viewer: 'Sees everything on this account and changes nothing.',
    approver: 'Sees everything, answers proposals and can stop buying.',
    trader: 'Sees everything, answers proposals, makes bots and orders, and sells.',
    owner: 'May do everything: limits, broker keys, and who else has a part.',
  } satisfies Record<Role, string>,
  scopes: {
    read: 'see positions, money and orders',
    propose: 'make bots that ask',
    approve: 'approve or skip proposals, and stop buying',
    trade: 'place orders, sell, and make bots that act alone',
    admin: 'change limits and keys, and let others in',
  } satisfies Record<Scope, string>,
  granted: ({ name, account, role }: Whose) => `Act now: ${name} is now ${role} of ${account}`,
  grantedBy: (p: { by: string; time: string }) => `By an invitation of ${p.by}, taken ${p.time}.`,
  changedMore: (p: Whose & { before: string }) =>
    `Act now: ${p.name} may do more: ${p.role} of ${p.account}, before: ${p.before}`,
  changedBy: (p: { by: string; time: string }) => `Changed by ${p.by}, ${p.time}.`,
  removedBy: (p: { by: string; time: string }) =>
    `Removed by ${p.by}, ${p.time}. A nod they gave for two counts no more.`,
  leftAt: (p: { time: string }) => `${p.time}. A nod they gave for two counts no more.`,
  notYou: 'If no owner wanted this: /stop, then take the role away in the app (More → People).',
  fine: 'If it is as it should be, there is nothing to do.',
  you: {
    granted: (p: Whose) => `You are now ${p.role} of ${p.account}`,
    changed: (p: Whose & { before: string }) => `You are now ${p.role} of ${p.account}, before: ${p.before}`,
    removed: (p: Whose) => `You have no part in ${p.account} any more`,
    left: (p: Whose) => `You left ${p.account}`,
  },
  nothing: 'Nothing to do.',
  stop: 'Stop',
  open: 'Open people',
  today: 'Today',
  /** In /settings. */
  yours: (p: { role: string; account: string; world: string }) => `${p.account} (${p.world}): ${p.role}`,
  yoursTitle: 'What you are:',
  yoursNone: 'You have no part in any account.',
};
