import { UpdateLimits, type AccountLimitsView } from '#shared/contract/account.ts';
import type { LimitName } from '#shared/domain/account-limits.ts';
import { LIMIT_FACTS } from '#shared/domain/limit-facts.ts';
import { amountOf } from '../format/typed-amount.ts';

export type LimitValue = AccountLimitsView[LimitName];

/** What a person would type for a limit as it stands: percent, seconds, a name a line. Empty where nothing is asked. */
export function draftOf(name: LimitName, value: LimitValue): string {
  if (value === null) return '';
  switch (LIMIT_FACTS[name].unit) {
    case 'fraction':
      return String(Number((Number(value) * 100).toFixed(6)));
    case 'ms':
      return String(Number(value) / 1_000);
    case 'names':
      return (value as readonly string[]).join('\n');
    case 'sectors':
      return Object.entries(value as AccountLimitsView['sectors'])
        .map(([symbol, sector]) => `${symbol} = ${sector}`)
        .join('\n');
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

/**
 * What was typed as the change it asks for; null where the limit can have no such value. `from` is what stood when
 * somebody began to type: of the block list only what they changed is sent, so that what another screen did since stays.
 */
export function changeOf(name: LimitName, text: string, from: LimitValue): UpdateLimits | null {
  const value = valueOf(name, text);
  if (value === undefined) return null;
  return name === 'blockList'
    ? listChange(from as readonly string[], value as readonly string[])
    : valid({ [name]: value });
}

function listChange(from: readonly string[], to: readonly string[]): UpdateLimits | null {
  const block = to.filter((symbol) => !from.includes(symbol));
  const unblock = from.filter((symbol) => !to.includes(symbol));
  return valid({ ...(block.length > 0 && { block }), ...(unblock.length > 0 && { unblock }) });
}

/** No limit any more; null where it cannot be without one. */
export function offOf(name: LimitName): UpdateLimits | null {
  return valid({ [name]: null });
}

/** A value that needs no typing: a switch, kinds of sessions. */
export function valid(change: UpdateLimits | { readonly [name: string]: unknown }): UpdateLimits | null {
  const parsed = UpdateLimits.safeParse(change);
  return parsed.success ? parsed.data : null;
}

/** A limit's value as text, as the API says what binds: of a list how many there are, of a switch 1 or 0. */
export function figureText(value: Exclude<LimitValue, null>): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'object' ? String(Object.keys(value).length) : String(value);
}

/** Either sign of decimals; 1,000 may be one or a thousand, so it is neither. */
const DIGITS = /^\d{1,12}(\.\d{1,6}|,\d{1,2}|,\d{4,6})?$/;

function valueOf(name: LimitName, text: string): unknown {
  const typed = text.trim().replace(/%$/, '').trim();
  const number = DIGITS.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
  switch (LIMIT_FACTS[name].unit) {
    case 'fraction':
      // 7.5 % is 0.075, not a hair beside it.
      return Number((number / 100).toFixed(8));
    case 'ms':
      return number * 1_000;
    case 'correlation':
    case 'count':
    case 'sessions':
      return number;
    case 'money':
    case 'usd':
    case 'krw':
      return amountOf(text) ?? undefined;
    case 'names':
      return linesOf(text);
    case 'sectors': {
      const pairs = linesOf(text).map((line) => line.split('=').map((part) => part.trim()));
      if (pairs.some((pair) => pair.length !== 2 || pair.includes(''))) return undefined;
      return Object.fromEntries(pairs as [string, string][]);
    }
    case 'switch':
    case 'split':
    case 'session-kinds':
      return undefined;
  }
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
