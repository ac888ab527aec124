import type { ReasonView } from '../contract/common.ts';
import type { Failure } from '../contract/errors.ts';
import type { Language } from '../contract/session.ts';
import { en, type Words } from './en.ts';
import { fill, type FillContext } from './fill.ts';
import { ko } from './ko.ts';

const CATALOGUE: Readonly<Record<Language, Words>> = { en, ko };

export function wordsFor(language: Language): Words {
  return CATALOGUE[language];
}

function own<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** A reason as part of a sentence. A code without words never shows: the reader is told that words are missing. */
export function reasonText(reason: ReasonView, context: FillContext): string {
  const words = wordsFor(context.reader.language);
  // A mode's reason travels without numbers, a check's verdict with them; both may have the same code.
  const hasValues = Object.keys(reason.values).length > 0;
  const [first, second] = hasValues ? [words.denies, words.outcomes] : [words.outcomes, words.denies];
  const phrase = own(words.signalReasons, reason.code) ?? own(first, reason.code) ?? own(second, reason.code);
  return phrase === undefined ? words.unnamedReason : phrase(fill(reason.values, context));
}

/** Whether a code has words; a code that has none is left out where a sentence stands without it. */
export function hasWords(code: string): boolean {
  return (
    own(en.signalReasons, code) !== undefined || own(en.outcomes, code) !== undefined || Object.hasOwn(en.denies, code)
  );
}

/** What a filter of a screen left: "14 in an uptrend". */
export function funnelText(step: { readonly code: string; readonly count: number }, language: Language): string {
  const words = wordsFor(language);
  return words.bots.left({ count: step.count, filter: own(words.funnel, step.code) ?? words.unnamedFilter });
}

/** The filter that the closest one failed: "volume 1.2×, needs 1.5×". */
export function missText(
  miss: { readonly code: string; readonly has: number; readonly needs: number },
  context: FillContext,
): string {
  const words = wordsFor(context.reader.language);
  const phrase = own(words.misses, miss.code);
  if (phrase === undefined) return words.unnamedMiss;
  const short = miss.needs === 0 ? 0 : Math.abs(1 - miss.has / miss.needs);
  return phrase(fill({ has: miss.has, needs: miss.needs, short }, context));
}

/** The sentence of an error code. */
export function errorText(failure: Failure, context: FillContext): string {
  const values = { ...failure.values, ...(failure.field !== undefined && { field: failure.field }) };
  return wordsFor(context.reader.language).errors[failure.code](fill(values, context));
}
