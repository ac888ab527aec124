/** Written Korean that is not 해요체. */
const FORMAL = /(?:습니다|입니다|합니다|됩니다|십시오|하시오|한다|했다|된다|없다|있다|이다)(?:[.?!]|$)/;

/**
 * The first sentence of a text that is not said as people speak; null: all are. A full stop ends a sentence, and a sentence
 * ends in 요, whatever stands in brackets behind it; a figure before it ends a list of figures. `stand-ins` are words of a test that stand for anything.
 */
export function notSpoken(text: string, standIn?: string): string | null {
  const formal = FORMAL.exec(text);
  if (formal !== null) return formal[0];
  for (const written of text.split(/(?<=[.!?])\s+/)) {
    const sentence = written.replace(/\s*\([^()]*\)(?=\.$)/, '');
    if (!sentence.endsWith('.') || /(?:[%\d]|원|달러)\.$/.test(sentence)) continue;
    if (standIn !== undefined && sentence.includes(standIn)) continue;
    if (!sentence.endsWith('요.')) return sentence;
  }
  return null;
}
