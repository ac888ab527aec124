import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const rootDir = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What is built from the sources; may be deleted at any time. */
export const buildDir = join(rootDir, '.build');

/** Where relative paths of the command line start: the folder the person was in. */
export const calledFrom = process.env['NOD_CALLED_FROM'] ?? process.cwd();

/** Every file and folder of one state directory. */
export function statePaths(stateDir: string) {
  return {
    dir: stateDir,
    lock: join(stateDir, 'lock'),
    /** Which state this is: id, writer, when made. */
    identity: join(stateDir, 'state.json'),
    adminKey: join(stateDir, 'admin.key'),
    /** Databases and objects, written by the runtime. */
    data: join(stateDir, 'data'),
    /** What the runtime needs only while it runs. */
    temporary: join(stateDir, 'tmp'),
    logs: join(stateDir, 'logs'),
    lastSeen: join(stateDir, 'last-seen'),
    /** A copy of the data while a backup is made of it. */
    backup: join(stateDir, 'backup'),
    /** What another process of this machine asks the host for, and the answer (host-door.ts). */
    asked: join(stateDir, 'asked.json'),
    answered: join(stateDir, 'answered.json'),
    /** Process ids of the runtime, so that a later start can end what a killed host left behind. */
    runtimePids: join(stateDir, 'runtime.pids'),
  };
}

export type StatePaths = ReturnType<typeof statePaths>;

/** Keys live outside the state directory, so that a copy of it alone is useless. */
export function keysDir(stateId: string): string {
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return join(config, 'nod', stateId);
}
