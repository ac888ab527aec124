import adapterStatic from '@sveltejs/adapter-static';
import type { Adapter } from '@sveltejs/kit';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

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

/** Modules that most screens share. */
function isEverywhere(id: string): boolean {
  if (
    /lightweight-charts|fancy-canvas|chart\/candles\.ts|words\/(en|ko|web-en|web-ko)\b|domain\/(later-moments|calendar\/)/.test(
      id,
    )
  )
    return false;
  return /node_modules\/(svelte|esm-env|clsx|big\.js)\/|web\/src\/lib\/|\/shared\//.test(id);
}

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
      const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
      const hashes = scripts.map(([, code]) => hashOf(code ?? ''));
      const policy = readFileSync('static/_headers', 'utf8')
        .replace('SCRIPT_HASHES', hashes.join(' '))
        .replace('STYLE_HASHES', frameworkStyles().map(hashOf).join(' '));
      writeFileSync(join(OUT, '_headers'), policy);
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
  // Sixty files of a kilobyte each wait for each other; one that is kept for good does not. What a first screen may not
  // need stays apart: the other language, the candle library, each page.
  environments: {
    client: {
      build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'app', test: isEverywhere }] } } } },
    },
  },
  server: { proxy: { '/api': { target: process.env['NOD_API'] ?? 'http://127.0.0.1:8787', ws: true } } },
});
