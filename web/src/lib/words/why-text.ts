import type { ReasonView } from '#shared/contract/common.ts';
import type { CheckVerdictView } from '#shared/contract/proposal.ts';
import { ui } from '../state/ui.svelte.ts';
import { reasonText, wordOf, type Money } from './text.ts';

/* Where a question is read, any reason may be given. Home has the usual ones, and this file is not of Home. */

/** One reason for or against, as part of a sentence. */
export const whyText = (reason: ReasonView, money: Money): string => reasonText(reason, money, ui.catalogue.reasons);

export function checkText(check: CheckVerdictView, money: Money): { name: string; detail: string | null } {
  const name = wordOf(ui.catalogue.checkNames, check.check);
  return { name, detail: check.reason === null ? null : whyText(check.reason, money) };
}
