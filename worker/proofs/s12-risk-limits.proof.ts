import type { Proof } from './proof.ts';
import { faultFigures, spread, type Tally } from './support/spread.ts';

const proof: Proof = {
  id: 'S12',
  claim:
    'No limit is exceeded by one unit, whatever is asked for at once, filled in parts, not confirmed, or cut off by a restart between the reservation and the send',
  async run({ level, seed, say }) {
    const scale = level === 'long' ? 20 : 1;
    const pure = await spread('risk-boundaries.ts', { seed, count: 50_000 * scale, say });
    const accounts = await spread('risk-accounts.ts', { seed, count: level === 'long' ? 50_000 : 1_000, say });
    const missed = pure.counts['branches not reached'] ?? 0;
    const faults: Tally = { counts: {}, faults: [...pure.faults, ...accounts.faults] };
    return {
      passed: faults.faults.length === 0 && missed === 0,
      figures: { ...boundaries(pure), branchesNotReached: missed, ...accounts.counts, ...faultFigures(faults) },
    };
  },
};
export default proof;

/** How often each limit was met one unit below, on it and one unit above. */
export function boundaries({ counts }: Tally): Record<string, number | string> {
  const met = Object.entries(counts).filter(([name]) => / (−1|0|\+1)$/.test(name));
  const at = (unit: string): number =>
    met.filter(([name]) => name.endsWith(` ${unit}`)).reduce((n, [, by]) => n + by, 0);
  const where = Object.keys(counts).filter((name) => name.startsWith('not reached'));
  return {
    limits: met.length / 3,
    below: at('−1'),
    onIt: at('0'),
    above: at('+1'),
    fewestOfOne: Math.min(...met.map(([, by]) => by)),
    sizesNamed: counts['sizes named'] ?? 0,
    ...(where.length > 0 && { where: where.join(', ') }),
  };
}
