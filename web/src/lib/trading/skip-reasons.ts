import type { SKIP_REASONS } from '#shared/contract/proposal.ts';

export type SkipReason = (typeof SKIP_REASONS)[number];

// The contract's own list comes with its schemas, which the browser has no use for.
export const SKIP_REASON_WORDS = [
  'too-big',
  'not-this-company',
  'bad-moment',
  'own-enough',
  'do-not-believe-it',
] as const satisfies readonly SkipReason[];
