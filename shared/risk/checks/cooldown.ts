import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** What was stopped out is left alone for some sessions: bought back at once, it is the same mistake at a worse price. */
export const cooldown: Check = { appliesTo: 'entry', run };

function run({ closed, instrument, limits }: CheckInput): CheckAnswer {
  const { cooldownSessions: sessions } = limits;
  if (sessions === 0) return PASS;
  if (closed === null) return unknown('closed');
  const last = closed.find(({ instrumentId, isStopOut }) => isStopOut && instrumentId === instrument.id);
  if (last === undefined || last.sessionsAgo >= sessions) return PASS;
  return deny('stopped-out-lately', { has: last.sessionsAgo, limit: sessions, again: sessions - last.sessionsAgo });
}
