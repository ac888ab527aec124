// Part of `npm run check`: prints what is shipped, and refuses what the platform would refuse.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from './build.ts';
import { lineOf } from './plain-error.ts';

/** A Worker's size as it is and compressed, and that of one static file. */
const WORKER_BYTES_MAX = 64 * 1024 * 1024;
const WORKER_ZIPPED_MAX = 10 * 1024 * 1024;
const FILE_BYTES_MAX = 25 * 1024 * 1024;

try {
  const { worker, web } = await build(() => undefined);
  const code = filesUnder(join(worker, 'code')).filter((path) => !path.endsWith('.map'));
  const files = filesUnder(web);
  const zipped = report('Worker', code);
  report('web app', files);
  const isTooBig =
    total(code) > WORKER_BYTES_MAX ||
    zipped > WORKER_ZIPPED_MAX ||
    files.some((path) => statSync(path).size > FILE_BYTES_MAX);
  if (isTooBig) process.stderr.write('larger than the platform takes\n');
  process.exit(isTooBig ? 1 : 0);
} catch (error) {
  process.stderr.write(lineOf(error) + '\n');
  process.exit(1);
}

/** Answers the compressed size. */
function report(name: string, paths: readonly string[]): number {
  const zipped = paths.reduce((sum, path) => sum + gzipSync(readFileSync(path)).byteLength, 0);
  process.stdout.write(
    `       ${name}: ${kilobytes(total(paths))} KB in ${paths.length} files, ${kilobytes(zipped)} KB compressed\n`,
  );
  return zipped;
}

function total(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(path).size, 0);
}

function kilobytes(bytes: number): string {
  return Math.round(bytes / 1024).toLocaleString('en');
}

function filesUnder(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
