// What the page has in itself, so that nothing waits for what was already known: the one style sheet of the first screen,
// and for each address the files it needs and the questions it asks (`app.html` reads them).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AROUND, FIRST_ASKED, WHO } from './src/lib/api/first-asked.ts';
import { LANGUAGES, wordRoomOf } from './room-words.ts';

/** As Vite's manifest has it. */
export interface BuiltFile {
  readonly file: string;
  readonly name?: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, BuiltFile>>;

/** Where all of them are. */
const FOLDER = '_app/immutable/';

/** What comes with the page anyway. */
const FIRST = ['first', 'rolldown-runtime'];

interface Built {
  readonly manifest: Manifest;
  /** The folder of the entries that SvelteKit writes, one for each page. */
  readonly nodes: string;
  /** Those of them that nobody asks for (`short-ways.ts`). */
  readonly idle: readonly string[];
  /** The folder of what was built. */
  readonly out: string;
}

export function withBeginning(page: string, { manifest, nodes, idle, out }: Built): string {
  const files: string[] = [];
  const placeOf = (file: string): number => {
    if (!files.includes(file)) files.push(file);
    return files.indexOf(file);
  };
  const isAskedFor = (file: string): boolean => !idle.some((name) => file.endsWith(`/nodes/${name}`));
  const rooms = Object.fromEntries(
    Object.entries(FIRST_ASKED).map(([route, asked]) => [
      route.replace(/\[\w+\]$/, '*'),
      [
        [...neededBy(route, nodes, manifest)].filter(isAskedFor).map(placeOf),
        asked,
        Object.fromEntries(
          LANGUAGES.map((language) => [language, [...wordsOf(route, language, manifest)].map(placeOf)]),
        ),
      ],
    ]),
  );
  const [style = ''] = manifest[keyNamed('first', manifest)]?.css ?? [];
  const known = {
    style: `/${style}`,
    files: files.map((file) => file.replace(FOLDER, '')),
    rooms: { ...rooms, ...namedBeside(Object.keys(FIRST_ASKED)) },
    who: WHO,
    around: AROUND,
  };
  const withKnown = replaced(page, '{}; /* BEGINNING */', () => `${JSON.stringify(known)};`);
  // Nothing is drawn before its style is here: it stands in the page itself.
  const first = /<link href="[^"]*\/assets\/first\.[^"]*" rel="stylesheet">/;
  return (
    replaced(withKnown, first, () => `<style>${readFileSync(join(out, style), 'utf8').trim()}</style>`)
      // SvelteKit names the style sheets of all that may ever open.
      .replace(/\s*<link href="[^"]*\/assets\/[^"]*" rel="stylesheet">/g, '')
      .replace(/\s*<link href="([^"]*)" rel="modulepreload">/g, (link, file: string) => (isAskedFor(file) ? link : ''))
  );
}

function replaced(page: string, place: string | RegExp, by: () => string): string {
  const now = page.replace(place, by);
  if (now === page) throw new Error(`the page has no place like ${String(place)}`);
  return now;
}

/** Rooms whose address looks as if it were that of some one thing: `/bots/new` is no bot. */
function namedBeside(routes: readonly string[]): Record<string, null> {
  const folders = routes.filter((route) => route.endsWith(']')).map((route) => route.replace(/\/\[\w+\]$/, ''));
  const rooms = folders.flatMap((folder) =>
    readdirSync(join('src/routes', folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('['))
      .map(({ name }): [string, null] => [`${folder}/${name}`, null]),
  );
  return Object.fromEntries(rooms);
}

/** The key of what SvelteKit makes of a file under `src/routes`. */
function entryOf(source: string, nodes: string, manifest: Manifest): string {
  const name = readdirSync(nodes).find((file) => readFileSync(join(nodes, file), 'utf8').includes(`/routes${source}`));
  const found = Object.keys(manifest).find((key) => key.endsWith(`client-optimized/nodes/${name ?? ''}`));
  if (found === undefined) throw new Error(`the build has nothing of ${source}`);
  return found;
}

function keyNamed(name: string, manifest: Manifest): string {
  const found = Object.keys(manifest).find((key) => manifest[key]?.name === name);
  if (found === undefined) throw new Error(`the build has no file ${name}`);
  return found;
}

/** Code and styles of a room, of all that it imports, and of what SvelteKit always asks for; but for what comes anyway. */
function neededBy(route: string, nodes: string, manifest: Manifest): Set<string> {
  const room = `${route === '/' ? '' : route}/+page.svelte`;
  return filesFrom(
    [room, '/+error.svelte'].map((source) => entryOf(source, nodes, manifest)),
    manifest,
  );
}

/** The first words, and those of the room itself. */
function wordsOf(route: string, language: string, manifest: Manifest): Set<string> {
  const names = route === '/' ? [`first-${language}`] : [`first-${language}`, `${wordRoomOf(route)}-${language}`];
  return filesFrom(
    names.map((name) => keyNamed(name, manifest)),
    manifest,
  );
}

function filesFrom(keys: readonly string[], manifest: Manifest): Set<string> {
  const seen = new Set(keys);
  const needed = new Set<string>();
  for (const key of seen) {
    const built = manifest[key];
    if (built === undefined || FIRST.includes(built.name ?? '')) continue;
    for (const file of [built.file, ...(built.css ?? [])]) needed.add(file);
    for (const imported of built.imports ?? []) seen.add(imported);
  }
  return needed;
}
