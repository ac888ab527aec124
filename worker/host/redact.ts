const NAMES = 'code|token|key|secret|password|authorization|cookie|signature|sign-in';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // "token":"…", 'apiKey': '…', also inside JSON that was quoted once more
  [new RegExp(`(\\\\?["'][\\w-]*(?:${NAMES})\\\\?["']\\s*:\\s*\\\\?["'])[^"'\\\\]+`, 'gi'), '$1[cut]'],
  // Authorization: Bearer …; Cookie: …
  [/((?:authorization|cookie)\s*[:=]\s*)[^\r\n"',}]+/gi, '$1[cut]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [cut]'],
  // ?token=…, key: …, code=…
  [new RegExp(`([\\w-]*(?:${NAMES})\\s*[=:]\\s*)(?!\\[cut\\])[^\\s"'&,;}\\\\]+`, 'gi'), '$1[cut]'],
  // /sign-in#…, webhook keys in a path
  [/(sign-in#)[\w.~%=-]+/gi, '$1[cut]'],
  [/(\/webhooks\/[a-z]+\/)[^\s"'/?]+/gi, '$1[cut]'],
];

/** Error codes are words people need; they carry no digits. */
const HARMLESS = /^[a-z]+(-[a-z]+)*$/;

/**
 * Cuts what must not be written down: the known secrets of this state wherever they stand, and whatever follows a word
 * like token, key, code or authorization.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= 8);
  return (text) => {
    let out = text;
    for (const secret of known) out = out.replaceAll(secret, '[cut]');
    for (const [pattern, replacement] of PATTERNS) {
      out = out.replace(pattern, (match: string, head: string) => {
        const value = match.slice(head.length);
        return HARMLESS.test(value) && !/^(bearer|basic)$/i.test(head) && /code/i.test(head)
          ? match
          : replacement.replace('$1', head);
      });
    }
    return out;
  };
}
