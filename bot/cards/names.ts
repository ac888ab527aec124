import type { CardContext } from './context.ts';

export interface Named {
  readonly symbol: string;
  readonly nameEn: string;
  readonly nameKo: string;
}

/** The part of a symbol people know: `005930` of `KRX:005930`. */
export function ticker(symbol: string): string {
  return symbol.slice(symbol.indexOf(':') + 1);
}

/** Where it is named first: `NVIDIA (NVDA)`, `삼성전자(005930)`; once where an imported file knew no other name. */
export function longName({ reader }: Pick<CardContext, 'reader'>, named: Named): string {
  const name = reader.language === 'ko' ? named.nameKo : named.nameEn;
  const code = ticker(named.symbol);
  if (name === named.symbol || name === code) return code;
  return reader.language === 'ko' ? `${name}(${code})` : `${name} (${code})`;
}

/** Afterwards: the ticker in English, unless it is only a number; the name in Korean. */
export function shortName({ reader }: Pick<CardContext, 'reader'>, named: Named): string {
  if (reader.language === 'ko') return named.nameKo;
  return named.symbol.includes(':') ? named.nameEn : named.symbol;
}
