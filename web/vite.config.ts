import adapterStatic from '@sveltejs/adapter-static';
import type { Adapter } from '@sveltejs/kit';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { withBeginning, type BuiltFile } from './beginning.ts';
import { CODE_FILES } from './code-files.ts';
import { writeInstallFiles } from './install-files.ts';
import { packFiles } from './pack-files.ts';
import { roomWords } from './room-words.ts';
import { takeShortWays } from './short-ways.ts';

const OUT = '../.build/web';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** SvelteKit's route announcer is hidden by a style attribute of its own: the only one that is let through, by its hash. */
function frameworkStyles(): string[] {
  const folder = join(OUT, '_app/immutable');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  const announcers = files.flatMap((name) => [
    ...readFileSync(join(folder, name), 'utf8').matchAll(/id="svelte-announcer"[^>]*? style="([^"]*)"/g),
  ]);
  return announcers.map(([, style]) => style ?? '');
}

const stylesIn = (page: string): string[] =>
  [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style ?? '');

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
      const manifest = readFileSync(join(builder.getClientDirectory(), '.vite/manifest.json'), 'utf8');
      const nodes = builder.getBuildDirectory('generated/build/client-optimized/nodes');
      const idle = takeShortWays(join(OUT, '_app/immutable'));
      const built = { manifest: JSON.parse(manifest) as Record<string, BuiltFile>, nodes, idle, out: OUT };
      const page = withBeginning(readFileSync(join(OUT, 'index.html'), 'utf8'), built);
      writeFileSync(join(OUT, 'index.html'), page);
      const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
      const hashes = scripts.map(([, code]) => hashOf(code ?? ''));
      const policy = readFileSync('static/_headers', 'utf8')
        .replace('SCRIPT_HASHES', hashes.join(' '))
        .replace('STYLE_HASHES', [...stylesIn(page), ...frameworkStyles()].map(hashOf).join(' '));
      writeFileSync(join(OUT, '_headers'), policy);
      await writeInstallFiles(OUT);
      await packFiles(join(OUT, '_app/immutable'));
    },
  };
}

export default defineConfig({
  plugins: [
    roomWords(),
    sveltekit({
      adapter: staticApp(),
      compilerOptions: { runes: true },
      version: { name: 'nod', pollInterval: 0 },
      // `lib/state/keep-app.ts` does it, after the first screen, and knows of newer ones.
      serviceWorker: { register: false },
    }),
  ],
  build: { target: 'es2022' },
  environments: {
    client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: CODE_FILES } } } },
    },
  },
  server: { proxy: { '/api': { target: process.env['NOD_API'] ?? 'http://127.0.0.1:8787', ws: true } } },
});
