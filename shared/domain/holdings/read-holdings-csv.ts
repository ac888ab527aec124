import { decimal, isDecimalText, toText, type DecimalText } from '../../lib/decimal.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { detectDelimiter } from '../bar-csv/csv-header.ts';
import { splitFields } from '../bar-csv/csv-lines.ts';
import { CURRENCIES, type Currency } from '../instrument.ts';
import { HOLDING_NAME_MAX, HOLDINGS_MAX, usualCurrency, type Holding } from './holding.ts';

export const HOLDING_FAULTS = [
  'empty-file',
  'too-many',
  'open-quote',
  'missing-column',
  'duplicate-column',
  'wrong-field-count',
  'no-name',
  'bad-number',
  'bad-currency',
  'two-currencies',
  'there-twice',
] as const;
export type HoldingFaultCode = (typeof HOLDING_FAULTS)[number];

/** Why a list of holdings is refused. `line` is 1-based; 0: the file as a whole. */
export interface HoldingFault {
  readonly line: number;
  readonly code: HoldingFaultCode;
  readonly values: Readonly<Record<string, string | number>>;
}

const SHOWN = 40;
/** As brokers and people head their columns, in English and Korean, without case, spaces and signs. */
const NAMES = {
  name: ['symbol', 'ticker', 'code', 'name', 'instrument', '종목', '종목명', '종목코드', '종목번호', '이름'],
  quantity: ['quantity', 'qty', 'shares', 'units', '수량', '보유수량', '잔고수량', '보유량', '주수'],
  totalCost: ['totalcost', 'cost', 'costbasis', 'costbasistotal', 'bookvalue', '매입금액', '매수금액', '투자금액'],
  paid: [
    'averageprice',
    'avgprice',
    'averagecost',
    'avgcost',
    'purchaseprice',
    '평균단가',
    '매입단가',
    '평단가',
    '매입가',
  ],
  price: ['price', 'lastprice', 'marketprice', 'currentprice', '현재가', '평가단가', '기준가'],
  currency: ['currency', 'ccy', '통화', '통화코드'],
} as const;
type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as Column[];
const NEEDED = ['name', 'quantity'] as const;

/** Digits in one piece or in groups of three, with or without what they are of. */
const NUMBER = /^([$₩])?\s*(\d{1,3}(?:,\d{3})+|\d{1,15})(\.\d{1,9})?\s*(원|주)?$/;
const SAYS = { $: 'USD', '₩': 'KRW', 원: 'KRW', 주: 'shares' } as const;

type Fault = Omit<HoldingFault, 'line'>;

/**
 * Reads holdings as other brokers list them: a name or symbol and a quantity, and where they are there what all of it
 * or one of it cost, its price and its currency; in any order, further columns are left aside. The whole list, or the
 * first mistake in it with its line.
 */
export function readHoldingsCsv(text: string): Result<Holding[], HoldingFault> {
  const refuse = (line: number, { code, values }: Fault) => err({ line, code, values });
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const delimiter = detectDelimiter(lines[0] ?? '');
  const fields: string[] = [];
  if (!splitFields(lines[0] ?? '', delimiter, fields)) return refuse(1, { code: 'open-quote', values: {} });
  const header = readHeader(fields);
  if (!header.ok) return refuse(1, header.error);
  const width = fields.length;
  const holdings: Holding[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const number = index + 1;
    if (!splitFields(line, delimiter, fields)) return refuse(number, { code: 'open-quote', values: {} });
    if (fields.length !== width)
      return refuse(number, { code: 'wrong-field-count', values: { has: fields.length, needs: width } });
    const row = readRow(fields, header.value);
    if (!row.ok) return refuse(number, row.error);
    const key = `${row.value.name.toLowerCase()} ${row.value.currency}`;
    const other = lineOf.get(key);
    if (other !== undefined) return refuse(number, { code: 'there-twice', values: { name: row.value.name, other } });
    if (holdings.length >= HOLDINGS_MAX) return refuse(0, { code: 'too-many', values: { max: HOLDINGS_MAX } });
    lineOf.set(key, number);
    holdings.push(row.value);
  }
  return holdings.length === 0 ? refuse(0, { code: 'empty-file', values: {} }) : ok(holdings);
}

function readHeader(cells: readonly string[]): Result<Record<Column, number>, Fault> {
  const at: Record<Column, number> = { name: -1, quantity: -1, totalCost: -1, paid: -1, price: -1, currency: -1 };
  for (const [place, cell] of cells.entries()) {
    const word = cell.toLowerCase().replace(/[^\p{L}]/gu, '');
    const column = COLUMNS.find((name) => (NAMES[name] as readonly string[]).includes(word));
    if (column === undefined) continue;
    // Brokers give a number and a name of each; the first of them stands.
    if (at[column] >= 0 && column !== 'name')
      return err({ code: 'duplicate-column', values: { column: cell.trim().slice(0, SHOWN) } });
    if (at[column] < 0) at[column] = place;
  }
  for (const column of NEEDED) if (at[column] < 0) return err({ code: 'missing-column', values: { column } });
  return ok(at);
}

function readRow(fields: readonly string[], at: Record<Column, number>): Result<Holding, Fault> {
  const cell = (column: Column): string => (at[column] < 0 ? '' : (fields[at[column]] ?? '').trim());
  const name = cell('name');
  if (name === '' || name.length > HOLDING_NAME_MAX)
    return err({ code: 'no-name', values: { value: name.slice(0, SHOWN) } });
  const amounts: Record<'quantity' | 'totalCost' | 'paid' | 'price', DecimalText | null> = {
    ...{ quantity: null, totalCost: null, paid: null, price: null },
  };
  /** What its amounts say they are in. */
  const said = new Set<Currency>();
  for (const column of Object.keys(amounts) as (keyof typeof amounts)[]) {
    const written = cell(column);
    if (written === '') continue;
    const read = readNumber(written);
    const isOther = read?.of != null && (read.of === 'shares') !== (column === 'quantity');
    if (read === null || isOther)
      return err({ code: 'bad-number', values: { column, value: written.slice(0, SHOWN) } });
    amounts[column] = read.value;
    if (read.of !== null && read.of !== 'shares') said.add(read.of);
  }
  const { quantity, paid } = amounts;
  if (quantity === null) return err({ code: 'bad-number', values: { column: 'quantity', value: '' } });
  const written = cell('currency');
  const stated = written === '' ? null : readCurrency(written);
  if (written !== '' && stated === null)
    return err({ code: 'bad-currency', values: { value: written.slice(0, SHOWN) } });
  // 1,400,000 won are never as many dollars.
  if (stated !== null) said.add(stated);
  if (said.size > 1) return err({ code: 'two-currencies', values: { value: [...said].join(', ') } });
  const [currency = usualCurrency(name)] = said;
  const totalCost = amounts.totalCost ?? (paid === null ? null : toText(decimal(paid).times(quantity)));
  return ok({ name, quantity, totalCost, currency, price: amounts.price });
}

interface Read {
  readonly value: DecimalText;
  /** Null: it does not say. */
  readonly of: Currency | 'shares' | null;
}

/** Above 0, in canonical text; null when it is none, or says it is two things. */
function readNumber(written: string): Read | null {
  const [, sign, whole, part = '', word] = NUMBER.exec(written) ?? [];
  if (whole === undefined) return null;
  const [before, after] = [sign, word].map((mark) => (mark === undefined ? null : SAYS[mark as keyof typeof SAYS]));
  if (before != null && after != null && before !== after) return null;
  const value = decimal(`${whole.replaceAll(',', '')}${part}`);
  const text = toText(value);
  return value.gt(0) && isDecimalText(text) ? { value: text, of: before ?? after ?? null } : null;
}

const WORDS: Readonly<Record<string, Currency>> = { 원: 'KRW', 원화: 'KRW', 달러: 'USD', 미국달러: 'USD' };

function readCurrency(written: string): Currency | null {
  return WORDS[written] ?? CURRENCIES.find((known) => known === written.toUpperCase()) ?? null;
}
