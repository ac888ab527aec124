import type { channels as enChannels } from '../en/channels.ts';

export const channels: typeof enChannels = {
  notLinked: ({ app }) =>
    `이 대화는 Nod와 연결되지 않았어요. 앱의 설정 → 휴대폰 → ${app}에서 코드를 만들어 여기에 보내 주세요.`,
  codeBad: ({ app }) => `이 코드는 더 이상 쓸 수 없어요. 앱의 설정 → 휴대폰 → ${app}에서 새 코드를 만들어 주세요.`,
  tooManyCodes: '맞지 않는 코드를 너무 많이 보냈어요. 10분 뒤에 다시 해 주세요.',
  linkedToAnother: '이 대화는 다른 분의 Nod와 연결돼 있어요. 바뀐 것은 없어요.',
  linkedToAnotherNote:
    '그쪽 앱의 설정 → 휴대폰에서 먼저 연결을 끊고, 새 코드를 만들어 주세요. 이 코드는 다시 쓸 수 없어요.',
  late: 'Nod가 꺼져 있는 동안 온 말이라 아무것도 하지 않았어요. 아직 필요하시면 다시 말씀해 주세요.',
  linked: ({ person }) => `${person} 님의 Nod와 연결됐어요`,
  linkedLines: {
    what: '이제 제안과 소식이 여기로 와요. 여기서 하신 말은 본인이 하신 것으로 봐요.',
    unlink: '끊으려면 앱의 설정 → 휴대폰에서 하시면 돼요.',
  },
  test: '시험 메시지예요. Nod의 소식이 여기로 와요.',
};
