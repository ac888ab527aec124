import { describe, expect, it } from 'vitest';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { bestFirst } from './best-first.ts';

const asked = (id: string, place: number | null, createdAt: string): ProposalView =>
  ({ id, createdAt, rationale: { rank: place === null ? null : { place, of: 9 } } }) as ProposalView;

describe('bestFirst', () => {
  it('puts the best of a look first, and what has no rank last', () => {
    const list = [asked('sell', null, '1'), asked('third', 3, '1'), asked('first', 1, '1')];
    expect(bestFirst(list).map(({ id }) => id)).toEqual(['first', 'third', 'sell']);
  });

  it('puts the older of two equals first', () => {
    expect(bestFirst([asked('new', 1, '2'), asked('old', 1, '1')]).map(({ id }) => id)).toEqual(['old', 'new']);
  });
});
