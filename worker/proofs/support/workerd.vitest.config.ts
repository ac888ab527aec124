import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { rootDir } from '../../host/paths.ts';
import { writePictureFonts } from '../../host/picture-fonts.ts';
import { writeWasmLoaders } from '../../host/wasm-loaders.ts';

writeWasmLoaders();
await writePictureFonts();

/** Runs a proof inside workerd; what it shall do stands in the environment, what it found on its standard output. */
export default defineConfig({
  root: rootDir,
  plugins: [
    cloudflareTest(async () => ({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: {
          TEST_MIGRATIONS: await readD1Migrations('migrations'),
          AUDIT_KEY: '00'.repeat(32),
          VAULT_KEY: '11'.repeat(32),
          PROOF: process.env['NOD_PROOF'] ?? '{}',
        },
      },
    })),
  ],
  test: {
    include: ['worker/src/testing/*.workerd.ts'],
    setupFiles: ['worker/src/testing/fresh-storage.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
