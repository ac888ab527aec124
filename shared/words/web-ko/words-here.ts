import type { wordsHere as english } from '../web-en/words-here.ts';

export const wordsHere: typeof english = {
  open: '여기 나온 말 풀이',
  title: '이 화면의 말',
  none: '이 화면에는 따로 풀 말이 없어요.',
};
