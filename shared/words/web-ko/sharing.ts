import type * as en from '../web-en/sharing.ts';

export const sharing: typeof en.sharing = {
  trade: '이 거래 공유',
  week: '한 주 공유',
  replay: '과거 재생 공유',
  preview: '다른 사람에게 보일 그림',
  note: '끝난 거래의 수익률과 세계, 날짜만 있어요. 금액도 이름도 없고, 추천이 아니라고 적혀 있어요.',
  share: '공유하기',
  save: '그림 저장',
};
