import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';

/** The process a person started, as `start.mjs` names it; our own id when started directly. */
export const launcherPid = Number(process.env['NOD_LAUNCHER'] ?? process.pid);

/** Calls back once when the process that started this one is gone without a word (kill -9 leaves no other trace). */
export function onLauncherGone(callback: () => void): void {
  if (process.env['NOD_LAUNCHER'] === undefined) return;
  try {
    const stat = fstatSync(3);
    if (!stat.isFIFO() && !stat.isSocket()) return;
  } catch {
    return;
  }
  const pipe = new Socket({ fd: 3, readable: true, writable: false });
  pipe.on('close', callback);
  pipe.on('error', () => undefined);
  pipe.resume();
  pipe.unref();
}
