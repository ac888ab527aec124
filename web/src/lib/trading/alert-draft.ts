import type { AlertSort, CreateAlert } from '#shared/contract/alert.ts';
import { parseNumber, parseSetting } from '#shared/words/typed-amount.ts';

/** What somebody typed about an alert; each sort reads its own part. */
export interface AlertDraft {
  readonly sort: AlertSort;
  readonly symbol: string;
  readonly price: string;
  readonly percent: string;
  /** A whole name: `rsi-14`. */
  readonly indicator: string;
  /** Empty: its only line. */
  readonly line: string;
  readonly is: 'above' | 'below';
  readonly value: string;
  readonly screenId: string;
  readonly repeats: boolean;
}

/** What to ask the server for; null while something is missing or cannot be read. */
export function alertOf(draft: AlertDraft, accountId: string): CreateAlert | null {
  const { sort, repeats } = draft;
  if (sort === 'screen') {
    return draft.screenId === '' ? null : { kind: 'screen', screenId: draft.screenId, repeats: true, accountId };
  }
  const symbol = draft.symbol.trim();
  if (symbol === '') return null;
  const about = { symbol, repeats, accountId };
  switch (sort) {
    case 'price': {
      const price = priceText(draft.price);
      return price === null ? null : { kind: 'price', price, ...about };
    }
    case 'percent': {
      const percent = percentOf(draft.percent);
      return percent === null ? null : { kind: 'percent', percent, ...about };
    }
    case 'indicator': {
      const value = numberOf(draft.value);
      if (value === null || draft.indicator === '') return null;
      const { indicator, line, is } = draft;
      return { kind: 'indicator', indicator, ...(line !== '' && { line }), is, value, ...about };
    }
  }
}

/** As amounts travel; null where it is no price of at most 15 digits and 6 decimals. */
export function priceText(text: string): string | null {
  const price = parseNumber(text);
  return price !== null && /^\d{1,15}(\.\d{1,6})?$/.test(price) ? price : null;
}

export function percentOf(text: string): number | null {
  const value = numberOf(text);
  return value === null || value === 0 || value < -99 || value > 1_000 ? null : value;
}

export function numberOf(text: string): number | null {
  const value = parseSetting(text);
  return Number.isNaN(value) ? null : value;
}
