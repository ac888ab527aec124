import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { adminOf, type Admin } from './admin.ts';
import { build } from './build.ts';
import { needRoomToStart } from './disk.ts';
import { openIdentity, type Identity } from './identity.ts';
import { readLastSeen, writeLastSeen } from './last-seen.ts';
import { launcherPid } from './launcher.ts';
import { takeLock, type HeldLock, type Lock } from './lock.ts';
import { openLogs } from './logs.ts';
import type { StartOptions } from './options.ts';
import { statePaths, type StatePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';
import { isAlive, residentBytes } from './processes.ts';
import { startRuntime, type Runtime } from './runtime.ts';
import { startTicker } from './ticker.ts';
import { endLeftovers, startWatchdog, type Watchdog } from './watchdog.ts';
import { boot, checkFile } from './world.ts';

/** A running product on one state directory, whose only host this process is. */
export interface Product {
  port: number;
  admin: Admin;
  identity: Identity;
  paths: StatePaths;
  /** The product's own line about its market. */
  world: string;
  /** When this state last ran, UTC epoch milliseconds. */
  lastSeenMs: number | undefined;
  /** Resident bytes of this process and both workerd processes. */
  memory(): number;
  stop(): Promise<void>;
  /** Ends everything at once, as a crash would. */
  abandon(): void;
}

const LEAVING_WAIT_MS = 20_000;

/** Opens a state directory and starts the product on it. Throws PlainError with one line when that cannot be. */
export async function startProduct(options: StartOptions, say: (line: string) => void): Promise<Product> {
  if (options.replay !== undefined) checkFile(options.replay);
  const paths = statePaths(options.stateDir);
  mkdirSync(paths.dir, { recursive: true, mode: 0o700 });
  needRoomToStart(paths.dir);
  const lock = await takeStateLock(paths.lock, say);
  let watchdog: Watchdog | undefined;
  let runtime: Runtime | undefined;
  try {
    await endLeftovers(paths.runtimePids);
    if (options.port !== 0) await needFreePort(options.port);
    if (options.fresh) setAside(paths, say);
    const identity = openIdentity(paths, Date.now());
    const built = await build(say);
    watchdog = startWatchdog(paths.runtimePids);
    rmSync(paths.temporary, { recursive: true, force: true });
    mkdirSync(paths.temporary, { recursive: true });
    const logs = openLogs(paths.logs, [identity.adminKey, identity.homeKey, identity.auditKey, identity.vaultKey]);
    if (identity.isNew) say('Making a new state…');
    runtime = await startRuntime({
      build: built,
      paths,
      logs,
      port: options.port,
      settings: settingsOf(identity, options),
    });
    if (runtime.applied.length > 0 && !identity.isNew)
      say(`Database brought up to date: ${runtime.applied.join(', ')}.`);
    const admin = adminOf(runtime.port, identity.adminKey);
    const lastSeenMs = readLastSeen(paths.lastSeen);
    const { world } = await boot(admin, options, say);
    return running({ options, paths, lock, watchdog, runtime, identity, admin, lastSeenMs, world: world ?? '' });
  } catch (error) {
    await runtime?.stop();
    watchdog?.killAll();
    watchdog?.stop();
    lock.release();
    throw error;
  }
}

interface Parts {
  options: StartOptions;
  paths: StatePaths;
  lock: HeldLock;
  watchdog: Watchdog;
  runtime: Runtime;
  identity: Identity;
  admin: Admin;
  lastSeenMs: number | undefined;
  world: string;
}

function running({ paths, lock, watchdog, runtime, ...rest }: Parts): Product {
  const stopTicker = startTicker(runtime, { onSecond: (nowMs) => writeLastSeen(paths.lastSeen, nowMs) });
  lock.publish(runtime.port);
  return {
    port: runtime.port,
    admin: rest.admin,
    identity: rest.identity,
    paths,
    world: rest.world,
    lastSeenMs: rest.lastSeenMs,
    memory: () => [process.pid, ...watchdog.pids()].reduce((sum, pid) => sum + residentBytes(pid), 0),
    async stop() {
      lock.leaving();
      stopTicker();
      await runtime.stop();
      writeLastSeen(paths.lastSeen, Date.now());
      watchdog.stop();
      rmSync(paths.temporary, { recursive: true, force: true });
      lock.release();
    },
    abandon() {
      watchdog.killAll();
      watchdog.stop();
      lock.release();
    },
  };
}

function settingsOf(identity: Identity, options: StartOptions): Record<string, string> {
  const publicHost = options.publicUrl === undefined ? [] : [new URL(options.publicUrl).hostname];
  return {
    ADMIN_KEY: identity.adminKey,
    HOME_KEY: identity.homeKey,
    AUDIT_KEY: identity.auditKey,
    VAULT_KEY: identity.vaultKey,
    WRITER: identity.writer,
    ALLOWED_HOSTS: ['localhost', '127.0.0.1', '[::1]', ...publicHost].join(','),
    ...(options.publicUrl === undefined ? {} : { PUBLIC_URL: options.publicUrl }),
  };
}

/** Whoever was started by a process that is gone, or says so itself, is on its way out: that is worth a short wait. */
async function takeStateLock(path: string, say: (line: string) => void): Promise<HeldLock> {
  const until = Date.now() + LEAVING_WAIT_MS;
  for (let hasSaid = false; ; hasSaid = true) {
    const lock = takeLock(path, launcherPid);
    if (lock.ok) return lock.value;
    const holder = lock.error;
    if (!isOnItsWayOut(holder) || Date.now() > until) throw new PlainError(alreadyRuns(holder, path));
    if (!hasSaid) say('The former start is still leaving; waiting for it…');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isOnItsWayOut(lock: Lock): boolean {
  return lock.isLeaving || !isAlive(lock.launcher);
}

function alreadyRuns(lock: Lock, path: string): string {
  const where = lock.port === 0 ? 'it is just starting' : `it answers on http://localhost:${lock.port}`;
  return `Nod already runs on this state directory (process ${lock.pid}); ${where}. Nothing was changed. [${path}]`;
}

/** A port somebody answers on is refused before anything is opened. */
function needFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      reject(
        new PlainError(
          `Port ${port} is taken by another program. Choose another: npm start -- --port ${port === 65_535 ? 8787 : port + 1}`,
        ),
      );
    });
    socket.once('error', () => resolve());
  });
}

/** `--fresh` begins anew and keeps what was there in one folder beside it: a state may hold what a person paid for. */
function setAside(paths: StatePaths, say: (line: string) => void): void {
  if (!existsSync(paths.identity)) return;
  const previous = `${paths.dir}-previous`;
  rmSync(previous, { recursive: true, force: true });
  mkdirSync(previous, { mode: 0o700 });
  for (const path of Object.values(paths)) {
    if (path === paths.dir || path === paths.lock || !existsSync(path)) continue;
    renameSync(path, path.replace(paths.dir, previous));
  }
  say(`Starting anew; the former state is kept in ${previous}.`);
}
