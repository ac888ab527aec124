const SYMBOL = /^[\p{L}\p{N}^][\p{L}\p{N}.\-^=_&]{0,23}$/u;

/** A symbol as markets write it, upper case; Stooq's country suffix `.US` is dropped. Null when it is none. */
export function parseSymbol(text: string): string | null {
  const symbol = text.trim().toUpperCase().replace(/\.US$/, '');
  return SYMBOL.test(symbol) ? symbol : null;
}

/** The symbol a one-symbol file is named after: `GOOG.csv`, `aapl_us_d.csv`, `aapl.us.txt`, `MSFT-1d.csv.gz`. */
export function symbolOfFileName(fileName: string): string | null {
  const base = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/\.gz$/i, '')
    .replace(/\.(csv|txt|tsv)$/i, '');
  return parseSymbol(base.replace(/_us(_[dwm])?$/i, '').replace(/[_-](1m|5m|15m|1h|1d|1w|daily|weekly)$/i, ''));
}
