import type { LossReason } from '../../contract/account.ts';
import type { Channel } from '../../contract/channel.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Fill, Phrase } from '../fill.ts';
import { josa } from '../josa.ts';
import { holdingFault } from './holdings.ts';
import { states } from './states.ts';

/** What a loss that stopped buying is called. */
const LOSSES: Readonly<Record<string, string>> = {
  'daily-loss': '하루 손실 한도에 닿은',
  drawdown: '고점 대비 하락 한도에 닿은',
  'stop-outs': '손절이 잦았던',
} satisfies Record<LossReason, string>;

/** Where the token of a bot is copied. */
const TOKEN_FROM: Readonly<Record<string, string>> = {
  telegram: ' BotFather가 써 준 토큰을 통째로 복사해 주세요.',
  discord: ' 디스코드 개발자 포털에서 Bot, Reset Token을 차례로 누르고 토큰을 통째로 복사해 주세요.',
} satisfies Record<Channel, string>;

/** Where somebody decided; null: the time did, or nobody can say. */
const channelIn = (v: Fill): string | null => {
  const channel = v.text('channel');
  const isPlace = channel !== 'clock' && Object.hasOwn(states.channels, channel);
  return isPlace ? states.channels[channel as keyof typeof states.channels] : null;
};

export const errors: Record<ErrorCode, Phrase> = {
  'invalid-request': (v) =>
    v.text('field') === 'token'
      ? '토큰이 온전하지 않아요. 앞뒤에 다른 글자 없이 통째로 복사해 다시 붙여 넣어 주세요.'
      : v.has('field')
        ? `‘${v.text('field')}’ 항목을 이해하지 못했어요. 다시 확인해 주세요.`
        : '이해하지 못했어요. 입력한 내용을 다시 확인해 주세요.',
  'unknown-field': (v) =>
    v.has('field') ? `‘${v.text('field')}’ 항목은 여기에 없어요.` : '여기에 없는 항목이 들어 있어요.',
  'not-signed-in': () => '로그인되어 있지 않아요. 새 로그인 링크를 열어 주세요.',
  'link-code-invalid': () => '이미 쓴 링크이거나 10분이 지났어요. 새 링크를 받아 주세요.',
  'sign-in-failed': () => '로그인하지 못했어요. 다시 해 보거나 다른 방법을 써 주세요.',
  'installer-stays': () =>
    '이 Nod를 직접 운영하고 있어서 탈퇴할 수 없어요. 끝내려면 Nod를 멈추고 상태 폴더를 지워 주세요.',
  'still-open': (v) => {
    const open = [...(v.raw('accounts') > 0 ? ['계좌'] : []), ...(v.raw('connections') > 0 ? ['증권사 키'] : [])];
    return `먼저 ${open.length === 0 ? '내 것' : open.join(', ')}부터 정리해 주세요. 무엇이 남고 누가 지키는지 알려 드려요.`;
  },
  'name-mismatch': () => '여기 적힌 이름과 달라요.',
  'email-taken': () => '이미 다른 사람이 쓰는 이메일이에요. 다른 주소를 써 주세요.',
  'password-weak': (v) =>
    v.text('fault') === 'short'
      ? `비밀번호는 ${v.count('min')}자 이상이어야 해요. 나만 아는 단어 몇 개가 가장 쉬워요.`
      : v.text('fault') === 'long'
        ? `비밀번호는 ${v.count('max')}자까지 쓸 수 있어요.`
        : v.text('fault') === 'about-you'
          ? '이름이나 이메일과 거의 같아요. 아무도 짐작하지 못할 단어 몇 개를 써 주세요.'
          : '누구나 먼저 떠올리는 비밀번호예요. 아무도 짐작하지 못할 단어 몇 개를 써 주세요.',
  'invitation-invalid': () => '이미 쓴 초대이거나, 취소됐거나, 하루가 지났어요. 새 초대를 받아 주세요.',
  'step-up-required': (v) =>
    v.text('reason') === 'large-approval'
      ? '큰 금액의 매수라 본인 확인이 필요해요. 웹 앱에서 확인해 주세요. 그 전에는 아무것도 사지 않아요.'
      : '본인인지 한 번 더 확인해야 해요. 웹 앱에서 해 주세요. 그 전에는 아무것도 바뀌지 않아요.',
  'step-up-failed': () => '본인인지 확인되지 않았어요. 아무것도 바뀌지 않았어요.',
  'step-up-needs-person': () => '토큰으로는 확인할 수 없어요. 브라우저로 로그인해서 해 주세요.',
  'not-allowed': () => '이 계좌에서는 그 일을 할 수 없어요.',
  'scope-missing': () => '지금 로그인이나 토큰으로는 할 수 없는 일이에요.',
  'bad-origin': () => '다른 사이트에서 온 요청이라 받지 않았어요.',
  'bad-host': () => 'Nod는 이 주소로 답하지 않아요.',
  'not-found': () => '없거나, 볼 수 없는 항목이에요.',
  'unknown-indicator': (v) => (v.has('name') ? `“${v.text('name')}”라는 지표나 패턴은 없어요.` : '그런 지표는 없어요.'),
  'unknown-line': (v) =>
    v.has('lines')
      ? `${v.text('name')}에는 “${v.text('line')}” 선이 없어요. 있는 선: ${v.text('lines')}.`
      : '그런 선은 없어요.',
  'indicator-setting': (v) =>
    v.has('setting')
      ? `${v.text('name')}의 “${v.text('setting')}” 값은 ${v.text('min')}에서 ${v.text('max')} 사이의 숫자여야 해요.`
      : v.has('name')
        ? `${v.text('name')}에 맞지 않는 설정이에요. 값이 너무 많거나, 빠른 쪽이 느린 쪽보다 짧지 않아요.`
        : '지표에 맞지 않는 설정이에요.',
  'too-few-bars': (v) =>
    v.has('needs')
      ? `${v.has('name') ? `${v.text('name')} 지표는 ` : ''}봉이 ${v.count('needs')}개 필요한데 ${v.count('has')}개뿐이에요.`
      : '봉이 너무 적어서 계산할 수 없어요.',
  'unknown-instrument': (v) =>
    v.has('symbol') ? `‘${v.text('symbol')}’ 종목은 여기에 없어요.` : '그런 이름의 종목은 여기에 없어요.',
  'method-not-allowed': () => '이 주소에서는 할 수 없는 일이에요.',
  'already-decided': (v) => {
    const where = channelIn(v);
    const at = where === null ? '' : `${where}에서 `;
    const said = v.has('name') ? `${v.text('name')} 님이 ${at}이미 결정했어요.` : `${at}이미 결정했어요.`;
    return `${said} 바뀐 것은 없어요.`;
  },
  'hash-mismatch': () => '보신 뒤에 내용이 바뀌었어요. 보낸 주문은 없으니 다시 봐 주세요.',
  'proposal-lapsed': () => '답할 시간이 지났어요. 답이 없을 때와 같이 돼요.',
  'price-moved': (v) =>
    v.raw('now') > 0 && v.has('limit')
      ? `지금 ${v.price('now')}이라 정하신 ${josa(v.price('limit'), '을/를')} 넘었어요. 보낸 주문은 없어요.`
      : '정하신 가격을 넘었어요. 보낸 주문은 없어요.',
  'passkey-not-here': () =>
    '이 주소에서는 패스키를 쓸 수 없어요. localhost나 https 주소로 Nod를 열거나 복구 코드를 써 주세요.',
  'last-passkey': () => '하나뿐인 패스키예요. 잠기지 않도록 복구 코드를 먼저 만들어 주세요.',
  'owner-stays': () => '계좌를 연 사람은 계속 소유자예요. 그분의 증권사 키로 거래하니까요.',
  'has-role': () =>
    '이미 이 계좌에 참여하고 있어요. 역할은 소유자가 더보기 → 사람에서 바꿔요. 링크는 그대로 열려 있어요.',
  'invitations-open': () => '열려 있는 초대가 너무 많아요. 먼저 하나를 취소해 주세요.',
  'already-live': () => '이 계좌는 이미 실제 돈으로 거래해요.',
  'not-live': () => '이 계좌는 실제 돈으로 거래하지 않아요.',
  'connection-has-account': () =>
    '이 연결로 이미 Nod 계좌 하나가 거래하고 있어요. 두 계좌는 서로의 주문을 알 수 없어요.',
  'connection-not-ready': () => '지금 이 연결로는 증권사가 응답하지 않아요. 연결부터 고쳐 주세요.',
  'practice-thin': (v) =>
    `모의로 본 것은 ${v.count('days')}일, 거래 ${v.count('trades')}건뿐이에요. 판단하기엔 적어요. 알고 있다고 확인해 주세요.`,
  'sentence-mismatch': () => '문장이 달라요. 정하신 금액을 넣어 그대로 입력해 주세요.',
  'order-not-cancellable': (v) =>
    v.text('reason') === 'protection'
      ? '이 주문은 보유 종목의 손절 주문이에요. 손절가를 바꾸거나 팔아 주세요.'
      : '이 주문은 이제 취소할 수 없어요.',
  'order-not-changeable': (v) =>
    v.text('reason') === 'protection'
      ? '이 주문은 보유 종목의 손절 주문이에요. 보유 화면에서 손절가를 바꿔 주세요.'
      : '이 주문은 이제 바꿀 수 없어요. 다시 확인해 주세요.',
  'order-not-settleable': () => '이 주문은 이제 답이 필요 없어요. 다시 확인해 주세요.',
  'bot-ended': () => '이 봇은 끝났어요.',
  'bot-holds': (v) =>
    `보유 ${v.count('positions')}종목, 진행 중 주문 ${v.count('orders')}건이 남아 있어요. 팔지, 손절을 걸고 그대로 둘지, 넘겨받을지 알려 주세요.`,
  'account-holds': (v) =>
    `이 계좌에 보유 ${v.count('positions')}종목, 진행 중 주문 ${v.count('orders')}건이 남아 있어요. 팔지, 손절을 걸고 그대로 둘지, 넘겨받을지 알려 주세요.`,
  'account-closed': () => '닫은 계좌예요. 다시 사지 않고, 지난 기록은 볼 수 있어요.',
  'booked-by-broker': (v) =>
    v.text('type') === 'split'
      ? '증권사 기록에는 아직 그렇게 분할되어 있지 않아요. 증권사에 반영된 뒤에 입력해 주세요.'
      : '이 계좌의 돈은 증권사 기록을 따라요. 입금과 출금은 증권사에서 해 주세요.',
  'nothing-to-take-back': () => '지금 팔고 있는 것이 없어 취소할 것도 없어요.',
  'mode-blocks': () => '매수를 멈춘 상태예요. 먼저 다시 시작해 주세요.',
  'limits-locked': (v) =>
    `${LOSSES[v.text('reason')] ?? '손실이 난'} 뒤라 ${v.dayTime('until')}까지는 이 계좌의 한도를 늘릴 수 없어요. 줄이는 것은 바로 돼요.`,
  'beyond-account-limits': (v) =>
    `이 계좌의 한도로는 ${v.percent('limit')}까지 돼요. 더 낮게 정하거나 한도를 먼저 바꿔 주세요.`,
  'beyond-owner-limits': () =>
    '소유자가 모든 계좌에 정한 한도가 더 엄격해요. 그 안에서 정하거나 소유자에게 물어보세요.',
  'account-recovering': () => '증권사 기록과 다시 맞춰 보는 중이에요. 끝날 때까지 매수는 기다려요.',
  'job-running': () => '이 작업은 이미 실행 중이에요.',
  'connection-exists': (v) =>
    v.has('name')
      ? `이미 ‘${v.text('name')}’로 연결된 증권 계좌예요. 그 연결의 키를 바꿔 주세요.`
      : '이미 연결된 증권 계좌예요. 그 연결의 키를 바꿔 주세요.',
  'connection-in-use': (v) =>
    `보유 ${v.count('positions')}종목, 진행 중 주문 ${v.count('orders')}건이 아직 계좌에 남아 있어요. ` +
    '먼저 팔지, 증권사의 손절과 함께 둘지, 넘겨받을지 알려 주세요.',
  'keys-just-replaced': (v) =>
    `${v.text('name')}에 조금 전 다른 키가 먼저 들어와서 지금 그 키를 쓰고 있어요. 보내 주신 키는 저장하지 않았어요.`,
  'other-brokerage-account': (v) => `끝자리 ${v.text('ending')} 계좌가 아닌 다른 증권 계좌의 키예요. 바뀐 것은 없어요.`,
  'not-a-price': (v) => `과거 ${v.count('bar')}번째 봉에 올바른 가격이 없어 예측하지 않았어요.`,
  'bars-out-of-order': (v) => `과거 ${v.count('bar')}번째 봉의 시각이 앞 봉보다 늦지 않아요.`,
  'bars-with-gap': (v) =>
    `과거 ${v.count('bar')}번째 봉 앞에 ${v.count('days')}일이 비어 있어요. 먼저 그 기간을 가져와 주세요.`,
  'price-never-moves': (v) => `${v.count('bars')}개 봉 동안 가격이 한 번도 움직이지 않아 예측할 것이 없어요.`,
  'price-jumps': (v) =>
    `과거 ${v.count('bar')}번째 봉에서 가격이 몇 배로 뛰어요. 반영되지 않은 액면 분할이거나 잘못된 값이에요.`,
  'too-large': () => '한 번에 보내기에는 너무 커요.',
  'portfolio-elsewhere': () =>
    '다른 곳에 있는 자산을 적어 두는 포트폴리오라서 거래하지 않아요. 다른 포트폴리오를 골라 주세요.',
  'portfolio-trades': () =>
    '봇과 사람이 거래하는 포트폴리오예요. 다른 곳에 있는 자산은 따로 만든 포트폴리오에 적어 주세요.',
  'portfolio-default': (v) =>
    `새 봇은 '${v.text('name')}' 포트폴리오로 들어가요. 먼저 다른 것을 기본으로 정하면 이 포트폴리오를 없앨 수 있어요.`,
  'too-many-here': (v) => `${v.count('max')}개까지 둘 수 있어요. 먼저 하나를 없애 주세요.`,
  'bad-holdings-csv': (v) => holdingFault(v),
  'bad-csv': (v) =>
    v.has('line')
      ? `파일 ${v.count('line')}번째 줄에 잘못이 있어요. 저장한 것은 없어요.`
      : '파일에 잘못이 있어요. 저장한 것은 없어요.',
  'channel-token-refused': (v) =>
    `이 토큰으로 열리는 봇이 없어요. 폐기했거나 새로 만들기 전의 토큰은 쓸 수 없어요.${TOKEN_FROM[v.text('channel')] ?? ''}`,
  'address-refused': () =>
    '이름이 있는 공개 https 주소만 부를 수 있어요. 포트나 아이디, 비밀번호가 들어 있으면 안 돼요.',
  'channel-address-refused': () =>
    '토큰은 맞지만 채팅 앱이 Nod의 공개 주소에 닿지 못해요. 밖에서 그 주소가 열리는지 확인하고 다시 해 주세요. 바뀐 것은 없어요.',
  'keys-refused': (v) =>
    `${josa(v.has('broker') ? v.text('broker') : '증권사', '이/가')} 이 키를 받아들이지 않아요. 두 값을 다시 확인하거나 새로 만들어 주세요. 저장한 것은 없어요.`,
  'environment-mismatch': (v) =>
    v.text('found') === 'live'
      ? '모의가 아니라 실제 돈이 있는 계좌의 키예요. 맞다면 실전을 골라 주세요. 저장한 것은 없어요.'
      : '실전이 아니라 모의 계좌의 키예요. 모의를 골라 주세요. 저장한 것은 없어요.',
  'act-now-unheard': () =>
    '바로 확인해야 하는 알림은 한 곳에서는 소리가 나야 해요. 모두 끄지 말고 한 곳은 남겨 주세요. 바뀐 것은 없어요.',
  'idempotency-mismatch': () => '전에 다른 내용으로 보낸 요청이에요. 두 번 하지 않았어요.',
  'check-denied': () => '한도로 막았어요. 보낸 주문은 없어요.',
  'insufficient-cash': (v) =>
    v.has('has') && v.has('needs')
      ? `예수금이 모자라요: 필요 ${v.money('needs')}, 보유 ${v.money('has')}이에요.`
      : '예수금이 모자라요.',
  'no-cash-in-currency': (v) =>
    v.has('currency')
      ? `${v.text('currency')} 예수금이 없어요. 먼저 환전해 주세요.`
      : '그 통화의 예수금이 없어요. 먼저 환전해 주세요.',
  'market-mismatch': () => '이 계좌는 다른 시장에서 거래해요.',
  'quantity-exceeds-position': (v) =>
    v.has('has') ? `보유한 ${v.count('has')}주보다 많아요.` : '보유 수량보다 많아요.',
  'too-many-requests': () => '한꺼번에 너무 많이 왔어요. 잠시 기다려 주세요.',
  'backtests-waiting': () => '아직 끝나지 않은 시험이 여러 개 있어요. 하나가 끝나기를 기다리거나 취소해 주세요.',
  'broker-limits': (v) =>
    `${josa(v.has('broker') ? v.text('broker') : '증권사', '이/가')} 지금은 요청을 더 받지 않아요. ${v.has('seconds') ? v.count('seconds') : '60'}초 뒤에 다시 해 주세요.`,
  'channel-unreachable': () =>
    '지금 채팅 앱이 답하지 않거나 이 컴퓨터가 인터넷에 연결되어 있지 않아요. 바뀐 것은 없어요. 잠시 뒤에 다시 해 주세요.',
  'broker-unreachable': (v) =>
    `${v.has('broker') ? v.text('broker') : '증권사'}에 연결되지 않았어요. 저장한 것은 없으니 잠시 뒤에 다시 해 주세요.`,
  'no-vault-key': () => '키와 토큰을 봉해 둘 열쇠가 여기에 없어요. `npm run nod -- doctor`가 고치는 법을 알려 줘요.',
  'no-push-key': () => '알림에 서명할 열쇠가 여기에 없어요. Nod를 다시 시작하거나 다시 배포하면 만들어져요.',
  'too-many-devices': (v) =>
    v.has('limit')
      ? `기기는 ${v.text('limit')}대까지예요. 쓰지 않는 기기를 먼저 지워 주세요.`
      : '기기가 가득 찼어요. 하나를 먼저 지워 주세요.',
  'device-opens-card': () => '이 질문은 카드에서 답해 주세요. 아직 아무것도 정해지지 않았어요.',
  internal: () => '저희 쪽에서 문제가 생겼어요. 더 한 일은 없고, 오류 목록에 남겼어요.',
  unavailable: () => '지금은 연결되지 않아요. 잠시 뒤에 다시 해 주세요.',
};
