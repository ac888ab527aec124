import { statfsSync } from 'node:fs';
import { PlainError } from './plain-error.ts';

/** A start needs room for its databases and their write-ahead logs. */
const START_BYTES_MIN = 64 * 1024 * 1024;
/** Below this the product leaves in order while the last writes still succeed. */
const RUN_BYTES_MIN = 16 * 1024 * 1024;

export function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

export function needRoomToStart(dir: string): void {
  const free = freeBytes(dir);
  if (free < START_BYTES_MIN)
    throw new PlainError(
      `The disk is full: ${megabytes(free)} MB free at ${dir}, ${megabytes(START_BYTES_MIN)} MB are needed. Nothing was changed.`,
    );
}

export function hasRoomToRun(dir: string): boolean {
  return freeBytes(dir) >= RUN_BYTES_MIN;
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
