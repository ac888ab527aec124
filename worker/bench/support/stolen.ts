import { readFileSync } from 'node:fs';

/**
 * Hundredths of a second, of all processors together since the start, in which this machine was to work and the one that
 * it is a part of worked for others ("steal" of proc(5)). What falls into one says nothing of a program. 0 where nobody tells.
 */
export function stolenTicks(): number {
  try {
    const [all = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    return Number(all.split(/\s+/)[8] ?? 0);
  } catch {
    return 0;
  }
}
