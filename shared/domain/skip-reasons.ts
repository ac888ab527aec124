/** Why a person skips, where they say so; one tap, optional. The order is that of the buttons, and of `skip ID N`. */
export const SKIP_REASONS = ['too-big', 'not-this-company', 'bad-moment', 'own-enough', 'do-not-believe-it'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * What could follow from a reason: it only takes something away, happens only when it is tapped, and can be taken back.
 * Bots buy half their usual size; the stock is bought no more; to be told when it is that much lower; the record of nods.
 */
export const AFTER_SKIP = {
  'too-big': 'half-size',
  'not-this-company': 'block',
  'bad-moment': 'tell-lower',
  'own-enough': 'block',
  'do-not-believe-it': 'record',
} as const satisfies Record<SkipReason, string>;

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
