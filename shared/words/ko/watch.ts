import type { watch as english } from '../en/watch.ts';
import { josa } from '../josa.ts';
import { watchLines } from './on-home.ts';

export const watch: typeof english = {
  ...watchLines,
  began: {
    'job-missed': (p) =>
      p.names === null
        ? `${p.since}부터 시장이 멈춰 있어서 봇이 살펴보지 못해요`
        : `${p.since}부터 하지 못한 일이 있어요: ${p.names}`,
    'job-failed': (p) => `실패한 일이 있어요 (마지막 ${p.since}): ${p.names ?? '예약된 일'}`,
    'stale-quotes': (p) => `${p.since}부터 새 시세가 오지 않아요`,
    'silent-socket': (p) => `${p.since}부터 ${josa(p.broker, '이/가')} 아무것도 알려 주지 않아요`,
    undelivered: (p) => `알림 ${p.count}건이 전달되지 않았어요 (${p.since}부터)`,
    unprotected: (p) => `지금 확인해 주세요: ${p.name} ${p.quantity}주에 손절가가 없어요`,
  },
  notes: {
    'job-missed': '1분마다 다시 시도해요. 무엇이 막고 있는지는 상태 화면에 나와요.',
    'job-failed': '다음 차례에 다시 해요. 왜 실패했는지는 상태 화면에 나와요.',
    'stale-quotes': '그동안 사지 않아요. Nod가 지키는 손절은 새 시세가 오면 다시 작동해요.',
    'silent-socket': '다시 알려 줄 때까지 체결과 시세를 물어봐서, 조금 늦게 알게 돼요.',
    undelivered: '기다렸다가 앱이 받는 대로 보내요. 여기 대화에는 모두 남아 있어요.',
    unprotected: '가격이 내려도 아무도 팔지 않아요. 손절가를 정하거나 팔아 주세요.',
  },
  ended: {
    'job-missed': (p) => `Nod가 다시 일해요 (${p.away} 만에)`,
    'job-failed': (p) => `예약된 일이 다시 잘 돼요 (${p.away} 만에)`,
    'stale-quotes': (p) => `새 시세가 다시 와요 (${p.away} 만에)`,
    'silent-socket': (p) => `${josa(p.broker, '이/가')} 다시 알려 줘요 (${p.away} 만에)`,
    undelivered: (p) => `알림이 다시 전달돼요 (${p.away} 만에)`,
    unprotected: (p) => `${p.name}에 손절가가 다시 생겼어요`,
  },
  over: '하실 일은 없어요.',
  stops: (p) => {
    const parts = [
      p.atBroker > 0 && `${p.atBroker}종목은 ${p.broker}에서 지켜요`,
      p.atNod > 0 && `${p.atNod}종목${p.here === null ? '' : `(${p.here})`}은 Nod만 지켜요`,
      p.byNobody > 0 && `${p.byNobody}종목은 아무도 지키지 않아요`,
    ].filter((part) => part !== false);
    return parts.length === 0 ? '보유 종목이 없어요.' : `${parts.join('. ')}.`;
  },
  offNothing: '그동안 있었던 일은 없어요.',
  offHappened: (p) => `그동안: ${p.what}이 있었어요.`,
  unanswered: (p) => `답 없이 지난 제안 ${p.count}건`,
  unresolved: (p) => `확인되지 않은 주문 ${p.count}건`,
  offUnwatched: 'Nod만 지키는 종목은 그동안 아무도 보지 않았어요. 보유 종목을 확인해 주세요.',
  research: (p) => `끝났어요: ${p.symbols} ${p.strategy} ${p.what}`,
  researchNote: '앱의 연구 화면에 있어요.',
  kinds: { backtest: '백테스트', grid: '탐색', 'walk-forward': '워크포워드', 'monte-carlo': '몬테카를로' },
  buttons: { setStop: '손절가 정하기', health: '상태', sent: '보낸 알림' },
};
