import type { Language } from '../contract/session.ts';

/** Names that Nod itself gave when it opened an account: they follow the reader's language; a person's own never do. */
const GIVEN: Readonly<Record<string, string>> = {
  'Demo account': '연습 계좌',
  'Paper account': '모의 계좌',
  'Live account': '실전 계좌',
  'Main account': '기본 계좌',
};

export function accountName(name: string, language: Language): string {
  return language === 'ko' ? (GIVEN[name] ?? name) : name;
}
