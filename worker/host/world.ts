import { createHash } from 'node:crypto';
import { createReadStream, openSync, closeSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Admin } from './admin.ts';
import type { StartOptions } from './options.ts';
import { PlainError } from './plain-error.ts';

/** What the product is told at start: which market it lives in. */
export type WorldRequest = { kind: 'generated'; seed?: number } | { kind: 'replay'; file: string; hash: string };

export interface BootRequest {
  world?: WorldRequest;
  speed?: number;
  noWait?: boolean;
  publicUrl?: string;
}

/** The product's answer: the line that says which world, and whether it still needs the file's bars. */
export interface BootAnswer {
  world?: string;
  needsImport?: boolean;
}

/** Says at once when a file cannot serve, before anything is built or opened. */
export function checkFile(path: string): void {
  const name = basename(path);
  let stat;
  try {
    stat = statSync(path);
  } catch {
    throw new PlainError(`There is no file ${path}.`);
  }
  if (!stat.isFile()) throw new PlainError(`${path} is not a file.`);
  if (stat.size === 0) throw new PlainError(`${name} is empty.`);
  if (!/\.csv(\.gz)?$/i.test(name)) throw new PlainError(`${name} is neither .csv nor .csv.gz.`);
  try {
    const file = openSync(path, 'r');
    readSync(file, Buffer.alloc(1));
    closeSync(file);
  } catch {
    throw new PlainError(`${path} cannot be read.`);
  }
}

/** Makes the owner, the market and the paper account where they are missing, and brings a replay's bars in. */
export async function boot(admin: Admin, options: StartOptions, say: (line: string) => void): Promise<BootAnswer> {
  const request: BootRequest = {
    ...(options.speed === undefined ? {} : { speed: options.speed }),
    ...(options.noWait ? { noWait: true } : {}),
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
  };
  if (options.replay === undefined) {
    const world: WorldRequest | undefined =
      options.seed === undefined ? undefined : { kind: 'generated', seed: options.seed };
    return admin.call('POST', 'boot', { ...request, ...(world ? { world } : {}) });
  }
  const file = basename(options.replay);
  const world: WorldRequest = { kind: 'replay', file, hash: await fileHash(options.replay) };
  const answer = await admin.call<BootAnswer>('POST', 'boot', { ...request, world });
  if (answer.needsImport !== true) return answer;
  say(`Reading ${file}…`);
  await importFile(admin, options.replay);
  return admin.call('POST', 'boot', { ...request, world });
}

/** What an import brought. */
export interface ImportAnswer {
  bars: number;
  instruments: number;
  from?: string;
  to?: string;
}

/**
 * Sends a CSV of bars as it lies on the disk. Nothing of a file with a mistake is kept.
 * @param market `US` unless the person said otherwise
 */
export function importFile(admin: Admin, path: string, market = 'US'): Promise<ImportAnswer> {
  const query = new URLSearchParams({ name: basename(path), market });
  return admin.upload(
    `import?${query.toString()}`,
    Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
  );
}

/** What a list of an index brought: spans of membership, of which so many last; dated changes, of which so many were announced before. */
export interface IndexAnswer {
  index: string;
  spans: number;
  members: number;
  changes: number;
  announced: number;
}

/** Sends a list of an index; nothing of a file with a mistake is kept. */
export function importIndexFile(
  admin: Admin,
  path: string,
  { index, market = 'US' }: { index: string; market?: string | undefined },
): Promise<IndexAnswer> {
  const query = new URLSearchParams({ name: basename(path), market, index });
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
  return admin.upload(`import-index?${query.toString()}`, body);
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
