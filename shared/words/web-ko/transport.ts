import type * as en from '../web-en/transport.ts';

export const transport: typeof en.transport = {
  label: '시장 시계',
  date: (day: string, year: string | null) => (year === null ? day : `${year}년 ${day}`),
  pause: '시장 멈추기',
  play: '시장 움직이기',
  next: '다음 제안까지',
  speed: '속도',
  speedIs: (bars) => `1초에 봉 ${bars}개`,
  speeds: { slow: '느리게', standard: '보통', fast: '빠르게', faster: '더 빠르게', fastest: '가장 빠르게' },
  phase: {
    standing: '봇을 기다려요',
    paused: '멈춤',
    running: '움직이는 중',
    held: '답을 기다려요',
    ended: '데이터 끝',
  },
  scorecard: '끝: 성적표',
  noWait: '답을 기다리지 않기',
  noWaitBody: '질문이 있어도 시장이 계속 움직여요. 답하지 않은 질문은 더 빨리 지나가요.',
};
