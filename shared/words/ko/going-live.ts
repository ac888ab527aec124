import type { goingLive as en } from '../en/going-live.ts';

export const goingLive: typeof en = {
  sentence: 'Nod가 실제 돈 {amount}까지 투자해도 돼요',
  differs: {
    fills: '체결: 모의는 보이는 가격에 사요. 실전에서는 앞에 줄 선 주문이 있고, 급한 장에서는 더 나쁜 값에 체결돼요.',
    fees: '수수료: 거래할 때마다 증권사와 거래소 몫이 나가요.',
    tax: '세금: 실제 이익에는 세금이 붙고, 손실은 생각처럼 공제되지 않을 수 있어요.',
    nerves: '마음: 실제 돈을 잃으면 느낌이 달라요. 그때 나쁜 순간에 파는 사람이 많아요.',
  },
};
