/*
 * Korean particles change with the last sound of the word before them (삼성전자가, 현대차가, 카카오뱅크를, 신한은행을).
 * Hangul says so itself; digits and Latin letters are read aloud in Korean (NVDA: 에이, KRW 12: 십이).
 */
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const RIEUL = 8;

/** Digits and letters whose Korean reading ends in a consonant; `rieul` are those that end in ㄹ. */
const CLOSED = new Set([...'013678', ...'lmnr']);
const RIEUL_ENDED = new Set([...'178', ...'lr']);

type Pair = '을/를' | '이/가' | '은/는' | '과/와' | '으로/로' | '이에요/예요';

function ending(word: string): { readonly closed: boolean; readonly rieul: boolean } {
  const last = [...word.replace(/[\s'"’”)\].]+$/u, '')].at(-1)?.toLowerCase() ?? '';
  const code = last.codePointAt(0) ?? 0;
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
    const final = (code - HANGUL_FIRST) % FINALS;
    return { closed: final !== 0, rieul: final === RIEUL };
  }
  return { closed: CLOSED.has(last), rieul: RIEUL_ENDED.has(last) };
}

/** The word followed by the form of the particle that fits it. */
export function josa(word: string, pair: Pair): string {
  const [afterConsonant = '', afterVowel = ''] = pair.split('/');
  const { closed, rieul } = ending(word);
  if (pair === '으로/로' && rieul) return word + afterVowel;
  return word + (closed ? afterConsonant : afterVowel);
}
