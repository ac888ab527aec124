import type { pivots as en } from '../en/pivots.ts';

export const pivots: typeof en = {
  title: '가격대',
  lead: { day: '전날 기준', week: '지난주 기준', month: '지난달 기준' },
  methods: { classic: '클래식', fibonacci: '피보나치', camarilla: '카마릴라', woodie: '우디' },
  method: '계산 방법',
  pivot: '피벗',
  support: (place) => `${place}차 지지선`,
  resistance: (place) => `${place}차 저항선`,
  turned: '전에 방향을 바꾼 가격',
  turns: (count) => `${count}번 방향을 바꿈`,
  noTurns: '지금 있는 봉에서 두 번 방향을 바꾼 가격이 없어요.',
  tooShort: '이전 기간이 온전히 담긴 봉이 아직 없어요.',
  line: (p) => `피벗 ${p.pivot}, 다음 지지선 ${p.support}, 저항선 ${p.resistance}`,
  none: '없음',
};
