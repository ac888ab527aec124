import { decimal } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** After so many losses in a row nothing more is bought in the session of the last one. */
export const consecutiveLosses: Check = { appliesTo: 'entry', run };

function run({ closed, limits }: CheckInput): CheckAnswer {
  const { consecutiveLossesMax: max } = limits;
  if (max === null) return PASS;
  if (closed === null) return unknown('closed');
  const end = closed.findIndex(({ result }) => decimal(result).gte(0));
  const losses = end < 0 ? closed.length : end;
  if (losses < max || closed[0]?.sessionsAgo !== 0) return PASS;
  return deny('losses-in-a-row', { has: losses, limit: max });
}
