import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rootDir } from '../host/paths.ts';
import type { Proof } from './proof.ts';
import { importedBlocks } from './support/books-on-disk.ts';
import { walk } from './support/csv-world.ts';
import { proofState, type ProofState } from './support/product-run.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly content: string | Buffer;
  /** 1-based; null where the whole file is meant or where no line can be told. */
  readonly line: number | null;
  readonly says: RegExp;
}

/** Files with one mistake each, far enough inside that bars before it were already read. */
function cases(seed: number): Case[] {
  const lines = walk(seed, { stocks: 20, days: 300 }).trimEnd().split('\n');
  const at = 4_321;
  const cells = (lines[at - 1] ?? '').split(',');
  const without = (column: number) => lines.map((line) => line.split(',').toSpliced(column, 1).join(',')).join('\n');
  const changed = (change: Record<number, string>) =>
    lines.with(at - 1, cells.map((cell, index) => change[index] ?? cell).join(',')).join('\n');
  const swapped = lines.with(at - 1, lines[at] ?? '').with(at, lines[at - 1] ?? '');
  const doubled = lines.toSpliced(at, 0, lines[at - 1] ?? '');
  const zipped = gzipSync(lines.join('\n'));
  return [
    { name: 'missing column', file: 'column.csv', content: without(5), line: 1, says: /column "close" is missing/ },
    { name: 'text in a number', file: 'text.csv', content: changed({ 3: 'n/a' }), line: at, says: /not a number/ },
    { name: 'negative price', file: 'negative.csv', content: changed({ 4: '-12.5' }), line: at, says: /above zero/ },
    { name: 'high below low', file: 'range.csv', content: changed({ 3: '0.01' }), line: at, says: /below low/ },
    { name: 'duplicate date', file: 'double.csv', content: doubled.join('\n'), line: at + 1, says: /second bar/ },
    { name: 'unordered dates', file: 'order.csv', content: swapped.join('\n'), line: at + 1, says: /goes back/ },
    {
      name: 'truncated gzip',
      file: 'cut.csv.gz',
      content: zipped.subarray(0, -2_000),
      line: null,
      says: /cut short|damaged/,
    },
  ];
}

const proof: Proof = {
  id: 'malformed-csv',
  claim:
    'A file with a mistake is refused with file, line and reason and a code that is not 0, and nothing of it is kept',
  async run({ seed, say }) {
    const state = proofState('csv');
    const faults: string[] = [];
    const all = cases(seed);
    try {
      for (const { file, content } of all) writeFileSync(join(state.folder, file), content);
      const product = await state.start(['--speed', '0']);
      for (const one of all) {
        const { code, said } = await imported(state, one.file);
        faults.push(...told(one, 'import', code, said));
        say(`${one.name}: ${said.trim()}`);
      }
      const instruments = await product.api<{ items: unknown[] }>('instruments?query=AAPL');
      if (instruments.body.items.length > 0) faults.push('AAPL is there, though no file was taken');
      await product.stop();
      const kept = importedBlocks(state.dir);
      if (kept > 0) faults.push(`${kept} blocks of bars were kept`);
      // The same at a start, where nothing may run on what could not be read.
      for (const one of all.filter(({ file }) => file === 'range.csv' || file === 'cut.csv.gz')) {
        const { code, said } = await state.refused(['--replay', join(state.folder, one.file)]);
        faults.push(...told(one, 'start', code, said));
      }
      const afterStart = importedBlocks(state.dir);
      if (afterStart > 0) faults.push(`${afterStart} blocks of bars were kept by a start`);
      return {
        passed: faults.length === 0,
        figures: {
          files: all.length,
          refusedByImport: all.length,
          refusedAtStart: 2,
          kept: kept + afterStart,
          ...(faults.length > 0 && { faults: faults.join(' | ') }),
        },
      };
    } finally {
      await state.remove();
    }
  },
};
export default proof;

function told(one: Case, where: string, code: number | null, said: string): string[] {
  const line = said
    .trimEnd()
    .split('\n')
    .find((text) => text.includes(one.file) && one.says.test(text));
  const faults: string[] = [];
  if (code === 0 || code === null) faults.push(`${one.name} at ${where}: left with ${String(code)}`);
  if (line === undefined) faults.push(`${one.name} at ${where}: said "${said.trim()}"`);
  else if (one.line !== null && !line.includes(`line ${one.line}:`)) faults.push(`${one.name} at ${where}: ${line}`);
  return faults;
}

function imported(state: ProofState, file: string): Promise<{ code: number | null; said: string }> {
  const args = [
    join(rootDir, 'worker/host/start.mjs'),
    'nod',
    'import',
    join(state.folder, file),
    '--state',
    state.dir,
  ];
  const child = spawn(process.execPath, args, { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}
