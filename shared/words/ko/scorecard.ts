import type { scorecard as en } from '../en/scorecard.ts';

export const scorecard: typeof en = {
  title: '재생 성적표',
  open: '성적표 보기',
  over: '재생이 끝났어요.',
  notOver: '아직 재생 중이에요. 끝나면 성적을 매겨요.',
  lead: (p) => `${p.from}부터 ${p.to}까지`,
  you: '나',
  auto: '봇 혼자 했다면',
  hold: '목록을 사서 들고 있었다면',
  fees: (fees) => `수수료와 세금 ${fees}`,
  trades: (count) => `끝난 거래 ${count}번`,
  questions: (p) => `제안 ${p.asked}개: 승인 ${p.approved}, 넘김 ${p.skipped}, 무응답 ${p.unanswered}`,
  reckoning: '계산하는 중이에요…',
  notReckoned: '계산하지 못했어요',
  notYours: '아직 계산할 수 있는 사람이 계산하지 않았어요.',
  test: '계산한 테스트 보기',
  how: '셋 모두 같은 봉, 같은 돈, 같은 수수료와 세금이에요. 아직 들고 있는 것은 마지막 종가로 쳐요. ‘봇 혼자’는 봇이 물어봤을 것을 자기 규칙 안에서 모두 산 것으로, 가정이에요. ‘들고 있었다면’은 첫날 목록을 같은 몫으로 사서 그대로 둔 것으로, 역시 가정이에요.',
  tooFew: '거래 20번 미만: 아직 판단하기엔 적어요.',
  none: '이 재생에서 돌아간 봇이 없어요.',
  line: (p) => `${p.who}: ${p.result} (${p.share})`,
};
