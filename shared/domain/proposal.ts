import { err, ok, type Result } from '../lib/result.ts';

/** Where a question stands; stored and wire words. `superseded`: another proposal took its place. `withdrawn`: it no longer passed. */
export const PROPOSAL_STATES = ['pending', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** `revised`: what was asked changed (edit, new ceiling, new limits); same id, next revision, still pending. */
export const PROPOSAL_EVENTS = ['revised', 'approved', 'rejected', 'expired', 'superseded', 'withdrawn'] as const;
export type ProposalEvent = (typeof PROPOSAL_EVENTS)[number];

/** The race was lost: `state` says how it was decided before. */
export interface ProposalDecided {
  readonly code: 'already-decided';
  readonly state: ProposalState;
  readonly event: ProposalEvent;
}

const TABLE: Record<ProposalState, Partial<Record<ProposalEvent, ProposalState>>> = {
  pending: {
    revised: 'pending',
    approved: 'approved',
    rejected: 'rejected',
    expired: 'expired',
    superseded: 'superseded',
    withdrawn: 'withdrawn',
  },
  approved: {},
  rejected: {},
  expired: {},
  superseded: {},
  withdrawn: {},
};

/** The transition table of proposals: the first decision is final, and everybody after it is told so. */
export function nextProposalState(state: ProposalState, event: ProposalEvent): Result<ProposalState, ProposalDecided> {
  const next = TABLE[state][event];
  return next === undefined ? err({ code: 'already-decided', state, event }) : ok(next);
}

export function isDecided(state: ProposalState): boolean {
  return state !== 'pending';
}

/** What a person may do to a proposal in a state; server, chat buttons and web buttons read the same table. */
export const proposalCan = {
  approve: (state: ProposalState): boolean => state === 'pending',
  reject: (state: ProposalState): boolean => state === 'pending',
  edit: (state: ProposalState): boolean => state === 'pending',
} as const;
