import { josa } from '../josa.ts';
import type { delivery as english } from '../en/delivery.ts';

export const delivery: typeof english = {
  stillOpen: (p) => `아직 답을 기다려요: ${p.question}`,
  together: (p) => `1분 사이 소식 ${p.count}건`,
  kinds: {
    'exit-failed': '매도 실패 또는 미확인',
    unprotected: '손절가 없는 보유 종목',
    unresolved: '정리되지 않은 주문이나 차이',
    halt: '한도로 매수 멈춤',
    'broker-lost': 'Nod가 손절을 지키는데 증권사 연결 끊김',
    access: '새 기기, 키, 채팅',
    watch: 'Nod 자체의 문제',
    question: '제안',
    fill: '매수 체결, 일부 매도',
    sold: '매도: 손절, 익절, 직접',
    'not-bought': '사지 않음: 거부 또는 놓침',
    order: '주문의 진행',
    bot: '봇 만들기, 멈춤, 삭제',
    ending: '봇이 끝날 때 묻기',
    account: '계좌와 연결',
    price: '직접 정한 알림',
    research: '신호, 조건, 작업',
    'brief-morning': '장 시작 전 요약',
    'brief-close': '마감 뒤 요약',
    'brief-week': '토요일 한 주 돌아보기',
  },
  levels: { 'act-now': '지금 확인', proposal: '제안', news: '소식', brief: '요약에만' },
  levelNotes: {
    'act-now': '조용한 시간에도 소리가 나고, 5분 뒤 다른 곳에서 한 번 더 알려요. 한 곳은 늘 켜 두어야 해요.',
    proposal: '소리는 한 번, 조용한 재알림도 한 번이에요. 조용한 시간에는 소리가 없지만, 봇의 질문 시간에는 나요.',
    news: '바로 알리고, 조용한 시간에는 소리가 없어요. 체결은 언제나 소리가 없어요.',
    brief: '따로 알리지 않아요.',
  },
  channels: { telegram: '텔레그램', discord: '디스코드', push: '내 기기', web: '여기 채팅' },
  loudness: { on: '켬', silent: '무음', off: '끔' },
  delivered: (p) =>
    p.after === null
      ? `${p.time} ${josa(p.by, '으로/로')} 전달`
      : `${p.after} 실패 뒤 ${p.time} ${josa(p.by, '으로/로')} 전달`,
  waiting: (p) =>
    p.after === null ? `${josa(p.by, '으로/로')} 보내는 중` : `${p.after} 실패, ${josa(p.by, '으로/로')} 보내는 중`,
  due: (p) => `${p.time} ${josa(p.by, '으로/로')} 예정`,
  undelivered: '전달하지 못했어요: 하루 동안 받은 곳이 없어요',
  unneeded: '차례가 왔을 때는 필요 없어졌어요',
  and: ', ',
  whys: { first: '처음', copy: '사본', repeat: '다시 알림', reminder: '재알림' },
};
