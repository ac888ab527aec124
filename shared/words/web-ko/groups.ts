import type { groups as enGroups } from '../web-en/groups.ts';

export const groups: typeof enGroups = {
  title: '그룹',
  lead: '그룹이나 서버 채널마다 계좌 하나의 소식을 알릴 수 있어요. 이유와 비율은 모두에게 보이고, 금액은 절대 보이지 않아요. 답할 수 있는 분은 따로 열어 봐요.',
  none: '아직 없어요. Nod를 그룹에 초대하거나, 서버 채널에서 /group 이라고 해 주세요.',
  nothing: '알리지 않음',
  gone: 'Nod가 나가서 더는 알리지 않아요.',
  on: '이제 그룹에 이 계좌 소식을 알려요',
  off: '이제 그곳에는 알리지 않아요',
};
