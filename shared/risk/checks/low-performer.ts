import { decimal, sum, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** What lost money over its recent trades, all of them together, is left alone until they are no longer recent. */
export const lowPerformer: Check = { appliesTo: 'entry', run };

function run({ closed, instrument, limits }: CheckInput): CheckAnswer {
  const { lowPerformerSessions: sessions, lowPerformerTrades: least } = limits;
  if (sessions === 0) return PASS;
  if (closed === null) return unknown('closed');
  const recent = closed.filter(
    ({ instrumentId, sessionsAgo }) => instrumentId === instrument.id && sessionsAgo < sessions,
  );
  if (recent.length < least) return PASS;
  const result = sum(recent.map((trade) => decimal(trade.result)));
  return result.gte(0) ? PASS : deny('lost-lately', { has: toText(result), count: recent.length, sessions });
}
