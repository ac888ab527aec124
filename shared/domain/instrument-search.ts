import { initialsOf, isInitials } from '../lib/initials.ts';
import type { Instrument } from './instrument.ts';

type Named = Pick<Instrument, 'symbol' | 'nameEn' | 'nameKo'>;

/** The same text however it is typed: wide letters, capitals, spaces inside a name. */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');

/**
 * What of these fits what was typed, the best first, else in the order they came: its symbol or number, the start of it,
 * the start of a name, anywhere in either. English and Korean alike; ㅅㅅㅈㅈ finds 삼성전자, and while a Korean name is
 * being typed its last letter may still be a consonant (`삼ㅅ`). Nothing typed: all of them.
 */
export function searchInstruments<T extends Named>(instruments: readonly T[], text: string): T[] {
  // NFC, not NFKC: that would make the consonants of a keyboard into ones nothing is written with.
  const typed = text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '');
  if (typed === '') return [...instruments];
  const place = isInitials(typed) ? placeOfInitials(typed) : placeOf(fold(text), typed);
  return instruments
    .map((instrument) => ({ instrument, place: place(instrument) }))
    .filter((candidate) => candidate.place < NOWHERE)
    .toSorted((a, b) => a.place - b.place)
    .map(({ instrument }) => instrument);
}

const NOWHERE = 4;

function placeOf(wanted: string, typed: string): (named: Named) => number {
  const isHalfTyped = isInitials(typed.slice(-1));
  return ({ symbol: written, nameEn, nameKo }) => {
    const symbol = fold(written);
    const ticker = symbol.slice(symbol.indexOf(':') + 1);
    const names = [fold(nameEn), fold(nameKo)];
    if (symbol === wanted || ticker === wanted) return 0;
    if (ticker.startsWith(wanted)) return 1;
    if (names.some((name) => name.startsWith(wanted))) return 2;
    if (isHalfTyped && startsHalfTyped(fold(nameKo), typed)) return 2;
    return names.some((name) => name.includes(wanted)) || symbol.includes(wanted) ? 3 : NOWHERE;
  };
}

/** The next letter of a name begins with the consonant that was typed last. */
function startsHalfTyped(name: string, typed: string): boolean {
  const whole = typed.slice(0, -1);
  return name.startsWith(whole) && initialsOf(name.charAt(whole.length)) === typed.slice(-1);
}

function placeOfInitials(typed: string): (named: Named) => number {
  return ({ nameKo }) => {
    const initials = initialsOf(fold(nameKo));
    if (initials.startsWith(typed)) return 2;
    return initials.includes(typed) ? 3 : NOWHERE;
  };
}
