import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** When the product was last known to run, UTC epoch milliseconds; undefined on a first start. */
export function readLastSeen(path: string): number | undefined {
  try {
    const ms = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
  } catch {
    return undefined;
  }
}

/** Kept as good as the disk allows: on a full one the former time stays, and the product must go on to leave in order. */
export function writeLastSeen(path: string, ms: number): void {
  try {
    writeFileSync(`${path}.new`, String(ms), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    rmSync(`${path}.new`, { force: true });
  }
}

/** "6 h 12 min", "3 d 4 h", "45 s". */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  if (minutes > 0) return `${minutes} min`;
  return `${seconds} s`;
}
