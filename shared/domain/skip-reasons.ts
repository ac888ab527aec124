import type { World } from './market.ts';

/** Why a person skips, where they say so; one tap, optional. The order is that of the buttons, and of `skip ID N`. */
export const SKIP_REASONS = ['too-big', 'not-this-company', 'bad-moment', 'own-enough', 'do-not-believe-it'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * What could follow from a reason: it only takes something away, happens only when it is tapped, and can be taken back.
 * Bots buy half their usual size; the stock is not bought for some time, or without an end; nothing is bought shortly before
 * earnings; to be told when it is that much lower; the record of nods.
 */
export type Consequence = 'half-size' | 'block-for-days' | 'block' | 'not-before-earnings' | 'tell-lower' | 'record';

const AFTER_SKIP: Readonly<Record<SkipReason, readonly Consequence[]>> = {
  'too-big': ['half-size'],
  'not-this-company': ['block-for-days', 'block'],
  'bad-moment': ['not-before-earnings', 'tell-lower'],
  'own-enough': ['block-for-days', 'block'],
  'do-not-believe-it': ['record'],
};

/** So many sessions before earnings nothing is bought, where nobody says how many. */
export const EARNINGS_SESSIONS = 3;

interface Skipped {
  readonly world: World;
  readonly rationale: { readonly against: readonly { readonly code: string }[] };
}

/**
 * What a reason offers for this question. Not before earnings only where somebody here knows when companies report: asked for
 * where nobody does, nothing could be bought at all.
 */
export function afterSkip(reason: SkipReason, { world, rationale }: Skipped): readonly Consequence[] {
  const isKnown = world === 'demo' || rationale.against.some(({ code }) => code === 'earnings-in-days');
  return AFTER_SKIP[reason].filter((one) => one !== 'not-before-earnings' || isKnown);
}

/** How much lower, in percent, somebody is told for whom it was a bad moment. */
export const TELL_LOWER_PERCENT = -3;

/** The reason a question was skipped for; null where there was none of these. */
export function skipReasonOf(proposal: {
  readonly status: string;
  readonly reason: { readonly code: string; readonly values: Readonly<Record<string, unknown>> } | null;
}): SkipReason | null {
  const said =
    proposal.status === 'rejected' && proposal.reason?.code === 'skipped'
      ? proposal.reason.values['reason']
      : undefined;
  return SKIP_REASONS.find((known) => known === said) ?? null;
}
