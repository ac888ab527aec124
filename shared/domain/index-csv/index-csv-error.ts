/** Why a list of an index is refused. `line` is 1-based, 0 when the file as a whole is meant. */
export interface IndexCsvError {
  readonly file: string;
  readonly line: number;
  readonly code: keyof typeof SENTENCES;
  readonly values: Readonly<Record<string, string | number>>;
}

const SENTENCES = {
  'empty-file': 'there is nobody in it',
  'not-text': 'it is not UTF-8 text, plain or gzip',
  'too-large': 'it is larger than {max} MB',
  'too-many': 'there are more than {max} lines',
  'open-quote': 'a quote is not closed',
  'missing-column': 'the column "{column}" is missing; the header is symbol,from[,until][,announced][,until_announced]',
  'duplicate-column': 'the column "{column}" is there twice',
  'wrong-field-count': 'there are {has} fields, the header has {needs}',
  'bad-symbol': '"{value}" is not a symbol',
  'bad-date': '{column} is "{value}", which is not a date such as 2020-01-31',
  'ends-before': '{symbol} leaves on {until}, which is not after {from}',
  'announced-late': '{symbol} is announced on {announced}, after the change of {day}',
  'announced-alone': '{symbol} has a day of announcement, but no day of the change in "{column}"',
  overlapping: '{symbol} is in the list since {other} already and did not leave before {from}',
} as const;

/** One English line for the command line: `sp500.csv, line 17: "???" is not a symbol`. */
export function describeIndexCsvError(error: IndexCsvError): string {
  const sentence = SENTENCES[error.code].replace(/\{(\w+)\}/g, (_, name: string) => String(error.values[name] ?? '?'));
  return `${error.line > 0 ? `${error.file}, line ${error.line}` : error.file}: ${sentence}`;
}
