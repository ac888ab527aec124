import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** True while a process of this id runs, whoever owns it. One that ended and was not collected yet does not run. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !/^[ZX]/.test(statFields(pid)?.[0] ?? '');
}

/**
 * When this process started, as a text that only serves comparison: an id that came back to life after a restart of the
 * machine belongs to another program then. Empty when nobody can tell.
 */
export function startedAt(pid: number): string {
  return statFields(pid)?.[19] ?? ps('lstart=', pid);
}

/** The command line of a process, empty when it is gone. */
export function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ps('command=', pid);
  }
}

/** Resident memory of one process in bytes, 0 when it is gone. */
export function residentBytes(pid: number): number {
  try {
    const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line ? Number(line[1]) * 1024 : 0;
  } catch {
    return Number(ps('rss=', pid) || 0) * 1024;
  }
}

/** The fields of /proc/PID/stat from the state on; undefined where there is no /proc or no such process. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ps(field: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
