import type { Fill } from '../fill.ts';
import { josa } from '../josa.ts';
import type { nods as english } from '../en/nods.ts';

const sectorIn = (v: Fill): string => v.text('sector');

export const nods: typeof english = {
  title: '승인 기록',
  answers: {
    waiting: '기다리는 중',
    yes: '승인',
    skipped: '넘김',
    unanswered: '무응답',
    'taken-back': '철회',
    alone: '봇이 알아서 함',
  },
  groups: { yes: '승인', skipped: '넘김', unanswered: '무응답' },
  ends: { stop: '손절', target: '익절', time: '보통 보유 기간 끝', end: '봇 종료' },
  notBought: {
    'opened-above-ceiling': '사지 못함: ‘최대’보다 높게 시작',
    'opened-below-stop': '사지 못함: 손절가보다 낮게 시작',
    'open-missed': '사지 못함: 시가가 없었음',
    'no-volume': '사지 못함: 거래가 없었음',
  },
  assumptions: {
    'same-reckoning': '셋 다 저장된 가격으로, 제안했던 수량 그대로, 같은 방법으로 계산해요. 사지 않은 것은 가정이에요.',
    'next-open': '다음 시가가 ‘최대’ 이하면 산 것으로, 아니면 사지 않은 것으로 봐요.',
    'stop-first':
      '한 봉이 손절가와 익절가에 모두 닿으면 손절로 봐요. 갭은 시가에 체결된 것으로 봐요. 배당은 넣지 않았어요.',
    costs: '시장의 수수료와 세금을 넣고, 시가나 손절가보다 0.1% 불리하게 계산해요.',
    'usual-holding': '둘 다 닿지 않으면 전략의 보통 보유 기간이 끝날 때나 봇이 끝날 때 판 것으로 봐요.',
    'no-own-exit': '전략이 스스로 판 것과 옮긴 손절가는 들어 있지 않아요. 승인 옆의 장부 결과에는 들어 있어요.',
  },
  offers: {
    'block-sector': (v) => `${sectorIn(v)} 업종 제안 ${v.count('of')}개 중 ${v.count('skipped')}개를 넘기셨어요.`,
    'block-symbol': (v) =>
      `${josa(v.text('symbol'), '을/를')} ${v.count('of')}번 중 ${v.count('skipped')}번 넘기셨어요.`,
    'smaller-positions': (v) => `넘긴 ${v.count('of')}개 중 ${v.count('skipped')}개는 ‘너무 커서’였어요.`,
  },
  taps: {
    'block-sector': (v) => `${sectorIn(v)} 업종 차단`,
    'block-symbol': (v) => `${v.text('symbol')} 차단`,
    'smaller-positions': (v) => `한 종목 최대 ${v.percent('before')} 대신 ${v.percent('after')}`,
  },
  tooFew: '아직 판단하기엔 적어요',
  hypothetical: '가정',
  line: (p) =>
    p.ended === 0
      ? `${p.group} ${p.count}${p.count === 0 ? '' : ': 아직 끝난 것이 없어요'}`
      : `${p.group} ${p.count}: ${p.total}, 끝난 ${p.ended}개 평균 ${p.average}${p.notes}`,
  none: '아직 받은 제안이 없어 돌아볼 것이 없어요',
};
