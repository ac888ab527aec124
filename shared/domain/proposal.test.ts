import { describe, expect, test } from 'vitest';
import { isDecided, nextProposalState, PROPOSAL_EVENTS, PROPOSAL_STATES, proposalCan } from './proposal.ts';

describe('the proposal table', () => {
  test('a revision leaves the question pending, every other event decides it', () => {
    for (const event of PROPOSAL_EVENTS) {
      const expected = event === 'revised' ? 'pending' : event;
      expect(nextProposalState('pending', event)).toEqual({ ok: true, value: expected });
    }
  });

  test('the first decision is final and names itself to whoever comes second', () => {
    for (const state of PROPOSAL_STATES.filter(isDecided)) {
      for (const event of PROPOSAL_EVENTS) {
        expect(nextProposalState(state, event)).toEqual({
          ok: false,
          error: { code: 'already-decided', state, event },
        });
      }
    }
  });

  test('only a pending question can be answered', () => {
    for (const can of Object.values(proposalCan)) expect(PROPOSAL_STATES.filter(can)).toEqual(['pending']);
  });
});
