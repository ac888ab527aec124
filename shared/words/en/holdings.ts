import type { HoldingFaultCode } from '../../domain/holdings/read-holdings-csv.ts';
import type { Fill, Phrase } from '../fill.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  name: 'symbol',
  quantity: 'quantity',
  totalCost: 'cost',
  paid: 'average price',
  price: 'price',
};
const column = (v: Fill): string => COLUMNS[v.text('column')] ?? v.text('column');

const FAULTS: Readonly<Record<string, Phrase>> = {
  'empty-file': () => 'there is nothing in it',
  'too-many': (v) => `it has more than ${v.count('max')} lines`,
  'open-quote': () => 'a quotation mark is not closed',
  'missing-column': (v) => `the column “${column(v)}” is missing; it needs a symbol and a quantity`,
  'duplicate-column': (v) => `the column “${v.text('column')}” is there twice`,
  'wrong-field-count': (v) => `it has ${v.count('has')} fields, the header has ${v.count('needs')}`,
  'no-name': () => 'it says no symbol or name of at most 60 letters',
  'bad-number': (v) => `${column(v)} is “${v.text('value')}”, not a number above 0 such as 1,200.50`,
  'bad-currency': (v) => `the currency is “${v.text('value')}”; Nod counts in USD and KRW`,
  'two-currencies': (v) => `it says ${v.text('value')} of one thing; an amount is in one of them`,
  'there-twice': (v) => `${v.text('name')} stands in line ${v.count('other')} already; put the two together`,
} satisfies Record<HoldingFaultCode, Phrase>;

/** Why a list of holdings was not taken, with its line. */
export const holdingFault: Phrase = (v) => {
  const why = FAULTS[v.text('fault')]?.(v) ?? 'it cannot be read';
  return v.raw('line') > 0
    ? `Line ${v.count('line')} of the file: ${why}. Nothing was kept.`
    : `The file cannot be taken: ${why}. Nothing was kept.`;
};
