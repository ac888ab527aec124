import { deny, PASS, STRICTNESS, unknown, type Check, type CheckAnswer, type CheckInput, type Mode } from '../check.ts';

/**
 * REDUCING, HALTED and an account that may not trade take no entries; HALTED of sells only protection and a person's.
 * Entries wait while catching up.
 */
export const mode: Check = { appliesTo: 'both', run };

function run(input: CheckInput): CheckAnswer {
  const { global, account, bot } = input.modes;
  const known: Mode[] = [global, account, input.bot === null ? null : bot].filter((value) => value !== null);
  const strictest = known.reduce<Mode>(
    (worst, value) => (STRICTNESS[value] > STRICTNESS[worst] ? value : worst),
    'active',
  );
  if (input.intent === 'exit') {
    return strictest === 'halted' && input.origin === 'strategy' ? deny('mode-halted') : PASS;
  }
  // A mode that is known to forbid is a no, whatever the others are.
  if (strictest === 'halted') return deny('mode-halted');
  if (strictest === 'reducing') return deny('mode-reducing');
  if (!input.mayTrade) return deny('account-may-not-trade');
  if (input.isReady === false) return deny('recovering');
  const missing: string[] = [];
  if (global === null) missing.push('modes.global');
  if (account === null) missing.push('modes.account');
  if (bot === null && input.bot !== null) missing.push('modes.bot');
  if (input.isReady === null) missing.push('isReady');
  return missing.length > 0 ? unknown(...missing) : PASS;
}
