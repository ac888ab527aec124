// Which of the app's modules travel together in one file of code: few files, and none with much that a room does not need.
import { wordRoomsAmong } from './room-words.ts';

type Files = readonly (readonly [name: string, from: RegExp])[];
/** Everything that these modules import, unless an earlier one has it already. */
const FILES: Files = [
  // SvelteKit's own code, the frame of every room, and Home.
  ['first', /\/runtime\/client\/client-entry\.js$|\/src\/routes\/\+(layout|error|page)\.(svelte|ts)$/],
  ['first-en', /\/words\/first-en\.ts$/],
  ['first-ko', /\/words\/first-ko\.ts$/],
];
/** What is left of the catalogue by the words of each room. */
const WORDS: Files = [
  ['words-en', /\/lib\/words\/en\.ts$/],
  ['words-ko', /\/lib\/words\/ko\.ts$/],
];
const ROOM = /\/src\/routes\/.+\/\+page\.svelte$/;
/** What three rooms share is one file, too: thirty files of a kilobyte each wait for each other. */
const ROOMS = 'rooms';
/** Characters of code that are not worth a file. */
const SLIVER = 1_500;
/** Rooms that share much with just one other: what would be a handful of small files of each is one, too. */
const GATHERED: Files = [
  ['portfolio', /\/src\/routes\/portfolio\/\+page\.svelte$/],
  ['instrument', /\/src\/routes\/markets\/\[symbol\]\/\+page\.svelte$/],
  ['settings', /\/src\/routes\/more\/settings\/\+page\.svelte$/],
];

/** What parses what people type is heavy, and few rooms need it. */
const PARSER = /\/node_modules\/zod\//;

interface ModuleInfo {
  readonly code: string | null;
  readonly importers: readonly string[];
  readonly importedIds: readonly string[];
}
interface Modules {
  getModuleInfo(id: string): ModuleInfo | null;
}

/** Everything that imports a module or, the other way, is imported by it, over however many steps, itself included. */
function reachedFrom(id: string, along: 'importers' | 'importedIds', modules: Modules): string[] {
  const found = new Set([id]);
  for (const one of found) for (const next of modules.getModuleInfo(one)?.[along] ?? []) found.add(next);
  return [...found];
}

const namedIn = (files: Files, importers: readonly string[]): string | null =>
  files.find(([, from]) => importers.some((one) => from.test(one)))?.[0] ?? null;

/** Words that many rooms say are one file, with slivers of others; those of one room, or of the same two, are another. */
function wordFileOf(importers: readonly string[], said: 'by many' | 'by few', info: ModuleInfo | null): string | null {
  const rooms = wordRoomsAmong(importers).sort();
  const [first, second] = rooms;
  if (first === undefined) return null;
  const language = first.slice(-3);
  if (rooms.length > 2 || (second !== undefined && isSmall(info)))
    return said === 'by many' ? `rooms${language}` : null;
  if (said === 'by many') return null;
  return second === undefined ? first : `${first.slice(0, -3)}-and-${second}`;
}

const isSmall = (info: ModuleInfo | null): boolean => (info?.code?.length ?? Infinity) < SLIVER;

function roomFileOf(id: string, importers: readonly string[], modules: Modules): string | null {
  const isOurs = /\/(web\/src|shared)\//.test(id);
  const rooms = importers.filter((one) => ROOM.test(one));
  if (!isOurs || rooms.length === 0) return null;
  if (reachedFrom(id, 'importedIds', modules).some((one) => PARSER.test(one))) return null;
  if (rooms.length === 1) return isSliver(id, importers, modules) ? ROOMS : null;
  return rooms.length === 2 ? namedIn(GATHERED, rooms) : ROOMS;
}

/** The little that a room has in common with what it fetches as it goes on would be a file of its own. */
function isSliver(id: string, importers: readonly string[], modules: Modules): boolean {
  const isAtTheTop = (one: string): boolean => modules.getModuleInfo(one)?.importers.length === 0;
  const isFetchedLater = importers.some((one) => !ROOM.test(one) && /\/web\/src\//.test(one) && isAtTheTop(one));
  return isFetchedLater && isSmall(modules.getModuleInfo(id));
}

type FileOf = (importers: readonly string[], id: string, modules: Modules) => string | null;
/** Each file takes what its modules import, too: so the ones that most rooms read come first, and the words by room. */
const FILE_OF: readonly FileOf[] = [
  (importers) => namedIn(FILES, importers),
  (importers, id, modules) => wordFileOf(importers, 'by many', modules.getModuleInfo(id)),
  (importers, id, modules) => wordFileOf(importers, 'by few', modules.getModuleInfo(id)),
  (importers) => namedIn(WORDS, importers),
  (importers, id, modules) => (roomFileOf(id, importers, modules) === ROOMS ? ROOMS : null),
  (importers, id, modules) => roomFileOf(id, importers, modules),
];
/** As Rolldown takes them: each a name for the modules that it is for. */
export const CODE_FILES = FILE_OF.map((fileOf, place) => ({
  name: (id: string, modules: Modules) => fileOf(reachedFrom(id, 'importers', modules), id, modules),
  debugName: `file ${place}`,
  priority: FILE_OF.length - place,
}));
