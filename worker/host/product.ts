import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { adminOf, type Admin } from './admin.ts';
import { backUpRunning } from './backup.ts';
import { build } from './build.ts';
import { startCompanion } from './companion/companion.ts';
import { needRoomToStart } from './disk.ts';
import { openHostDoor } from './host-door.ts';
import { openIdentity, readStored, type Identity } from './identity.ts';
import { readLastSeen, writeLastSeen } from './last-seen.ts';
import { KeptRuntime } from './kept-runtime.ts';
import { launcherPid } from './launcher.ts';
import { takeLock, type HeldLock, type Lock } from './lock.ts';
import { openLogs, type Logs } from './logs.ts';
import type { StartOptions } from './options.ts';
import { unlockKeys } from './passphrase.ts';
import { keysDir, statePaths, type StatePaths } from './paths.ts';
import { lineOf, PlainError } from './plain-error.ts';
import { isAlive, residentBytes } from './processes.ts';
import { startRuntime, type Runtime } from './runtime.ts';
import { setAside } from './set-aside.ts';
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
  /** Why it could not go on; as long as it runs there is no answer. */
  ended: Promise<string>;
  /** Resident bytes of this process and both workerd processes. */
  memory(): number;
  stop(): Promise<void>;
  /** Ends everything at once, as a crash would. */
  abandon(): void;
}

const LEAVING_WAIT_MS = 20_000;
/** Whether the runtime still lives is looked at so often. */
const LOOK_EVERY_MS = 1_000;
/** Before a backup nothing is sent for this long, and answers are waited for at most so long; sending then goes on by itself. */
const HOLD_MS = 30_000;
const DRAIN_WAIT_MS = 12_000;

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
    if (existsSync(paths.identity)) await unlockKeys(keysDir(readStored(paths).id));
    const identity = openIdentity(paths, Date.now());
    if (identity.isCopy)
      say('This directory is a copy of a state: every account reads its broker’s book before anything is sent.');
    const built = await build(say);
    watchdog = startWatchdog(paths.runtimePids);
    for (const left of [paths.temporary, paths.backup]) rmSync(left, { recursive: true, force: true });
    mkdirSync(paths.temporary, { recursive: true });
    const logs = openLogs(paths.logs, secretsOf(identity));
    if (identity.isNew) say('Making a new state…');
    const start = (port: number): Promise<Runtime> =>
      startRuntime({ build: built, paths, logs, port, settings: settingsOf(identity, options) });
    runtime = await start(options.port);
    if (runtime.applied.length > 0 && !identity.isNew)
      say(`Database brought up to date: ${runtime.applied.join(', ')}.`);
    const admin = adminOf(runtime.port, identity.adminKey);
    const lastSeenMs = readLastSeen(paths.lastSeen);
    const { world } = await boot(admin, options, say);
    return running({ paths, lock, logs, watchdog, runtime, start, identity, admin, lastSeenMs, world: world ?? '' });
  } catch (error) {
    await runtime?.stop();
    watchdog?.killAll();
    watchdog?.stop();
    lock.release();
    throw error;
  }
}

interface Parts {
  paths: StatePaths;
  lock: HeldLock;
  logs: Logs;
  watchdog: Watchdog;
  runtime: Runtime;
  /** Starts the runtime again on the port it had. */
  start: (port: number) => Promise<Runtime>;
  identity: Identity;
  admin: Admin;
  lastSeenMs: number | undefined;
  world: string;
}

function running({ paths, lock, logs, watchdog, start, ...rest }: Parts): Product {
  const { admin } = rest;
  const { port } = rest.runtime;
  const ended = Promise.withResolvers<string>();
  const processes = watchdog.pids().length;
  const isWhole = (): boolean => watchdog.pids().length >= processes;
  const kept = new KeptRuntime(rest.runtime, {
    start: async () => {
      const runtime = await start(port);
      if (await answers(port)) return runtime;
      await runtime.stop();
      throw new PlainError(`On port ${port} another program answers.`);
    },
    isWhole,
    publish: (isUp) => lock.publish(isUp ? port : 0),
    giveUp: ended.resolve,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  let standing: Promise<void> = Promise.resolve();
  const { homeKey } = rest.identity;
  const companion = startCompanion(admin, { url: `http://127.0.0.1:${port}`, homeKey }, (message) =>
    logs.write('companion', { timestamp: Date.now(), level: 'info', message }),
  );
  const stopTicker = startTicker(() => kept.current, {
    seen: (nowMs) => {
      if (isWhole()) writeLastSeen(paths.lastSeen, nowMs);
    },
    failed: (error) => logs.write('host', { timestamp: Date.now(), level: 'error', message: `tick: ${lineOf(error)}` }),
  });
  const looking = setInterval(() => kept.look(), LOOK_EVERY_MS);

  const drain = (holdMs: number, waitMs: number): Promise<{ idle: boolean }> =>
    admin.call('POST', 'drain', { holdMs, waitMs });
  const closeDoor = openHostDoor(paths, ({ file }) => {
    const backup = backUpRunning(
      {
        paths,
        drain: async () => (await drain(HOLD_MS, DRAIN_WAIT_MS)).idle,
        resume: async () => void (await drain(0, 0)),
        standStill: (work) => kept.standStill(work),
      },
      file,
    );
    standing = backup.then(
      () => undefined,
      () => undefined,
    );
    return backup;
  });
  lock.publish(port);
  return {
    port,
    admin,
    identity: rest.identity,
    paths,
    world: rest.world,
    lastSeenMs: rest.lastSeenMs,
    ended: ended.promise,
    memory: () =>
      [process.pid, ...watchdog.pids(), companion.pid() ?? []].flat().reduce((sum, pid) => sum + residentBytes(pid), 0),
    async stop() {
      kept.leave();
      lock.leaving();
      closeDoor();
      await standing;
      clearInterval(looking);
      await kept.settled();
      stopTicker();
      companion.stop();
      const wasUp = kept.current !== undefined;
      await kept.current?.stop();
      if (wasUp) writeLastSeen(paths.lastSeen, Date.now());
      watchdog.stop();
      rmSync(paths.temporary, { recursive: true, force: true });
      lock.release();
    },
    abandon() {
      companion.stop();
      watchdog.killAll();
      watchdog.stop();
      lock.release();
    },
  };
}

/** Another program may take the question and say nothing. */
const ANSWERS_WITHIN_MS = 30_000;

/** Whether it is Nod that is reached there. */
async function answers(port: number): Promise<boolean> {
  try {
    const health = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const { status } = (await health.json()) as { status?: string };
    return status === 'ok';
  } catch {
    return false;
  }
}

/** What no log line may hold. */
function secretsOf({ adminKey, homeKey, auditKey, vaultKeys, vapidKey }: Identity): string[] {
  const { KEK_CURRENT: _name, ...keys } = vaultKeys;
  // Of the pair for pushes only one half is a secret; browsers are given the other.
  return [adminKey, homeKey, auditKey, vapidKey.split('.')[1] ?? vapidKey, ...Object.values(keys)];
}

function settingsOf(identity: Identity, options: StartOptions): Record<string, string> {
  // Brokers of a proof; what is no loopback address is refused when the Worker reads its settings.
  const rehearsalBroker = process.env['NOD_REHEARSAL_BROKER_URL'];
  const rehearsalChannel = process.env['NOD_REHEARSAL_CHANNEL_URL'];
  const publicHost = options.publicUrl === undefined ? [] : [new URL(options.publicUrl).hostname];
  return {
    ADMIN_KEY: identity.adminKey,
    HOME_KEY: identity.homeKey,
    AUDIT_KEY: identity.auditKey,
    ...identity.vaultKeys,
    VAPID_KEY: identity.vapidKey,
    WRITER: identity.writer,
    LIFE: identity.life,
    ALLOWED_HOSTS: ['localhost', '127.0.0.1', '[::1]', ...publicHost].join(','),
    ...(options.publicUrl === undefined ? {} : { PUBLIC_URL: options.publicUrl }),
    ...(rehearsalBroker === undefined ? {} : { REHEARSAL_BROKER_URL: rehearsalBroker }),
    ...(rehearsalChannel === undefined ? {} : { REHEARSAL_CHANNEL_URL: rehearsalChannel }),
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
