import type { alerts as english } from '../en/alerts.ts';

export const alerts: typeof english = {
  none: '기다리는 알림이 없어요',
  title: (p) => `기다리는 알림 ${p.count}개`,
  how: '알림 삼성전자 72000, 알림 삼성전자 -5%, 알림 삼성전자 rsi-14 이하 30, 알림 조건 이름처럼 말해 주세요. 끝에 “매번”을 붙이면 그때마다 알려드려요.',
  reaches: {
    above: (p) => `${p.name} ${p.price} 이상`,
    below: (p) => `${p.name} ${p.price} 이하`,
  },
  moved: (p) => `${p.what} (요청하실 때보다 ${p.percent})`,
  measured: {
    above: (p) => `${p.name}: 마감 때 ${p.what} ${p.value} 초과`,
    below: (p) => `${p.name}: 마감 때 ${p.what} ${p.value} 미만`,
  },
  inScreen: (p) => `“${p.name}”에 새 종목`,
  once: '한 번',
  each: '매번',
  resting: '알려드렸고, 가격이 되돌아가길 기다려요',
  line: (p) => `${p.what}, ${p.how}`,
  set: (p) => `알려드릴게요: ${p.what}`,
  setOnce: '한 번만요. 이것으로 사거나 팔지는 않아요.',
  setEach: '조금 쉬었다가 그때마다요. 이것으로 사거나 팔지는 않아요.',
  all: '알림',
  remove: '지우기',
  removeOne: (p) => `지우기: ${p.name}`,
  removed: (p) => `더는 지켜보지 않아요: ${p.what}`,
  which: (p) => `${p.name}, 언제 알려드릴까요? (지금 ${p.price})`,
  whichNoPrice: (p) => `${p.name}, 언제 알려드릴까요?`,
  orType: '72000처럼 가격을 말씀하셔도 돼요.',
  unclear: (p) => `“${p.text}”에서 가격, 비율, 지표를 알아보지 못했어요`,
  fired: {
    price: (p) => `${p.name} ${p.price} 도달`,
    percent: (p) => `${p.name} ${p.percent} 움직여 ${p.price}`,
    indicator: {
      above: (p) => `${p.name}: ${p.what} ${p.value} 초과`,
      below: (p) => `${p.name}: ${p.what} ${p.value} 미만`,
    },
    screen: (p) => `“${p.name}”에 새 종목 ${p.count}개`,
  },
  firedNote: '알려 달라고 하신 내용이에요. 사거나 판 것은 없고, 하실 일도 없어요.',
  firedAgain: '되돌아갔다가 다시 오면 또 알려드려요.',
  more: (p) => `그 밖에 ${p.count}개`,
};
