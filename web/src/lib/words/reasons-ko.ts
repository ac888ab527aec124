import { denies } from '#shared/words/ko/checks.ts';
import type { Phrase } from '#shared/words/fill.ts';
import { outcomes } from '#shared/words/ko/outcomes.ts';
import { signalReasons } from '#shared/words/ko/reasons.ts';

export const reasons: Record<string, Phrase> = { ...denies, ...outcomes, ...signalReasons };
