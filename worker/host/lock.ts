import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { isAlive, startedAt } from './processes.ts';

/** Who runs on a state directory. `port` is 0 until the product answers; `launcher` is the process a person ended. */
export interface Lock {
  pid: number;
  port: number;
  startedAt: string;
  launcher: number;
  isLeaving: boolean;
}

export interface HeldLock {
  /** Says on which port the product answers now. */
  publish(port: number): void;
  /** Says that this process is about to go: a start that comes now waits for it. */
  leaving(): void;
  release(): void;
}

/** Reads the lock of a state directory; undefined when nobody holds it or its holder is dead. */
export function readLock(path: string): Lock | undefined {
  const lock = parseLock(path);
  return lock && isHeld(lock) ? lock : undefined;
}

/**
 * Takes the lock for this process. The lock of a dead process is taken over; of several that try at once, one wins. The
 * error is the lock of whoever holds it.
 */
export function takeLock(path: string, launcher: number): Result<HeldLock, Lock> {
  const mine: Lock = { pid: process.pid, port: 0, startedAt: startedAt(process.pid), launcher, isLeaving: false };
  const draft = `${path}.${process.pid}`;
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
      // A link is made or refused in one step, and the lock is never seen half written.
      if (tryLink(draft, path)) return ok(heldLock(path, mine));
      const before = parseLock(path);
      if (before && isHeld(before)) return err(before);
      setAside(path, before);
    }
    return err(parseLock(path) ?? mine);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead lock away; puts it back when, in between, somebody else had already taken the place. */
function setAside(path: string, dead: Lock | undefined): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = parseLock(aside);
  if (moved && moved.pid !== dead?.pid) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function heldLock(path: string, mine: Lock): HeldLock {
  const write = () => {
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(mine), { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  };
  return {
    publish(port) {
      mine.port = port;
      write();
    },
    leaving() {
      mine.isLeaving = true;
      try {
        write();
      } catch {
        // A full disk: whoever comes now is told that we run, and tries again.
      }
    },
    release() {
      if (parseLock(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

function isHeld(lock: Lock): boolean {
  return isAlive(lock.pid) && (lock.startedAt === '' || startedAt(lock.pid) === lock.startedAt);
}

function parseLock(path: string): Lock | undefined {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Lock;
    return typeof value.pid === 'number' && typeof value.port === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
