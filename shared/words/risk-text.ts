import type { LimitUsageView } from '../contract/risk.ts';
import { SESSION_KINDS, type SessionKind } from '../domain/account-limits.ts';
import type { Currency } from '../domain/instrument.ts';
import type { LimitUnit } from '../domain/limit-facts.ts';
import type { Words } from './en.ts';
import { duration, type Reader } from './format-time.ts';
import { figure, money, percent, price, quantity } from './format.ts';

/** What of the catalogue limits are said with. */
export type RiskWords = Pick<Words, 'risk' | 'web'>;

interface About {
  readonly words: RiskWords;
  readonly reader: Pick<Reader, 'language'>;
  /** The account's. */
  readonly currency: Currency;
}

/** One limit's usage as a person reads it, the same in the app and in chat. */
export interface UsageText {
  readonly name: string;
  /** `7.5% of 10%`, `not known, of 15%`, `no limit`, or the limit alone where each order is asked. */
  readonly value: string;
  /** The same in money, where a part of money is limited: `$1,500 of $2,000`. */
  readonly amounts: string | null;
  /** How much of the limit: `75%`. */
  readonly share: string | null;
  /** What it is largest of. */
  readonly about: string | null;
}

export function usageText(usage: LimitUsageView, about: About): UsageText {
  const { words, reader, currency } = about;
  const { risk } = words;
  const name = risk.names[usage.name];
  const amount = (value: string): string => money(value, currency, reader.language, { style: 'round' });
  const { amounts, unit } = usage;
  const isMoneyAlready = unit === 'money';
  const sectors = words.web.markets.sectors;
  const named = usage.about.map((what) =>
    usage.name === 'sectorFractionMax' && Object.hasOwn(sectors, what) ? (sectors[what] ?? what) : what,
  );
  return {
    name: usage.part === null ? name : risk.part({ name, part: risk.parts[usage.part] }),
    value: valueText(usage, about),
    amounts:
      amounts === null || isMoneyAlready
        ? null
        : amounts.limit === null
          ? amount(amounts.used)
          : risk.of({ used: amount(amounts.used), limit: amount(amounts.limit) }),
    share: usage.fraction === null ? null : percent(usage.fraction, { digits: 0 }),
    about: named.length === 0 ? null : named.join(risk.and),
  };
}

function valueText({ state, used, limit, unit }: LimitUsageView, about: About): string {
  const { risk } = about.words;
  const text = (value: string): string => limitText(value, unit, about);
  switch (state) {
    case 'measured':
      return risk.of({ used: used === null ? risk.unknown : text(used), limit: text(limit ?? '0') });
    case 'unknown':
      return limit === null ? risk.unknown : risk.unknownOf({ limit: text(limit) });
    case 'empty':
      return risk.empty;
    case 'off':
      return used === null ? risk.off : risk.offNow({ used: text(used) });
    case 'each-order':
      return text(limit ?? '0');
  }
}

/** When it may buy: the kinds by name, or that it is all of them. */
export function sessionKindsText(kinds: readonly SessionKind[], { words: { risk } }: Pick<About, 'words'>): string {
  if (kinds.length === SESSION_KINDS.length) return risk.sessionKindsAll;
  return kinds.length === 0 ? risk.sessionKindsNone : kinds.map((kind) => risk.sessionKinds[kind]).join(', ');
}

/** A figure of a limit in its own unit. */
export function limitText(value: string, unit: LimitUnit, { words: { risk }, reader, currency }: About): string {
  const { language } = reader;
  switch (unit) {
    case 'fraction':
    case 'split':
      return percent(Number(value), { digits: 1 });
    case 'correlation':
      return figure(Number(value), 2);
    case 'money':
      return money(value, currency, language, { style: 'round' });
    case 'usd':
      return price(value, 'USD', language);
    case 'krw':
      return price(value, 'KRW', language);
    case 'count':
      return quantity(value);
    case 'sessions':
      return risk.sessions(quantity(value));
    case 'ms':
      return duration(Number(value), language);
    case 'switch':
      return value === '0' ? risk.no : risk.on;
    case 'names':
    case 'session-kinds':
    case 'sectors':
    case 'dated-names':
      return risk.entries(quantity(value));
  }
}
