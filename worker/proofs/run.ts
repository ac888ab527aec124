// `npm run proofs -- --level pr|long [--seed N] [NAME…]`: every *.proof.ts here, one JSON line each.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onLauncherGone } from '../host/launcher.ts';
import type { Level, Proof, ProofResult } from './proof.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { level: { type: 'string', default: 'pr' }, seed: { type: 'string' } },
});
if (values.level !== 'pr' && values.level !== 'long') {
  process.stderr.write(`--level takes pr or long, not "${values.level}".\n`);
  process.exit(1);
}
const level: Level = values.level;
// A change is judged by the same cases each time (and any others on demand); the long runs always look at new ones.
const usual = level === 'pr' ? 1 : Math.floor(Math.random() * 2 ** 31);
const seed = values.seed === undefined ? usual : Number(values.seed);
onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));

const dir = import.meta.dirname;
const files = readdirSync(dir)
  .filter((name) => name.endsWith('.proof.ts'))
  .filter((name) => positionals.length === 0 || positionals.some((wanted) => name.includes(wanted.toLowerCase())))
  .sort();
if (files.length === 0) {
  process.stderr.write(
    `There is no proof called "${positionals.join('" or "')}": they are the *.proof.ts beside run.ts.\n`,
  );
  process.exit(1);
}

const failed: string[] = [];
for (const file of files) {
  const proof = ((await import(join(dir, file))) as { default: Proof }).default;
  const startMs = performance.now();
  const result = await proved(proof);
  const seconds = Number(((performance.now() - startMs) / 1000).toFixed(2));
  const line = { proof: proof.id, passed: result.passed, level, seed, seconds, ...result.figures, claim: proof.claim };
  const said = JSON.stringify(line) + '\n';
  process.stdout.write(said);
  if (!result.passed) failed.push(said);
}
// Once more at the end, where somebody who has only the last lines of a log finds them.
process.stderr.write(failed.join('') + `proofs: ${files.length - failed.length} hold, ${failed.length} do not\n`);
process.exit(failed.length === 0 ? 0 : 1);

async function proved(proof: Proof): Promise<ProofResult> {
  try {
    return await proof.run({ level, seed, say: (line) => process.stderr.write(`${proof.id}: ${line}\n`) });
  } catch (error) {
    return {
      passed: false,
      figures: { error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    };
  }
}
