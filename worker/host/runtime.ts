import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare';
import type { Build } from './build.ts';
import { onFreePort } from './free-port.ts';
import type { Logs } from './logs.ts';
import { migrate, type Migration } from './migrate.ts';
import { withOwnSignals } from './own-signals.ts';
import type { StatePaths } from './paths.ts';
import { quietD1 } from './quiet-d1.ts';
import { stepBack } from './step-back.ts';
import { readModules, type WorkerOptions } from './worker-modules.ts';

export interface RuntimeOptions {
  build: Build;
  paths: StatePaths;
  logs: Logs;
  port: number;
  /** Texts the Worker reads as settings (worker/src/env.ts). */
  settings: Readonly<Record<string, string>>;
}

/** The two workerd processes: the product, and beside it the one that does heavy work. */
export interface Runtime {
  port: number;
  /** Calls the Worker's minute tick. */
  tick(atMs: number): Promise<void>;
  /** Names of the D1 migrations that were applied now. */
  applied: string[];
  stop(): Promise<void>;
}

/** Starts both processes on 127.0.0.1 and brings the database to the newest schema before anybody can ask for anything. */
export function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  // Both start at once, so the port of the one has to be known to the other before it listens.
  return onFreePort((computePort) => startBoth(options, computePort));
}

/**
 * How V8 collects what is no longer used. workerd never runs the small steps of a full collection, so each stops the
 * process for 20 to 60 ms; by itself V8 does one every few seconds over a heap of 30 MB, and a small one every second. With
 * room (MB) both are rare, and few stops wait for one. Where memory is short, they are less rare.
 */
const HAS_ROOM = totalmem() >= 3 * 2 ** 30;
const V8_FLAGS = [
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
  `--initial-old-space-size=${HAS_ROOM ? 256 : 96}`,
  `--heap-growing-percent=${HAS_ROOM ? 400 : 150}`,
].join(' ');

function make(options: MiniflareOptions): Miniflare {
  // Read of the environment as it starts workerd; whoever has set it has their reasons.
  process.env['MINIFLARE_WORKERD_V8_FLAGS'] ??= V8_FLAGS;
  return withOwnSignals(() => new Miniflare(options));
}

async function startBoth(
  { build, paths, logs, port, settings }: RuntimeOptions,
  computePort: number,
): Promise<Runtime> {
  const base = JSON.parse(readFileSync(join(build.worker, 'options.json'), 'utf8')) as WorkerOptions;
  const modules = readModules(join(build.worker, 'code'));
  const common = {
    host: '127.0.0.1',
    // Asked of the network otherwise, at every start.
    cf: false,
    logRequests: false,
    log: new Log(LogLevel.NONE),
    telemetry: { enabled: false },
    enableDevRegistry: false,
    unsafeTriggerHandlers: false,
    unsafeLocalExplorer: false,
    unsafeObservability: false,
    resourceTmpPath: paths.temporary,
  } satisfies Partial<MiniflareOptions>;

  const stopLooking = stepBack((args) => args.some((arg) => arg.endsWith(`=127.0.0.1:${computePort}`)));
  const compute = make({
    ...common,
    port: computePort,
    handleStructuredLogs: (line) => logs.write('compute', line),
    workers: [
      {
        config: {
          name: 'nod-compute',
          compatibilityDate: base.config.compatibilityDate,
          compatibilityFlags: base.config.compatibilityFlags ?? [],
          manifest: {
            mainModule: 'compute-entry.js',
            modulesRoot: '/',
            modules: {
              'compute-entry.js': { type: 'esm', contents: "export { Compute as default } from './index.js';" },
              ...modules,
            },
          },
          env: {},
        },
      },
    ],
  });
  const isRead = quietD1();
  const main = make({
    ...common,
    port: 0,
    resourcePersistencePath: paths.data,
    handleStructuredLogs: (line) => logs.write('worker', line),
    workers: [
      {
        ...base,
        config: {
          ...base.config,
          manifest: { mainModule: 'index.js', modulesRoot: '/', modules },
          env: {
            ...base.config.env,
            ...Object.fromEntries(
              Object.entries(settings).map(([name, value]) => [name, { type: 'text' as const, value }]),
            ),
            ASSETS: { type: 'worker', worker: FILES },
            // For addresses that people give: whatever their names lead to, it is nothing of this network.
            OUTSIDE: { type: 'network', allow: ['public'], tlsOptions: { trustBrowserCas: true } },
            COMPUTE: { type: 'external', address: `127.0.0.1:${computePort}`, http: {} },
          },
          assets: undefined,
        },
        // Requests reach the Worker without a detour through the development server's own Workers.
        dev: { ...base.dev, unsafeDirectSockets: [{ host: '127.0.0.1', port }] },
      },
      files(base, build.web),
    ],
  });
  try {
    await Promise.all([main.ready.finally(isRead), compute.ready]).finally(stopLooking);
    const migrations = JSON.parse(readFileSync(join(build.worker, 'migrations.json'), 'utf8')) as Migration[];
    const applied = await migrate(await main.getD1Database('DB'), migrations);
    const worker = await main.getWorker();
    return {
      port: Number((await main.unsafeGetDirectURL(base.config.name)).port),
      applied,
      async tick(atMs) {
        await worker.scheduled({ scheduledTime: new Date(atMs), cron: '* * * * *' });
      },
      async stop() {
        await Promise.all([main.dispose(), compute.dispose()]);
      },
    };
  } catch (error) {
    await Promise.allSettled([main.dispose(), compute.dispose()]);
    throw error;
  }
}

const FILES = 'nod-files';

/**
 * The web app's files, behind the Worker: at home every request passes it first, so that a foreign Host is refused for
 * files as well, and nothing but a file takes the way through here.
 */
function files({ config }: WorkerOptions, directory: string): WorkerOptions {
  const contents = 'export default { fetch: (request, env) => env.ASSETS.fetch(request) };';
  return {
    config: {
      name: FILES,
      compatibilityDate: config.compatibilityDate,
      manifest: { mainModule: 'index.js', modulesRoot: '/', modules: { 'index.js': { type: 'esm', contents } } },
      env: { ASSETS: { type: 'assets' } },
      assets: { ...config.assets, directory, hasUserWorker: true, runWorkerFirst: false },
    },
  };
}
