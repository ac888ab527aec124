/** Characters, after normalising. Long enough to stand without rules about signs; bounded, as it is hashed. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

export type PasswordFault = 'short' | 'long' | 'common' | 'about-you';

/** What everybody tries first, without the digits and signs around it. */
const COMMON = new Set(
  (
    'password passwort contrasena motdepasse qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qwer ' +
    'qazwsx iloveyou welcome letmein trustno admin administrator monkey dragon football baseball basketball superman ' +
    'batman princess sunshine shadow master michael jordan abc abcd abcdef secret changeme default login ' +
    'money trading trader stocks bitcoin nod 비밀번호 사랑해 대한민국'
  ).split(' '),
);

/** The same keys make the same password on every device (NIST SP 800-63B, 3.1.1.2). */
export function normalPassword(typed: string): string {
  return typed.normalize('NFKC');
}

/** Why a password is not taken; null: it is. `about`: what is known of its person, such as their e-mail address. */
export function passwordFault(typed: string, about: readonly string[]): PasswordFault | null {
  const password = normalPassword(typed);
  const length = [...password].length;
  if (length < PASSWORD_MIN) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const plain = password.toLowerCase();
  if (isMonotonous(plain) || isCommon(plain)) return 'common';
  const left = about
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .reduce((rest, word) => rest.replaceAll(word, ''), plain)
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return [...left].length < PASSWORD_MIN / 2 ? 'about-you' : null;
}

/** Few different signs, one piece over and over, or a row of the keyboard's digits or letters. */
function isMonotonous(password: string): boolean {
  if (new Set(password).size < 5 || /^(.{1,8}?)\1+.{0,7}$/su.test(password)) return true;
  const codes = [...password].map((sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => code - (codes[at] ?? 0));
  return steps.filter((step) => Math.abs(step) === 1).length >= steps.length - 2;
}

/** A common word, however it is dressed up: `P@ssw0rd!2024`. */
function isCommon(password: string): boolean {
  const letters = password.replaceAll('@', 'a').replaceAll('0', 'o').replaceAll('$', 's').replaceAll('3', 'e');
  const bare = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '').replace(/[^\p{L}]+/gu, '');
  return [password, letters].some((text) => COMMON.has(bare(text)) || COMMON.has(bare(text).replace(/(o|oo)$/u, '')));
}
