import type { ReasonView } from '#shared/contract/common.ts';
import { fill, type Phrase } from '#shared/words/fill.ts';
import { ui } from '../state/ui.svelte.ts';
import { context, IN_DOLLARS, lookUp } from './text.ts';

/** Why a test has no result, how it was reckoned, what is odd about its bars. */
export function researchText(kind: 'refusals' | 'assumptions' | 'warnings', { code, values }: ReasonView): string {
  const phrase = lookUp<Phrase>(ui.catalogue.backtest[kind], code) ?? lookUp<Phrase>(ui.catalogue.errors, code);
  return phrase === undefined ? ui.catalogue.web.errors.unreadable : phrase(fill(values, context(IN_DOLLARS)));
}
