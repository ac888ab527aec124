import type * as en from '../web-en/ledger.ts';
import { ledgerBrief } from './on-home.ts';

export const ledger: typeof en.ledger = {
  ...ledgerBrief,
  empty: '아직 내역이 없어요. 입금, 매수, 매도, 수수료를 두 번씩 적어 합이 늘 맞아요.',
  accounts: {
    cash: '예수금',
    fees: '수수료',
    tax: '세금',
    realised: '확정 손익',
    equity: '외부 입출금',
    dividends: '배당',
    interest: '이자',
    conversion: '환전',
  },
  sharesOf: (name) => `${name} 주식 (산 값)`,
  summary: '합계',
  filter: '종류',
  entries: '분개',
  add: '입출금',
  addTitle: '가짜 돈',
  addBody: '이 계좌의 가짜 돈이에요. 진짜처럼 기록돼요.',
  atBroker: '입금과 출금은 증권사에서 해 주세요. 여기에는 증권사 기록이 그대로 적혀요.',
  amount: '금액',
  deposit: '입금',
  withdraw: '출금',
  result: '손익',
};
