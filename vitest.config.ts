import { mkdirSync } from 'node:fs';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
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

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['shared/**/*.test.ts', 'bot/**/*.test.ts', 'worker/**/*.test.ts', 'web/src/lib/**/*.test.ts'],
          exclude: ['**/*.workers.test.ts', '**/node_modules/**'],
          sequence: order,
        },
      },
      {
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
              },
            },
          })),
        ],
        test: {
          name: 'workers',
          include: ['worker/**/*.workers.test.ts', 'shared/**/*.workers.test.ts'],
          setupFiles: ['worker/src/testing/migrate.ts'],
          sequence: order,
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['web/e2e/**/*.e2e.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
