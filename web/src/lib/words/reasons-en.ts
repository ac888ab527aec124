import { denies } from '#shared/words/en/checks.ts';
import type { Phrase } from '#shared/words/fill.ts';
import { outcomes } from '#shared/words/en/outcomes.ts';
import { signalReasons } from '#shared/words/en/reasons.ts';

/** Every reason that the app may have to say: why a limit blocks, how an account stands, what speaks for a trade. */
export const reasons: Record<string, Phrase> = { ...denies, ...outcomes, ...signalReasons };
