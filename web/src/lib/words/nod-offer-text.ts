import type { ReasonView } from '#shared/contract/common.ts';
import { fill } from '#shared/words/fill.ts';
import { ui } from '../state/ui.svelte.ts';
import { context, lookUp, wordOf, type Money } from './text.ts';

/** What a habit of skipping says, and the button that would follow from it. */
export function nodOfferText({ code, values }: ReasonView, money: Money): { said: string; tap: string } {
  const { nods } = ui.catalogue;
  const sector = values['sector'];
  const named = typeof sector === 'string' ? { ...values, sector: wordOf(ui.w.markets.sectors, sector) } : values;
  const filled = fill(named, context(money));
  return { said: lookUp(nods.offers, code)?.(filled) ?? '', tap: lookUp(nods.taps, code)?.(filled) ?? '' };
}
