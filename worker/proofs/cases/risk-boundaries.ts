import type { CheckInput } from '#shared/risk/check.ts';
import { endCoverage, startCoverage } from '../support/check-coverage.ts';
import { COUNTED, place, type Counted } from '../support/check-limits.ts';
import { randomOf, type Random } from '../support/random.ts';
import { add, emptyTally, type RunCases, type Tally } from '../support/spread.ts';
import { forget, strange } from '../support/strange-inputs.ts';

/** Each check on its limit and a unit beside it, all checks together, and less known than there is. */
export const runCases: RunCases = async ({ seed, from, count }) => {
  const tally = emptyTally();
  const coverage = await startCoverage();
  const { CHECKS, runChecks } = await import('#shared/risk/index.ts');
  for (let n = from; n < from + count; n += 1) {
    const random = randomOf(seed).fork(n);
    const target = COUNTED[n % COUNTED.length] ?? 'buying-power';
    const { input, over } = place(target, random);
    const answer = CHECKS[target].run(input);
    const isOver = over > 0n || ((target === 'daily-loss' || target === 'drawdown') && over === 0n);
    add(tally, `${target} ${over < 0n ? '−1' : over === 0n ? '0' : '+1'}`);
    if ((answer.answer === 'deny') !== isOver || answer.answer === 'unknown')
      tally.faults.push(`case ${n}: ${target} at ${over} answers ${JSON.stringify(answer)}`);
    if (answer.answer === 'deny') proposesWhatPasses(input, target, { passes: answer.values['passes'], tally, n });
    consistent(input, { tally, n });
    withoutKnowing(input, random, { tally, n });
    consistent(strange(input, random), { tally, n });
  }
  await endCoverage(coverage, tally);
  return tally;

  /** All checks together let an entry through only when none objects. */
  function consistent(input: CheckInput, { tally, n }: { tally: Tally; n: number }): void {
    const { verdicts, allowed, blockedBy } = runChecks(input);
    const stops = input.intent === 'entry' ? ['deny', 'unknown'] : ['deny'];
    if (allowed === verdicts.some(({ answer }) => stops.includes(answer)))
      tally.faults.push(`case ${n}: ${JSON.stringify(blockedBy)} and allowed ${allowed}`);
  }

  /** The number that would pass does, and one lot more does not. */
  function proposesWhatPasses(
    input: CheckInput,
    check: Counted,
    { passes, tally, n }: { passes: number | string | undefined; tally: Tally; n: number },
  ): void {
    if (passes === undefined || check === 'collar') return;
    add(tally, 'sizes named');
    const at = (quantity: string) => CHECKS[check].run({ ...input, quantity }).answer;
    const lotMore = String(BigInt(passes) + 1n);
    if (BigInt(passes) > 0n && at(String(passes)) !== 'pass')
      tally.faults.push(`case ${n}: ${check} denies the ${passes} it named`);
    if (at(lotMore) !== 'deny' && isTight(check))
      tally.faults.push(`case ${n}: ${check} named ${passes}, and ${lotMore} passes too`);
  }

  /** One field nobody knows: no entry passes that would not have passed, and no exit is stopped by it. */
  function withoutKnowing(input: CheckInput, random: Random, { tally, n }: { tally: Tally; n: number }): void {
    const before = runChecks(input);
    const blind = runChecks(forget(input, random));
    add(tally, 'forgotten fields');
    if (input.intent === 'entry' && blind.allowed && !before.allowed)
      tally.faults.push(`case ${n}: less is known, and it passes`);
    if (input.intent === 'exit' && before.allowed && !blind.allowed && blind.blockedBy?.answer === 'unknown')
      tally.faults.push(`case ${n}: an exit is stopped by what nobody knows`);
  }
};

/** Sizes that hold fees back in full name a little less than the most. */
function isTight(check: Counted): boolean {
  return TIGHT.includes(check);
}

const TIGHT: readonly Counted[] = [
  'horizon-split',
  'position-size',
  'position-amount',
  'invested-max',
  'exposure-gross',
  'exposure-net',
  'sector-exposure',
  'exit-quantity',
];
