/** Crockford's 32 characters: no i, l, o or u, which are read wrongly. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Random characters of 5 bits each, in groups as they are shown: `k3v9x-…`. */
export function newReadableCode(groups: number, groupLength: number): string {
  const random = crypto.getRandomValues(new Uint8Array(groups * groupLength));
  // 256 is a multiple of 32: every character is as likely.
  const text = Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return text.replace(new RegExp(`.{${groupLength}}(?=.)`, 'g'), '$&-');
}

/** However somebody typed it: spaces, capitals, and letters that look like figures. */
export function plainCode(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
}
