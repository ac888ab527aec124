import type { share as enShare } from '../en/share.ts';

export const share: typeof enShare = {
  button: '공유',
  title: '무엇을 공유할까요?',
  lines:
    '끝난 거래의 수익률만 담은 그림이에요. 금액, 이름, 번호는 없어요. 어떤 환경인지, 추천이 아니라는 것도 적혀 있어요.',
  none: '아직 끝난 거래가 없어 공유할 것이 없어요',
  choices: {
    week: '최근 7일',
    replay: '과거 재생 전체',
    trade: (p) => `${p.name} ${p.result}`,
  },
  week: '최근 7일 공유용 그림이에요',
  replay: '과거 재생 공유용 그림이에요',
  trade: '끝난 거래 공유용 그림이에요',
  how: '그림을 전달하면 돼요. 추천이 아니에요.',
};
