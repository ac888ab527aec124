import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { recentStopOuts } from '../stop-outs.ts';

/** Many stop-outs close together say that it is no market for this: nothing is bought until fewer of them are recent. */
export const stopOutGuard: Check = { appliesTo: 'entry', run };

function run({ closed, limits }: CheckInput): CheckAnswer {
  const { stopOutsMax: max, stopOutSessions: sessions } = limits;
  if (max === null) return PASS;
  if (closed === null) return unknown('closed');
  const recent = recentStopOuts(closed, limits);
  // The one that has to leave the window before fewer than `max` are left in it.
  const last = recent.toSorted((a, b) => a.sessionsAgo - b.sessionsAgo)[max - 1];
  if (last === undefined) return PASS;
  return deny('too-many-stop-outs', { has: recent.length, limit: max, sessions, again: sessions - last.sessionsAgo });
}
