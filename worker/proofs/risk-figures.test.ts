import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildDir, rootDir } from '../host/paths.ts';
import { boundaries } from './s12-risk-limits.proof.ts';
import { spread } from './support/spread.ts';

/*
 * The figures of risk, measured again by every `npm test`: proof S12 in short (it looks at 50,000 cases, in its long form
 * at 50,000 concurrent sequences), and what the tests of shared/risk reach of it. The same cases each time.
 */

const SEED = 1;
const say = (line: string) => process.stdout.write(`risk: ${line}\n`);
const quiet = () => undefined;
/** Cases are counted, not clocked: a machine with much else to do may take its time. */
const PATIENCE_MS = 180_000;

describe('the figures of risk', { timeout: PATIENCE_MS }, () => {
  it('every limit holds one unit below, on it and one unit above', async () => {
    const tally = await spread('risk-boundaries.ts', { seed: SEED, count: 4_000, say: quiet });
    expect(tally.faults).toEqual([]);
    const { limits, below, onIt, above, fewestOfOne } = boundaries(tally);
    expect(fewestOfOne).toBeGreaterThan(0);
    say(
      `${limits} limits at the boundary: ${below} cases one unit below, ${onIt} on it, ${above} above, each at least ${fewestOfOne} times; 0 faults`,
    );
  });

  it('no limit is exceeded by one unit, whatever is asked for at once and however it is cut off', async () => {
    const { faults, counts } = await spread('risk-accounts.ts', { seed: SEED, count: 120, say: quiet });
    expect(faults).toEqual([]);
    const { accounts, placed, denied, crashes, 'at the limit to the unit': full } = counts;
    say(
      `${accounts} concurrent sequences: ${placed} orders placed, ${denied} denied, ${crashes} crashes, ${full} times full to the unit; 0 limits exceeded`,
    );
  });
});

describe('the tests of shared/risk', { timeout: PATIENCE_MS }, () => {
  const dir = mkdtempSync(join(buildDir, 'risk-figures-'));
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it('reach every branch of it, and take away every input in turn', () => {
    const report = join(dir, 'tests.json');
    const run = spawnSync(
      process.execPath,
      [
        join(rootDir, 'node_modules/vitest/vitest.mjs'),
        ...['run', 'shared/risk', '--config', 'worker/host/risk.vitest.config.ts'],
        ...['--coverage', `--coverage.reportsDirectory=${dir}`],
        ...['--reporter=json', `--outputFile.json=${report}`],
      ],
      { cwd: rootDir, encoding: 'utf8', env: { ...outsideOfTests(), CI: '1' } },
    );
    expect(run.status, run.stderr + run.stdout).toBe(0);
    const files = json(join(dir, 'coverage-summary.json')) as Record<string, { branches: Branches }>;
    const open = Object.entries(files).filter(([, { branches }]) => branches.covered < branches.total);
    expect(
      open.map(([path]) => (path === 'total' ? path : relative(rootDir, path))),
      'files with a branch no test reaches',
    ).toEqual([]);
    const { testResults } = json(report) as { testResults: { assertionResults: { title: string }[] }[] };
    const titles = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ title }) => title));
    const denied = titles.filter((title) => title.startsWith('denies an entry without')).length;
    const allowed = titles.filter((title) => title.startsWith('never holds back an exit: ')).length;
    expect(denied).toBeGreaterThan(0);
    expect(allowed, 'an exit for every input').toBe(denied);
    const { total } = files['total']!.branches;
    say(`${total} of ${total} branches of shared/risk reached by its ${titles.length} tests (100 %)`);
    say(`${denied} inputs taken away in turn: ${denied} entries denied, ${allowed} exits allowed`);
  });
});

interface Branches {
  readonly total: number;
  readonly covered: number;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A run of its own knows nothing of the one around it. */
function outsideOfTests(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_V8_COVERAGE)/.test(name)));
}
