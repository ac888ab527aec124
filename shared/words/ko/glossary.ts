import type { glossary as en } from '../en/glossary.ts';

export const glossary: typeof en = {
  proposal: { term: '제안', means: '봇이 수량과 한도를 따져 보고 묻는 거래예요. 승인하지 않으면 사지 않아요.' },
  stop: { term: '손절가', means: '손실이 커지지 않게 파는 가격이에요.' },
  target: { term: '익절가', means: '이익을 내고 파는 가격이에요.' },
  atMost: { term: '최대', means: '승인하신 가장 높은 가격이에요. 이보다 비싸면 사지 않아요.' },
  gap: { term: '갭하락', means: '장이 쉬는 사이에 크게 떨어져 손절가에 팔 수 없는 경우예요.' },
  cost: { term: '금액', means: '허용하신 최대 가격에 샀을 때 드는 돈이에요.' },
  risk: { term: '손절되면', means: '손절가에 팔렸을 때 잃는 돈이에요. 수수료와 세금도 들어 있어요.' },
  reward: { term: '위험 1에', means: '익절 이익을 손절 손실로 나눈 값이에요.' },
  belowPeak: { term: '고점 대비', means: '가장 많았을 때보다 얼마나 줄었는지예요.' },
  invested: { term: '투자 비중', means: '현금이 아니라 주식에 들어가 있는 비율이에요.' },
  average: {
    term: '20일선이 50일선 위',
    means: '최근 평균 가격이 더 긴 기간의 평균보다 높다는 뜻이에요. 가격이 오르는 중이었어요.',
  },
  volume: { term: '거래량', means: '사고판 주식 수예요. 1.5배는 평소보다 절반 더 많다는 뜻이에요.' },
  rsi: { term: 'RSI', means: '최근 움직임이 얼마나 한쪽으로 쏠렸는지 0~100으로 나타내요. 30 아래면 과매도로 봐요.' },
  atr: { term: '보통 움직임', means: '하루나 한 봉에 가격이 평균 얼마나 움직이는지예요.' },
  paper: { term: '모의', means: '실제 시세에 가상 자금이에요. 무엇을 해도 돈이 들지 않아요.' },
  demo: { term: '연습', means: '지어낸 회사와 시세, 가상 자금이에요.' },
  replay: { term: '과거 재생', means: '지난 시세를 가상 자금으로 다시 돌려요. 앞일은 아무도 볼 수 없어요.' },
  live: { term: '실전', means: '실제 시세와 실제 자금이에요.' },
  nextOpen: { term: '장 시작에', means: '주문이 기다렸다가 장이 열릴 때, 정하신 가격을 넘지 않으면 나가요.' },
  notConfirmed: { term: '확인 중', means: '보낸 주문의 답이 아직 없어요. 계속 확인하고 두 번 보내지 않아요.' },
  fees: { term: '수수료', means: '거래할 때 증권사와 거래소가 가져가는 돈이에요.' },
  profitLoss: { term: '손익', means: '판 것은 확정됐고, 들고 있는 것은 아직 바뀔 수 있어요.' },
  heat: {
    term: '모두 손절되면',
    means: '보유 종목이 모두 손절가에 팔릴 때 잃는 돈이에요. 손절가가 없는 종목은 전액으로 세요.',
  },
  correlation: {
    term: '상관계수',
    means: '두 가격이 날마다 얼마나 비슷하게 움직였는지예요. 1이면 똑같고 0이면 서로 관계가 없어요.',
  },
  settledCash: { term: '결제된 예수금', means: '판 돈이 실제로 들어온 금액이에요. 미국은 하루, 한국은 이틀 걸려요.' },
  dayTrade: { term: '당일 매매', means: '같은 날 사고파는 거래예요.' },
  spread: { term: '호가 간격', means: '사려는 가격과 팔려는 가격의 차이예요.' },
  priceLimits: {
    term: '상·하한가',
    means: '한국 주식은 하루에 위아래로 30%까지만 움직여요. 그 밖의 주문은 거래소가 받지 않아요.',
  },
  kelly: {
    term: '켈리',
    means: '같은 조건이 얼마나 자주 이겼고, 잃은 것에 비해 얼마를 벌었는지로 넣을 금액을 정하는 공식이에요.',
  },
};
