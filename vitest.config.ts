import { createECDH } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config';
import { writePictureFonts } from './worker/host/picture-fonts.ts';
import { writeWasmLoaders } from './worker/host/wasm-loaders.ts';

// wrangler.toml names the built web app; the Worker tests run without it being built.
mkdirSync('.build/web', { recursive: true });
writeWasmLoaders();
await writePictureFonts();
process.env['WRANGLER_SEND_METRICS'] = 'false';

// In a new order each time, but where a change is judged (CI): what fails there shall fail again.
const order = {
  shuffle: { tests: true, files: true },
  ...(process.env['CI'] !== undefined && { seed: 1 }),
};

// Nothing here is clocked: a machine with much else to do may take its time, and fails for what is wrong alone.
const patience = { testTimeout: 180_000, hookTimeout: 300_000, expect: { poll: { timeout: 30_000 } } };

// As many as there are cores; Vitest by itself leaves one idle, half of a small machine.
const maxWorkers = availableParallelism();

const WORKERS_TESTS = ['worker/**/*.workers.test.ts', 'shared/**/*.workers.test.ts'];
/** Tests that kill all objects: what is not in memory is out of reach when a runtime is emptied for the next file. */
const KILLING_TESTS = readdirSync('worker/src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.workers.test.ts'))
  .map((name) => join('worker/src', name))
  .filter((path) => /\babort\w*DurableObject/.test(readFileSync(path, 'utf8')));

// What pushes of the tests are signed with.
const pushKey = createECDH('prime256v1');
pushKey.setPrivateKey('22'.repeat(32), 'hex');

/** Tests inside workerd, with the bindings of wrangler.toml. */
const workersTests = (test: NonNullable<UserWorkspaceConfig['test']>): UserWorkspaceConfig => ({
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          TEST_MIGRATIONS: await readD1Migrations('migrations'),
          ADMIN_KEY: 'admin-key-of-the-test-runs-0000000000',
          HOME_KEY: 'home-key-of-the-test-runs-00000000000',
          AUDIT_KEY: '00'.repeat(32),
          VAULT_KEY: '11'.repeat(32),
          VAPID_KEY: `${pushKey.getPublicKey('base64url')}.${pushKey.getPrivateKey('base64url')}`,
        },
      },
    })),
  ],
  test: { setupFiles: ['worker/src/testing/fresh-storage.ts'], maxWorkers, ...patience, ...test },
});

/** What comes within half a second of a tap is the tap's: on a machine that answers later than that, it jumped. */
const WATCHED = ['first-use', 'phone', 'push'].map((name) => `web/e2e/${name}.e2e.test.ts`);

const browserTests = (test: NonNullable<UserWorkspaceConfig['test']>): UserWorkspaceConfig => ({
  test: { environment: 'node', ...patience, isolate: false, ...test },
});

export default defineConfig({
  test: {
    projects: [
      // What keeps nothing between its calls is loaded once per process instead of once per file, which took longer than
      // the tests. Groups of their own: a process goes on only while the next file is of the same project.
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'bot/**/*.test.ts', 'worker/src/**/*.test.ts'],
          exclude: ['**/*.workers.test.ts', '**/node_modules/**'],
          isolate: false,
          maxWorkers,
          ...patience,
          sequence: order,
        },
      },
      {
        test: {
          name: 'unit-alone',
          environment: 'node',
          include: ['worker/{host,cli,bench,proofs}/**/*.test.ts', 'web/src/lib/**/*.test.ts'],
          maxWorkers,
          ...patience,
          sequence: { ...order, groupOrder: 1 },
        },
      },
      workersTests({ name: 'workers-alone', include: KILLING_TESTS, sequence: { ...order, groupOrder: 1 } }),
      // The Worker is loaded once per runtime instead of once per file, which took five times as long as the tests.
      workersTests({
        name: 'workers',
        include: WORKERS_TESTS,
        exclude: KILLING_TESTS,
        isolate: false,
        sequence: { ...order, groupOrder: 2 },
      }),
      // Each starts a product and a browser of its own, and mostly waits for both: one more at a time than a small machine
      // has cores (with four, a market takes minutes for a day), and nothing beside them; those that watch what moves, and
      // when, with one beside them.
      browserTests({ name: 'browser-watched', include: WATCHED, maxWorkers: 2, sequence: { groupOrder: 3 } }),
      browserTests({
        name: 'browser',
        include: ['web/e2e/**/*.e2e.test.ts'],
        exclude: WATCHED,
        maxWorkers: 3,
        sequence: { groupOrder: 4 },
      }),
    ],
  },
});
