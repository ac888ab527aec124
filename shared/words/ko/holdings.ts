import type { HoldingFaultCode } from '../../domain/holdings/read-holdings-csv.ts';
import type { Fill, Phrase } from '../fill.ts';
import { josa } from '../josa.ts';

const COLUMNS: Readonly<Record<string, string>> = {
  name: '종목',
  quantity: '수량',
  totalCost: '매입금액',
  paid: '평균단가',
  price: '현재가',
};
const column = (v: Fill): string => COLUMNS[v.text('column')] ?? v.text('column');

const FAULTS: Readonly<Record<string, Phrase>> = {
  'empty-file': () => '내용이 없어요',
  'too-many': (v) => `${v.count('max')}줄보다 길어요`,
  'open-quote': () => '따옴표가 닫히지 않았어요',
  'missing-column': (v) => `'${column(v)}' 열이 없어요. 종목과 수량은 있어야 해요`,
  'duplicate-column': (v) => `'${v.text('column')}' 열이 두 번 있어요`,
  'wrong-field-count': (v) => `칸이 ${v.count('has')}개인데 첫 줄은 ${v.count('needs')}개예요`,
  'no-name': () => '종목 코드나 60자 이내의 이름이 없어요',
  'bad-number': (v) => `${josa(column(v), '이/가')} '${v.text('value')}'예요. 1,200.50처럼 0보다 큰 숫자로 적어 주세요`,
  'bad-currency': (v) => `통화가 '${v.text('value')}'예요. Nod는 USD와 KRW로 계산해요`,
  'two-currencies': (v) => `한 종목에 통화가 여러 개예요(${v.text('value')}). 하나로 맞춰 주세요`,
  'there-twice': (v) => `${josa(v.text('name'), '이/가')} ${v.count('other')}번째 줄에도 있어요. 하나로 합쳐 주세요`,
} satisfies Record<HoldingFaultCode, Phrase>;

export const holdingFault: Phrase = (v) => {
  const why = FAULTS[v.text('fault')]?.(v) ?? '읽을 수 없어요';
  return v.raw('line') > 0
    ? `파일 ${v.count('line')}번째 줄: ${why}. 저장한 것은 없어요.`
    : `이 파일은 쓸 수 없어요: ${why}. 저장한 것은 없어요.`;
};
