import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onFreePort } from '../../host/free-port.ts';
import { readLock } from '../../host/lock.ts';
import { rootDir, statePaths } from '../../host/paths.ts';
import { commandLine, isAlive } from '../../host/processes.ts';

const READY_WITHIN_MS = 120_000;
const GONE_WITHIN_MS = 20_000;

/** An answer of the API or of an admin route. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

export interface Asking {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Another token than the owner's. */
  readonly token?: string;
}

/**
 * Which processes a crash takes: all at once, as a power cut would, or only the one a person started; the others must
 * then see to it that nothing goes on without it.
 */
export type Victims = 'power-cut' | 'launcher' | 'host';

/** A running product, started as a person does. */
export interface RunningProduct {
  readonly port: number;
  readonly readyMs: number;
  /** What it said so far. */
  said(): string;
  api<T>(path: string, asking?: Asking): Promise<Answer<T>>;
  admin<T>(path: string, asking?: Asking): Promise<Answer<T>>;
  /** SIGKILL; answers when nothing of it runs any more. */
  kill(victims: Victims): Promise<void>;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
}

/** One state directory of its own in the system's folder for temporary files. */
export interface ProofState {
  readonly dir: string;
  /** Beside it, for files of the proof; goes with it. */
  readonly folder: string;
  /**
   * Starts the product on it; the token is made at the first start. `early` are admin requests that are made as soon as
   * anybody answers, while the product still starts.
   */
  start(args: readonly string[], early?: readonly { path: string; body: unknown }[]): Promise<RunningProduct>;
  /** Starts what is expected to be refused; answers how it left. */
  refused(args: readonly string[]): Promise<{ code: number | null; said: string }>;
  /** Ends whatever runs and removes the directory. */
  remove(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export function proofState(name: string): ProofState {
  const dir = mkdtempSync(join(tmpdir(), `nod-proof-${name}-`));
  const stateDir = join(dir, 'state');
  let token: string | undefined;
  let current: RunningProduct | undefined;
  return {
    dir: stateDir,
    folder: dir,
    async start(args, early = []) {
      current = await onFreePort((port) => startOn({ stateDir, port, args, early }, () => token ?? ''));
      token ??= (await current.admin<{ token: string }>('token', { method: 'POST', body: {} })).body.token;
      return current;
    },
    async refused(args) {
      const child = launch(stateDir, 0, args);
      const text = collect(child);
      const code = await exitOf(child, READY_WITHIN_MS);
      return { code, said: text() };
    },
    async remove() {
      await current?.kill('power-cut');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface Start {
  readonly stateDir: string;
  readonly port: number;
  readonly args: readonly string[];
  readonly early: readonly { path: string; body: unknown }[];
}

async function startOn({ stateDir, port, args, early }: Start, token: () => string): Promise<RunningProduct> {
  const startMs = performance.now();
  const child = launch(stateDir, port, args);
  const said = collect(child);
  const until = Date.now() + READY_WITHIN_MS;
  const waiting = [...early];
  while (!said().includes('Stop: Ctrl-C')) {
    const [first] = waiting;
    if (first !== undefined && (await isAnswered(stateDir, port, first))) waiting.shift();
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the product left at start: ${said()}`);
    if (Date.now() > until) throw new Error(`the product does not get ready: ${said()} ${logOf(stateDir)}`);
    await sleep(20);
  }
  const readyMs = performance.now() - startMs;
  const paths = statePaths(stateDir);
  const adminKey = readFileSync(paths.adminKey, 'utf8').trim();
  const ask = async <T>(
    path: string,
    headers: Record<string, string>,
    { method, body }: Asking,
  ): Promise<Answer<T>> => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method: method ?? 'GET',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  };
  return {
    port,
    readyMs,
    said,
    api: (path, asking = {}) => ask(`api/${path}`, { authorization: `Bearer ${asking.token ?? token()}` }, asking),
    admin: (path, asking = {}) => ask(`internal/admin/${path}`, { 'x-admin-key': adminKey }, asking),
    async kill(victims) {
      const host = readLock(paths.lock)?.pid;
      // Never a number that meanwhile belongs to somebody else.
      const runtime = runtimePids(paths.runtimePids).filter((pid) => commandLine(pid).includes('workerd'));
      const all = [...runtime, host, child.pid].filter((pid) => pid !== undefined);
      const chosen = { 'power-cut': all, host: [host], launcher: [child.pid] }[victims];
      for (const pid of chosen) if (pid !== undefined) sigkill(pid);
      const gone = Date.now() + GONE_WITHIN_MS;
      while (all.some(isAlive)) {
        if (Date.now() > gone) throw new Error(`${GONE_WITHIN_MS / 1000} s after ${victims} something still runs`);
        await sleep(5);
      }
      await exitOf(child, GONE_WITHIN_MS);
    },
    async stop() {
      child.kill('SIGINT');
      return exitOf(child, GONE_WITHIN_MS);
    },
  };
}

async function isAnswered(stateDir: string, port: number, { path, body }: Start['early'][number]): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/internal/admin/${path}`, {
      method: 'POST',
      signal: AbortSignal.timeout(1_000),
      headers: {
        'x-admin-key': readFileSync(statePaths(stateDir).adminKey, 'utf8').trim(),
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

/** The newest lines of what it logged, for a start that came to nothing. */
function logOf(stateDir: string): string {
  const { logs } = statePaths(stateDir);
  if (!existsSync(logs)) return '';
  const lines = readdirSync(logs).flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'));
  return lines.slice(-20).join('\n');
}

function launch(stateDir: string, port: number, args: readonly string[]): ChildProcess {
  const script = join(rootDir, 'worker/host/start.mjs');
  const child = spawn(process.execPath, [script, 'start', '--state', stateDir, '--port', String(port), ...args], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The keys of a state that lives for minutes belong beside it. As under `npm start`, it leaves when we are gone.
    env: { ...process.env, XDG_CONFIG_HOME: join(stateDir, '..', 'config'), npm_lifecycle_event: 'start' },
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function collect(child: ChildProcess): () => string {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

function exitOf(child: ChildProcess, withinMs: number): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('a process did not leave in time'));
    }, withinMs);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

function runtimePids(path: string): number[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).map(Number);
}

function sigkill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again until there is an answer; throws with `what` when there is none in time. */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined | null | false>,
  everyMs = 30,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await sleep(everyMs);
  }
}
