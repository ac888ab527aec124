import type { ReasonView } from '../contract/common.ts';
import type { Words } from './en.ts';

/** Names of one reason that are written out; the others are counted. */
const NAMES_SHOWN = 2;

/**
 * What a look wanted and a limit blocked, once for each reason: "wanted NVDA, KO and 3 more, blocked: asked 3 times
 * today". `nameOf` and `reasonOf` say a symbol and a reason to this reader.
 */
export function blockedTexts(
  blocked: readonly { readonly symbol: string; readonly reason: ReasonView }[],
  {
    words,
    nameOf,
    reasonOf,
  }: {
    readonly words: Words['bots'];
    readonly nameOf: (symbol: string) => string;
    readonly reasonOf: (reason: ReasonView) => string;
  },
): string[] {
  const byReason = Map.groupBy(blocked, ({ reason }) => reasonOf(reason));
  return [...byReason].map(([reason, all]) => {
    const names = all
      .slice(0, NAMES_SHOWN)
      .map(({ symbol }) => nameOf(symbol))
      .join(', ');
    const more = all.length - NAMES_SHOWN;
    return words.wantedBlocked({ name: more > 0 ? words.andMore({ names, count: more }) : names, reason });
  });
}
