import type { roles as enRoles } from '../en/roles.ts';
import { roleLines } from './on-home.ts';

export const roles: typeof enRoles = {
  ...roleLines,
  may: {
    viewer: '이 계좌를 모두 볼 수 있고, 바꾸지는 못해요.',
    approver: '모두 보고, 제안에 답하고, 매수를 멈출 수 있어요.',
    trader: '모두 보고, 제안에 답하고, 봇을 만들고 주문하고 팔 수 있어요.',
    owner: '모두 할 수 있어요: 한도, 증권사 키, 함께하는 사람까지요.',
  },
  scopes: {
    read: '보유, 금액, 주문 보기',
    propose: '물어보는 봇 만들기',
    approve: '제안을 승인하거나 넘기기, 매수 멈추기',
    trade: '주문하기, 팔기, 알아서 하는 봇 만들기',
    admin: '한도와 키 바꾸기, 다른 사람 초대하기',
  },
  granted: ({ name, account, role }) => `지금 확인해 주세요: ${name} 님이 ${account}에 '${role}' 역할로 들어왔어요`,
  grantedBy: ({ by, time }) => `${by} 님의 초대로 ${time}에 들어왔어요.`,
  changedMore: ({ name, account, role, before }) =>
    `지금 확인해 주세요: ${name} 님의 ${account} 역할이 '${before}'에서 '${role}'로 커졌어요`,
  changedBy: ({ by, time }) => `${by} 님이 ${time}에 바꿨어요.`,
  removedBy: ({ by, time }) => `${by} 님이 ${time}에 뺐어요. 두 사람 승인에 남긴 승인도 더는 세지 않아요.`,
  leftAt: ({ time }) => `${time}에 있었던 일이에요. 두 사람 승인에 남긴 승인도 더는 세지 않아요.`,
  notYou: '소유자가 원한 일이 아니라면 /stop 으로 멈추고, 앱의 더보기 → 사람에서 역할을 빼 주세요.',
  fine: '맞게 된 거라면 하실 일은 없어요.',
  you: {
    granted: ({ account, role }) => `이제 ${account}에서 '${role}' 역할이에요`,
    changed: ({ account, role, before }) => `${account} 역할이 '${before}'에서 '${role}'로 바뀌었어요`,
    removed: ({ account }) => `이제 ${account}에 참여하지 않아요`,
    left: ({ account }) => `${account}에서 나왔어요`,
  },
  nothing: '하실 일은 없어요.',
  stop: '정지',
  open: '사람 열기',
  today: '오늘',
  yours: ({ account, world, role }) => `${account} (${world}): ${role}`,
  yoursTitle: '내 역할:',
  yoursNone: '참여하는 계좌가 없어요.',
};
