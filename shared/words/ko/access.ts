import type { WayIn } from '../../domain/way-in.ts';
import type { access as enAccess } from '../en/access.ts';

const WAYS: Readonly<Record<string, string>> = {
  link: '로그인 링크',
  passkey: '패스키',
  password: '이메일과 비밀번호',
  'recovery-code': '복구 코드',
  invitation: '초대',
} satisfies Record<WayIn, string>;

export const access: typeof enAccess = {
  titles: {
    'access.chat-linked': ({ app, name }) => `지금 확인해 주세요: 새 대화가 연결됐어요 (${app}, ${name})`,
    'access.device-added': ({ name }) => `지금 확인해 주세요: 새 기기에서 알림을 켰어요 (${name})`,
    'access.passkey-added': ({ name }) => `지금 확인해 주세요: 새 패스키가 추가됐어요 (${name})`,
    'access.token-made': ({ name }) => `지금 확인해 주세요: 새 API 토큰이 만들어졌어요 (${name})`,
    'access.recovery-used': ({ left }) => `지금 확인해 주세요: 복구 코드가 쓰였어요 (남은 코드 ${left}개)`,
    'access.recovery-codes-made': () => '지금 확인해 주세요: 새 복구 코드가 만들어져 예전 코드는 못 써요',
    'access.password-set': () => '지금 확인해 주세요: 나로 로그인할 수 있는 비밀번호가 정해졌어요',
    'access.signed-in': ({ device, way }) => {
      const about = [device, way === null ? '' : (WAYS[way] ?? '')].filter((text) => text !== '').join(', ');
      return `지금 확인해 주세요: 새 브라우저에서 로그인했어요${about === '' ? '' : ` (${about})`}`;
    },
  },
  when: ({ time }) => `시각: ${time}`,
  notYou: {
    'access.chat-linked': ({ app }) =>
      `직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 설정 → ${app}에서 연결을 끊어 주세요. 거기서 봇에게 묻고 지시할 수 있어요.`,
    'access.device-added': () =>
      '직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 설정 → 알림에서 지운 뒤 모든 곳에서 로그아웃해 주세요.',
    'access.passkey-added': () =>
      '직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 더보기 → 보안에서 지운 뒤 모든 곳에서 로그아웃해 주세요.',
    'access.token-made': () => '직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 설정 → API 토큰에서 지워 주세요.',
    'access.recovery-used': () =>
      '직접 하신 게 아니라면 /stop 으로 멈추고, 모든 곳에서 로그아웃한 뒤 더보기 → 보안에서 새 코드를 만들어 주세요.',
    'access.recovery-codes-made': () =>
      '직접 하신 게 아니라면 /stop 으로 멈추고, 모든 곳에서 로그아웃한 뒤 더보기 → 보안에서 새 코드를 만들어 주세요.',
    'access.password-set': () =>
      '직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 더보기 → 보안에서 비밀번호를 지운 뒤 다른 기기를 로그아웃해 주세요.',
    'access.signed-in': () => '직접 하신 게 아니라면 /stop 으로 멈추고, 앱의 더보기 → 보안에서 로그아웃해 주세요.',
  },
  you: '직접 하신 거라면 하실 일은 없어요.',
  stop: '정지',
  open: '설정 열기',
};
