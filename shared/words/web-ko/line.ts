import type * as en from '../web-en/line.ts';

export const line: typeof en.line = {
  cutOff: (since, from) => `${since}부터 오프라인이에요. 보이는 내용은 ${from} 기준이에요.`,
  noAnswerHere: (since, from) => `이 컴퓨터의 Nod가 ${since}부터 응답하지 않아요. 보이는 내용은 ${from} 기준이에요.`,
  noAnswer: (since, from) => `Nod가 ${since}부터 응답하지 않아요. 보이는 내용은 ${from} 기준이에요.`,
  noStream: (since) => `${since}부터 새 소식이 바로 오지 않아요. 보이는 내용은 몇 초마다 다시 물어봐요.`,
  older: (from) => `보이는 내용은 ${from} 기준이에요. 새 내용을 불러오는 중이에요.`,
  slow: '연결이 느려요. 아직 불러오는 중이에요.',
  clockAhead: (by, time) => `이 기기의 시계가 ${by} 빨라요. 지금은 ${time}이에요. 남은 시간은 Nod의 시계를 따라요.`,
  clockBehind: (by, time) => `이 기기의 시계가 ${by} 느려요. 지금은 ${time}이에요. 남은 시간은 Nod의 시계를 따라요.`,
  full: '이 기기에 남은 공간이 없어요. Nod는 그대로 쓸 수 있지만, 연결이 없을 때 보이는 내용이 줄어요.',
  newVersion: 'Nod의 새 버전이 준비됐어요.',
  reload: '새로 열기',
  retry: '지금 연결',
};
