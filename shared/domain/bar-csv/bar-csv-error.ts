/** Why a file of bars is refused. `values` fill the sentence; `line` is 1-based and 0 when the file as a whole is meant. */
export interface BarCsvError {
  readonly file: string;
  readonly line: number;
  readonly code: BarCsvErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
}

export type BarCsvErrorCode =
  | 'empty-file'
  | 'damaged-gzip'
  | 'not-text'
  | 'line-too-long'
  | 'open-quote'
  | 'missing-column'
  | 'duplicate-column'
  | 'wrong-field-count'
  | 'bad-symbol'
  | 'bad-date'
  | 'bad-number'
  | 'price-not-positive'
  | 'negative-volume'
  | 'high-below-low'
  | 'outside-range'
  | 'duplicate-date'
  | 'unordered-date'
  | 'unknown-timeframe'
  | 'bar-too-close';

const SENTENCES: Record<BarCsvErrorCode, string> = {
  'empty-file': 'there are no bars in it',
  'damaged-gzip': 'the gzip file is cut short or damaged here',
  'not-text': 'it is not UTF-8 text',
  'line-too-long': 'the line is longer than {max} characters',
  'open-quote': 'a quote is not closed',
  'missing-column': 'the column "{column}" is missing',
  'duplicate-column': 'the column "{column}" is there twice',
  'wrong-field-count': 'there are {has} fields, the header has {needs}',
  'bad-symbol': '"{value}" is not a symbol',
  'bad-date': '"{value}" is not a date such as 2020-01-31',
  'bad-number': '{column} is "{value}", which is not a number',
  'price-not-positive': '{column} is {value}; a price is above zero',
  'negative-volume': 'volume is {value}; it cannot be below zero',
  'high-below-low': 'high {high} is below low {low}',
  'outside-range': '{column} {value} lies outside the range {low} to {high}',
  'duplicate-date': '{symbol} has a second bar for {date}',
  'unordered-date': '{symbol} goes back from {previous} to {date}; bars stand oldest first',
  'unknown-timeframe': 'the bars are {minutes} minutes apart; 1, 5, 15, 60 minutes, days and weeks are known',
  'bar-too-close': '{symbol} at {date} is closer to the bar before than {timeframe} bars are',
};

/** One English line for logs and the command line: `GOOG.csv, line 17: high 9.5 is below low 10.2`. */
export function describeBarCsvError(error: BarCsvError): string {
  const sentence = SENTENCES[error.code].replace(/\{(\w+)\}/g, (_, name: string) => String(error.values[name] ?? '?'));
  const place = error.line > 0 ? `${error.file}, line ${error.line}` : error.file;
  return `${place}: ${sentence}`;
}
