const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** Syllables of one initial consonant: 21 vowels, 28 ends (Unicode 3.12, Hangul composition). */
const PER_INITIAL = 588;
/** The initials in the order of Unicode's syllables, as a keyboard types them. */
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const ONLY_INITIALS = new RegExp(`^[${INITIALS}]+$`);

/** Each Korean syllable by its initial consonant, as people abbreviate: 삼성전자 is ㅅㅅㅈㅈ. Anything else stays. */
export function initialsOf(text: string): string {
  return Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return letter;
    return INITIALS.charAt(Math.floor((code - FIRST_SYLLABLE) / PER_INITIAL));
  }).join('');
}

/** Whether nothing but initial consonants was typed. */
export const isInitials = (text: string): boolean => ONLY_INITIALS.test(text);
