import { UpdateLimits, type AccountLimitsView } from '#shared/contract/account.ts';
import type { LimitName } from '#shared/domain/account-limits.ts';
import type { DatedBlocks } from '#shared/domain/dated-blocks.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import { LIMIT_FACTS } from '#shared/domain/limit-facts.ts';
import { parseAmount, parseSetting } from '#shared/words/typed-amount.ts';

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
    case 'dated-names':
      return Object.entries(value as Readonly<Record<string, string>>)
        .map(([symbol, said]) => `${symbol} = ${said}`)
        .join('\n');
    default:
      return typeof value === 'object' ? '' : String(value);
  }
}

/**
 * What was typed as the change it asks for; null where the limit can have no such value. `from` is what stood when
 * somebody began to type: of what is blocked only what they changed is sent, so that what another screen did since stays.
 * `currency` is the account's.
 */
export function changeOf(
  name: LimitName,
  text: string,
  { from, currency }: { readonly from: LimitValue; readonly currency: Currency },
): UpdateLimits | null {
  const value = valueOf(name, text, currency);
  if (value === undefined) return null;
  if (name === 'blockList') return listChange(from as readonly string[], value as readonly string[]);
  if (name === 'blockedUntil') return datesChange(from as DatedBlocks, value as DatedBlocks);
  return valid({ [name]: value });
}

function listChange(from: readonly string[], to: readonly string[]): UpdateLimits | null {
  const block = to.filter((symbol) => !from.includes(symbol));
  const unblock = from.filter((symbol) => !to.includes(symbol));
  return valid({ ...(block.length > 0 && { block }), ...(unblock.length > 0 && { unblock }) });
}

function datesChange(from: DatedBlocks, to: DatedBlocks): UpdateLimits | null {
  const set = Object.entries(to).filter(([symbol, last]) => from[symbol] !== last);
  const ended = Object.keys(from).filter((symbol) => !Object.hasOwn(to, symbol));
  const changed = [...set, ...ended.map((symbol) => [symbol, null] as const)];
  return changed.length === 0 ? null : valid({ blockUntil: Object.fromEntries(changed) });
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

function valueOf(name: LimitName, text: string, currency: Currency): unknown {
  const number = parseSetting(text);
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
      return parseAmount(text, currency) ?? undefined;
    case 'usd':
      return parseAmount(text, 'USD') ?? undefined;
    case 'krw':
      return parseAmount(text, 'KRW') ?? undefined;
    case 'names':
      return linesOf(text);
    case 'sectors':
    case 'dated-names': {
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
