import type { BarColumns } from '../domain/bar.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import type { SetupRecord } from '../domain/signal.ts';
import { protectionFractions } from './protection.ts';

export interface RecordInput {
  readonly columns: BarColumns;
  /** The newest closed bar; outcomes that reach past it are not counted. */
  readonly index: number;
  /** Whether the setup first stood at bar i, judged with bars up to i alone. */
  readonly began: (i: number) => boolean;
  readonly firstBar: number;
  /** Average true range by bar; NaN in its warm-up. */
  readonly atr: Float64Array;
  readonly profile: RiskProfile;
  readonly holdingBars: number;
}

/**
 * What came of the same setup before, on this instrument's own bars. Each is bought at the next bar's open, with the
 * stop and target this strategy would have set then; it won when the target came before the stop, or when neither
 * came within the usual holding and the last close was higher. A bar that holds both is a loss, a gap over a level
 * counts as that level. Setups during one that is still running, and those not yet decided, are left out.
 */
export function setupRecord(input: RecordInput): SetupRecord {
  let wins = 0;
  let total = 0;
  for (let i = input.firstBar; i < input.index;) {
    if (!input.began(i)) {
      i += 1;
      continue;
    }
    const outcome = follow(input, i);
    if (outcome === null) break;
    total += 1;
    if (outcome.won) wins += 1;
    i = Math.max(i + 1, outcome.endedAt);
  }
  return { wins, total };
}

function follow(input: RecordInput, i: number): { readonly won: boolean; readonly endedAt: number } | null {
  const { columns, index, profile, holdingBars } = input;
  const { o, h, l, c } = columns;
  const entry = o[i + 1]!; // in range: i < index
  const atr = input.atr[i]!; // in range
  const { stop, target } = protectionFractions(c[i]!, Number.isNaN(atr) ? null : atr, profile); // in range
  const stopPrice = entry * (1 - stop);
  const targetPrice = entry * (1 + target);
  const last = i + holdingBars;
  for (let j = i + 1; j <= Math.min(last, index); j += 1) {
    if (l[j]! <= stopPrice) return { won: false, endedAt: j }; // in range: j <= index
    if (h[j]! >= targetPrice) return { won: true, endedAt: j }; // in range: j <= index
  }
  return last <= index ? { won: c[last]! > entry, endedAt: last } : null; // in range: last <= index
}
