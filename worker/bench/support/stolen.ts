import { readFileSync } from 'node:fs';

/**
 * Hundredths of a second, of all processors together since the start, in which this machine was to work and the one that
 * it is a part of worked for others ("steal" of proc(5)). What falls into one says nothing of a program. Null where nobody
 * tells.
 */
export function stolenTicks(): number | null {
  try {
    const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const ticks = Number(all.split(/\s+/)[8]);
    return Number.isNaN(ticks) ? null : ticks;
  } catch {
    return null;
  }
}
