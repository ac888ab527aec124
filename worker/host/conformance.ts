// `npm run conformance -- SPEC.json…`: runs the adapter's tests, with every request and answer recorded, and compares them
// with the broker's own OpenAPI document. Prints counts; exit 1 with the first differences.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Exchange } from '../src/testing/alpaca-server/record.ts';
import { onLauncherGone } from './launcher.ts';
import { OpenApiDocument } from './openapi-document.ts';
import { rootDir } from './paths.ts';

const SHOWN_MAX = 20;
/** Tests that talk to Alpaca, or to what stands for it. */
const TESTS = ['worker/src/brokers/alpaca', 'worker/src/market-data/alpaca', 'worker/src/testing/alpaca-server'];
/** Calls that another of the broker's documents describes. */
const ELSEWHERE = /^\/v[12](beta\d)?\/(stocks|corporate-actions|news)/;

const specs = process.argv.slice(2);
if (specs.length === 0) leave('conformance takes the path of an OpenAPI document.');
onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));
const from = process.env['NOD_CALLED_FROM'] ?? process.cwd();
const documents = specs.map((path) => new OpenApiDocument(read(resolve(from, path))));

const dir = mkdtempSync(join(tmpdir(), 'nod-conformance-'));
let exchanges: Exchange[];
try {
  const file = join(dir, 'exchanges.jsonl');
  const vitest = join(rootDir, 'node_modules', 'vitest', 'vitest.mjs');
  const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', '--reporter=dot', ...TESTS], {
    cwd: rootDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NOD_EXCHANGES: file },
  });
  if (run.status !== 0) leave('the adapter’s tests do not pass: nothing was compared.');
  exchanges = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange);
} finally {
  rmSync(dir, { recursive: true, force: true });
}

const counts = { requests: 0, answers: 0, elsewhere: 0 };
const operations = new Set<string>();
const differences = new Map<string, number>();
for (const exchange of exchanges)
  for (const said of compare(exchange)) differences.set(said, (differences.get(said) ?? 0) + 1);

const summary = { ...counts, operations: operations.size, differences: differences.size };
process.stdout.write(JSON.stringify({ conformance: specs, ...summary }) + '\n');
for (const [said, times] of [...differences].slice(0, SHOWN_MAX)) process.stdout.write(`${times} x ${said}\n`);
if (counts.requests === 0 || counts.answers === 0) leave('nothing was exchanged that the document describes.');
process.exit(differences.size === 0 ? 0 : 1);

/** How one exchange differs, each difference with the call it is about. */
function compare({ method, path, query, requestBody, status, responseBody }: Exchange): string[] {
  for (const document of documents) {
    const found = document.operation(method, path);
    if (found === null) continue;
    const line = `${method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '{id}')}`;
    operations.add(line);
    counts.requests++;
    const said = document.requestDifferences(found, { query, body: requestBody });
    if (status !== null) {
      counts.answers++;
      said.push(...document.responseDifferences(found, status, responseBody));
    }
    return said.map((one) => `${line}: ${one}`);
  }
  if (ELSEWHERE.test(path)) {
    counts.elsewhere++;
    return [];
  }
  return [`${method} ${path}: the document knows no such call`];
}

function read(path: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return leave(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function leave(message: string): never {
  process.stderr.write(message + '\n');
  process.exit(1);
}
