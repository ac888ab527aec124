import adapterStatic from '@sveltejs/adapter-static';
import type { Adapter } from '@sveltejs/kit';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const OUT = '../.build/web';

/**
 * One page for every address (the Worker serves it as a single-page application), and the headers it travels with.
 * The page's inline scripts are known only after the build, so their hashes are written into the policy here.
 */
function staticApp(): Adapter {
  const inner = adapterStatic({ pages: OUT, assets: OUT, fallback: 'index.html' });
  return {
    name: 'nod-static',
    async adapt(builder) {
      await inner.adapt(builder);
      const page = readFileSync(join(OUT, 'index.html'), 'utf8');
      const hashes = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
        ([, code]) => `'sha256-${createHash('sha256').update(code ?? '').digest('base64')}'`,
      );
      const template = readFileSync('static/_headers', 'utf8');
      writeFileSync(join(OUT, '_headers'), template.replace("'self' SCRIPT_HASHES", ["'self'", ...hashes].join(' ')));
    },
  };
}

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: staticApp(),
      compilerOptions: { runes: true },
      version: { name: 'nod', pollInterval: 0 },
    }),
  ],
  build: { target: 'es2022' },
  server: { proxy: { '/api': { target: process.env['NOD_API'] ?? 'http://127.0.0.1:8787', ws: true } } },
});
