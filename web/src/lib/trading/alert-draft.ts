import type { AlertSort, CreateAlert } from '#shared/contract/alert.ts';

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

/** As amounts travel: no commas, no leading zeros; null where it is no price. */
export function priceText(text: string): string | null {
  const plain = text.trim().replaceAll(',', '');
  if (!/^\d{1,15}(\.\d{1,6})?$/.test(plain) || Number(plain) === 0) return null;
  return plain.replace(/^0+(?=\d)/, '');
}

export function percentOf(text: string): number | null {
  const value = numberOf(text.replace(/\s*%\s*$/, ''));
  return value === null || value === 0 || value < -99 || value > 1_000 ? null : value;
}

/** Also with the minus of printed figures. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace('−', '-').replaceAll(',', '');
  return /^[+-]?\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : null;
}
