import type { pictures as en } from '../en/pictures.ts';

export const pictures: typeof en = {
  bars: { '1m': '1분봉', '5m': '5분봉', '15m': '15분봉', '1h': '1시간봉', '1d': '일봉', '1w': '주봉' },
  barsTo: (p) => `${p.bars}, ${p.to}까지`,
  span: (p) => `${p.from} ~ ${p.to}`,
  asOf: (p) => `${p.at} 기준`,
  average: {
    day: (length) => `${length}일 평균`,
    week: (length) => `${length}주 평균`,
    bar: (length) => `${length}봉 평균`,
  },
  forecast: { better: (fraction) => `예측 범위 ${fraction}`, unused: '예측 (쓰지 않음)' },
  levels: {
    atMost: (price) => `최대 ${price}`,
    atLeast: (price) => `최소 ${price}`,
    stop: (price) => `손절가 ${price}`,
    target: (price) => `익절가 ${price}`,
  },
  foot: {
    intraday: (p) => `가격: ${p.source}. 시각은 ${p.zone}`,
    days: (p) => `가격: ${p.source}. 거래일은 ${p.zone} 기준`,
    account: (p) => `${p.note}. 시각은 ${p.zone}`,
    share: (p) => `${p.note}. 끝난 거래의 결과만 담았어요. 추천이 아니에요`,
  },
  zones: { 'America/New_York': '미국 동부 시간', 'Asia/Seoul': '한국 시간', UTC: '세계 표준시' },
  equity: {
    title: '계좌 평가금액',
    own: '이 계좌',
    market: '시장 전체 종목',
    fund: (symbol) => `${symbol} 보유 시`,
  },
  drawdown: { title: '고점 대비', limit: (limit) => `한도 ${limit}: 매수를 멈춰요` },
  exposure: {
    title: '투자 비중',
    funds: '펀드',
    unknown: '업종 모름',
    other: '그 밖',
    nothing: '투자한 종목이 없어요',
    cash: (share) => `현금 ${share}`,
    limits: '점선: 계좌에서 담을 수 있는 최대 비중',
  },
  trade: {
    own: '산 가격 대비 주가',
    bought: (on) => `매수 ${on}`,
    sold: (on) => `매도 ${on}`,
  },
  week: {
    title: '이번 주에 끝난 거래',
    none: '끝난 거래가 없어요',
    counts: (p) => `끝난 거래 ${p.closed}건, 이익 ${p.gained}건`,
    more: (p) => `${p.counts}, ${p.left}건 생략`,
    tooFew: '판단하기엔 아직 적어요',
  },
  replay: { title: '과거 재생', own: '끝난 거래 합계' },
};
