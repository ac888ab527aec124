import adapterStatic from '@sveltejs/adapter-static';
import type { Adapter } from '@sveltejs/kit';
import { sveltekit } from '@sveltejs/kit/vite';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { withBeginning, type BuiltFile } from './beginning.ts';
import { writeInstallFiles } from './install-files.ts';

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

/** What a file of code is made of: everything that these modules import, unless an earlier one has it already. */
const FILES: readonly (readonly [name: string, from: RegExp])[] = [
  // SvelteKit's own code, the frame of every room, and Home.
  ['first', /\/runtime\/client\/client-entry\.js$|\/src\/routes\/\+(layout|error|page)\.(svelte|ts)$/],
  ['first-en', /\/words\/first-en\.ts$/],
  ['first-ko', /\/words\/first-ko\.ts$/],
  ['words-en', /\/lib\/words\/en\.ts$/],
  ['words-ko', /\/lib\/words\/ko\.ts$/],
];
const ROOM = /\/src\/routes\/.+\/\+page\.svelte$/;
/** What so many rooms share is one file, too: thirty files of a kilobyte each wait for each other. */
const SHARED_BY_ROOMS = 3;
/** The room that shares most with just one other: its dozen small files are one, too. */
const PORTFOLIO = /\/src\/routes\/portfolio\/\+page\.svelte$/;

/** What parses what people type is heavy, and few rooms need it. */
const PARSER = /\/node_modules\/zod\//;

interface Modules {
  getModuleInfo(id: string): { readonly importers: readonly string[]; readonly importedIds: readonly string[] } | null;
}

/** Everything that imports a module or, the other way, is imported by it, over however many steps, itself included. */
function reachedFrom(id: string, along: 'importers' | 'importedIds', modules: Modules): string[] {
  const found = new Set([id]);
  for (const one of found) for (const next of modules.getModuleInfo(one)?.[along] ?? []) found.add(next);
  return [...found];
}

function fileOf(id: string, modules: Modules): string | null {
  const importers = reachedFrom(id, 'importers', modules);
  const named = FILES.find(([, from]) => importers.some((one) => from.test(one)));
  if (named !== undefined) return named[0];
  const isOurs = /\/(web\/src|shared)\//.test(id);
  const rooms = importers.filter((one) => ROOM.test(one));
  if (!isOurs || rooms.length < 2) return null;
  if (reachedFrom(id, 'importedIds', modules).some((one) => PARSER.test(one))) return null;
  if (rooms.length >= SHARED_BY_ROOMS) return 'rooms';
  return rooms.some((one) => PORTFOLIO.test(one)) ? 'portfolio' : null;
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
      const manifest = readFileSync(join(builder.getClientDirectory(), '.vite/manifest.json'), 'utf8');
      const nodes = builder.getBuildDirectory('generated/build/client-optimized/nodes');
      const built = JSON.parse(manifest) as Record<string, BuiltFile>;
      const page = withBeginning(readFileSync(join(OUT, 'index.html'), 'utf8'), built, nodes);
      writeFileSync(join(OUT, 'index.html'), page);
      const scripts = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)];
      const hashes = scripts.map(([, code]) => hashOf(code ?? ''));
      const policy = readFileSync('static/_headers', 'utf8')
        .replace('SCRIPT_HASHES', hashes.join(' '))
        .replace('STYLE_HASHES', frameworkStyles().map(hashOf).join(' '));
      writeFileSync(join(OUT, '_headers'), policy);
      await writeInstallFiles(OUT);
    },
  };
}

export default defineConfig({
  plugins: [
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
      build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: fileOf, debugName: 'fileOf' }] } } } },
    },
  },
  server: { proxy: { '/api': { target: process.env['NOD_API'] ?? 'http://127.0.0.1:8787', ws: true } } },
});
