import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { isFund } from '../exposure.ts';

/** Nothing is bought shortly before its company reports, nor on that day: the price may jump either way over night. */
export const earnings: Check = { appliesTo: 'entry', run };

function run({ earnings: next, instrument, limits }: CheckInput): CheckAnswer {
  const { earningsSessions: sessions } = limits;
  // A fund reports nothing.
  if (sessions === null || next === 'none' || isFund(instrument)) return PASS;
  if (next === null) return unknown('earnings');
  const { symbol } = instrument;
  // Asked for, it holds where nobody can tell as well.
  if (next === 'no-source') return deny('earnings-unknown', { symbol });
  const { day, sessionsAhead } = next;
  if (sessionsAhead > sessions) return PASS;
  return deny('before-earnings', { symbol, day, has: sessionsAhead, limit: sessions, again: sessionsAhead + 1 });
}
