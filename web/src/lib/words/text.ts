import type { LookView } from '#shared/contract/bot.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { accountName } from '#shared/words/account-name.ts';
import { blockedTexts } from '#shared/words/blocked-text.ts';
import { fill, type FillContext, type Phrase } from '#shared/words/fill.ts';
import { asApiError } from '../api/error.ts';
import { moment } from '../state/market-time.ts';
import { names } from '../state/names.svelte.ts';
import { ui } from '../state/ui.svelte.ts';

/*
 * Codes into words, for the language that is loaded. `shared/words/catalogue.ts` does the same for chat, with both
 * languages at hand; the browser only ever has one.
 */
export interface Money {
  readonly currency: Currency;
  readonly priceCurrency?: Currency;
}
export const IN_DOLLARS: Money = { currency: 'USD' };

export const context = (money: Money): FillContext => ({ reader: ui.reader, ...money });

export function lookUp<T>(words: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(words, code) ? words[code] : undefined;
}

/** The sentence of a failed call; the code itself is never shown. */
export function errorText(thrown: unknown, money: Money = IN_DOLLARS): string {
  const { code, values, field } = asApiError(thrown);
  const { errors, web } = ui.catalogue;
  if (code === 'offline') return web.errors.offline;
  if (code === 'no-answer') return web.errors.noAnswer;
  // They were asked here, and closed the sheet.
  if (code === 'step-up-required') return web.errors.notConfirmed;
  const phrase = lookUp<Phrase>(errors, code);
  if (phrase === undefined) return web.errors.unreadable;
  const text = phrase(fill(field === null ? values : { field, ...values }, context(money)));
  const rule = values['why'];
  const broken = typeof rule === 'string' ? lookUp(ui.catalogue.config, rule) : undefined;
  if (broken !== undefined) return broken;
  const why = values['reason'] ?? values['check'];
  const because = typeof why === 'string' ? lookUp(ui.catalogue.reasons, why) : undefined;
  return because === undefined ? text : `${text} ${capital(because(fill(values, context(money))))}.`;
}

/** Whether a code has words; one that has none is left out where a line stands without it. */
export function hasWords(reason: ReasonView): boolean {
  return lookUp(ui.catalogue.reasons, reason.code) !== undefined;
}

/** One reason, as part of a sentence. */
export function reasonText(reason: ReasonView, money: Money = IN_DOLLARS, reasons = ui.catalogue.reasons): string {
  const phrase = lookUp(reasons, reason.code);
  return phrase === undefined ? ui.catalogue.unnamedReason : phrase(fill(reason.values, context(money)));
}

/** What a filter left: "14 in an uptrend". */
export function funnelText(step: LookView['funnel'][number]): string {
  const filter = lookUp(ui.catalogue.funnel, step.code) ?? ui.catalogue.unnamedFilter;
  return ui.catalogue.bots.left({ count: step.count, filter });
}

/** The filter that the closest one failed: "volume 1.2×, needs 1.5×". */
export function missText(miss: NonNullable<LookView['closest']>): string {
  const phrase = lookUp(ui.catalogue.misses, miss.code);
  if (phrase === undefined) return ui.catalogue.unnamedMiss;
  const short = miss.needs === 0 ? 0 : Math.abs(1 - miss.has / miss.needs);
  return phrase(fill({ has: miss.has, needs: miss.needs, short }, context(IN_DOLLARS)));
}

/** One look, one line, without its time: "looked at 60, nothing passed; closest HRBM: volume 1.2×, needs 1.5×". */
export function lookText(look: LookView, options: { readonly next?: boolean } = {}): string {
  const { bots } = ui.catalogue;
  const came: string[] = [];
  if (look.asked.length > 0)
    came.push(bots.askedFor({ names: look.asked.map(({ symbol }) => names.short(symbol)).join(', ') }));
  came.push(
    ...blockedTexts(look.blocked, { words: bots, nameOf: (symbol) => names.short(symbol), reasonOf: reasonText }),
  );
  if (came.length === 0) {
    came.push(bots.nothingPassed);
    if (look.closest) came.push(bots.closest({ name: names.of(look.closest), filter: missText(look.closest) }));
  }
  if (options.next === true && look.nextLookAt) came.push(bots.nextLook({ time: moment(look.nextLookAt) }));
  return came.join('; ');
}

/** A word out of a list that may grow before this app does. */
export function wordOf(words: Readonly<Record<string, string>>, code: string): string {
  return lookUp(words, code) ?? code.replaceAll('-', ' ');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The symbol beside a name; null where an imported file knew no other name. */
export const symbolBeside = (named: {
  readonly symbol: string;
  readonly nameEn: string;
  readonly nameKo: string;
}): string | null => (nameOf(named) === named.symbol ? null : named.symbol);

/** An account's name; one that Nod gave follows the reader's language. */
export const accountNameOf = ({ name }: { readonly name: string }): string => accountName(name, ui.language);

/** An instrument's name in the reader's language. */
export function nameOf(named: { readonly nameEn: string; readonly nameKo: string }): string {
  return (ui.language === 'ko' ? named.nameKo : named.nameEn) || named.nameEn;
}
