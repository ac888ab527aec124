/** What no answer to a question means. */
export type Silence = 'buys-nothing' | 'sells-nothing' | 'sells';

export function silenceOf({
  side,
  askBecause,
}: {
  readonly side: 'buy' | 'sell';
  readonly askBecause: { readonly code: string };
}): Silence {
  if (side === 'buy') return 'buys-nothing';
  return askBecause.code === 'sells-unless-told' ? 'sells' : 'sells-nothing';
}
