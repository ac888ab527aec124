import { defineConfig } from 'vitest/config';
import { rootDir } from './paths.ts';

/** The tests that say what a limit and a size do: measured by `npm run mutation`, and for branches by `npm test`. */
export default defineConfig({
  root: rootDir,
  test: {
    environment: 'node',
    // They may run beside much else.
    testTimeout: 60_000,
    include: ['shared/risk/**/*.test.ts', 'shared/engine/size*.test.ts'],
    coverage: {
      provider: 'v8',
      include: ['shared/risk/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text', 'json-summary'],
    },
  },
});
