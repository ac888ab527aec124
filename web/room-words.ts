// The words of each room in which somebody may begin, read off its code: whatever its modules read of the catalogue, but
// for those that come with Home and are content with Home's words. What this does not see comes as any missing word does.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { FIRST_ASKED } from './src/lib/api/first-asked.ts';

export const LANGUAGES = ['en', 'ko'] as const;
type Language = (typeof LANGUAGES)[number];

/** What a build has in the place of `lib/words/room-words.ts`, and the modules that it leads to, one for each room. */
const TABLE = '/src/lib/words/room-words.ts';
const ONE = '\0room-words/';

const HERE = import.meta.dirname;
const SHARED = join(HERE, '../shared');
const ROUTES = join(HERE, 'src/routes');
const HOME = ['+layout.svelte', '+layout.ts', '+error.svelte', '+page.svelte'].map((name) => join(ROUTES, name));
/** A room, and what is said of any one thing in it: `/bots/[id]` has the words of `/bots`, and the other way round. */
export const wordRoomOf = (route: string): string =>
  route
    .replace(/\/\[\w+\]$/, '')
    .slice(1)
    .replaceAll('/', '-');
const ROUTES_ASKED = Object.keys(FIRST_ASKED).filter((route) => route !== '/');

const IMPORT = /^\s*(?:import|export)\s(?!type\s)(?:[^;'"]*?\sfrom\s)?\s*'([^']+)'/gm;
/** What a part of a room fetches by itself is drawn with it: a question's chart. What is wanted later brings all words. */
const WITH_IT = /(?<!=> )\bimport\('([^']+)'\)/g;
/** `ui.w.decide`, `ui.catalogue.risk`, `ui.s` */
const READ = /\bui\.(?:(w|catalogue)\.(\w+)|s\b)/g;
/** `const { bots, nods } = ui.catalogue` */
const TAKEN_APART = /\{([^{}]*)\}\s*=\s*(?:\$derived\()?ui\.(w|catalogue)\b/g;
const TOPIC = /^import \{ (.+) \} from '(.+)';$/gm;

export function roomWords(): Plugin {
  return {
    name: 'nod-room-words',
    resolveId: (id) => (id.startsWith(ONE) ? id : null),
    load(id) {
      if (id.endsWith(TABLE)) return table();
      const [, room, language] = /^(.+)-(en|ko)$/.exec(id.startsWith(ONE) ? id.slice(ONE.length) : '') ?? [];
      return room === undefined ? null : wordsOf(room, language as Language);
    },
  };
}

/** `decide-en` and the like: those among modules that are the words of a room. */
export const wordRoomsAmong = (ids: readonly string[]): string[] =>
  ids.filter((id) => id.startsWith(ONE)).map((id) => id.slice(ONE.length));

function table(): string {
  const lines = ROUTES_ASKED.map((route) => {
    const loads = LANGUAGES.map((language) => `${language}: () => import('${ONE}${wordRoomOf(route)}-${language}')`);
    return `'${route}': { ${loads.join(', ')} }`;
  });
  return `export const roomWords = { ${lines.join(', ')} };`;
}

function wordsOf(room: string, language: Language): string {
  const topics = topicsRead(ROUTES_ASKED.filter((route) => wordRoomOf(route) === room));
  const tables = {
    catalogue: topicFiles(join(HERE, `src/lib/words/${language}.ts`)),
    w: topicFiles(join(SHARED, `words/web-${language}.ts`)),
  };
  const imports: string[] = [];
  const listed = (table: keyof typeof tables): string[] =>
    [...tables[table]]
      .filter(([name]) => topics.has(`${table}.${name}`))
      .map(([name, file]) => {
        imports.push(`import { ${name} as ${table}_${name} } from ${JSON.stringify(file)};`);
        return `${name}: ${table}_${name}`;
      });
  const words = [...listed('catalogue'), `web: { ${listed('w').join(', ')} }`];
  return `${imports.join('\n')}\nexport const words = { ${words.join(', ')} };`;
}

/** By its name, the file that a topic is written in. */
function topicFiles(list: string): Map<string, string> {
  const found = [...readFileSync(list, 'utf8').matchAll(TOPIC)].flatMap(([, names = '', from = '']) =>
    names.split(', ').map((name): [string, string] => [name, placeOf(from, list)]),
  );
  return new Map(found);
}

function topicsRead(routes: readonly string[]): Set<string> {
  const withHome = reachedFrom(HOME, [IMPORT]);
  const pages = routes.map((route) => join(ROUTES, route, '+page.svelte'));
  const own = [...reachedFrom(pages, [IMPORT, WITH_IT], withHome)];
  const topics = own.flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    return [
      ...[...source.matchAll(READ)].map(([, of, name]) => (of === undefined ? 'catalogue.states' : `${of}.${name}`)),
      ...[...source.matchAll(TAKEN_APART)].flatMap(([, names = '', of = '']) =>
        names.split(',').map((name) => `${of}.${name.split(':')[0]?.trim() ?? ''}`),
      ),
    ];
  });
  return new Set(topics);
}

/** These files and all that come with them, but for those that are there already. */
function reachedFrom(files: readonly string[], along: readonly RegExp[], already = new Set<string>()): Set<string> {
  const found = new Set(files);
  for (const file of found) {
    const source = readFileSync(file, 'utf8');
    const named = along.flatMap((pattern) => [...source.matchAll(pattern)].map(([, from = '']) => placeOf(from, file)));
    for (const place of named)
      if (/\.(ts|svelte)$/.test(place) && existsSync(place) && !already.has(place)) found.add(place);
  }
  return found;
}

const placeOf = (from: string, file: string): string =>
  from.startsWith('#shared/') ? join(SHARED, from.slice('#shared/'.length)) : resolve(dirname(file), from);
