import type { D1Migration } from '@cloudflare/vitest-plugin';
import type { RawEnv } from '../env.ts';

declare global {
  namespace Cloudflare {
    // What `env` of cloudflare:workers holds in *.workers.test.ts files.
    interface Env extends RawEnv {
      TEST_MIGRATIONS: D1Migration[];
    }
    // What `exports` of cloudflare:workers holds.
    interface GlobalProps {
      mainModule: typeof import('../index.ts');
    }
  }
}
