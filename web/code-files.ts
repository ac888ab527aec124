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

const namedIn = (files: Files, importers: readonly string[]): string | null =>
  files.find(([, from]) => importers.some((one) => from.test(one)))?.[0] ?? null;

/** Words that only one room says, and those that several do. */
function wordFileOf(importers: readonly string[], rooms: 'several' | 'one'): string | null {
  const [first, ...others] = wordRoomsAmong(importers);
  if (first === undefined) return null;
  if (others.length === 0) return rooms === 'one' ? first : null;
  return rooms === 'several' ? `rooms-${first.slice(-2)}` : null;
}

function roomFileOf(id: string, importers: readonly string[], modules: Modules): string | null {
  const isOurs = /\/(web\/src|shared)\//.test(id);
  const rooms = importers.filter((one) => ROOM.test(one));
  if (!isOurs || rooms.length < 2) return null;
  if (reachedFrom(id, 'importedIds', modules).some((one) => PARSER.test(one))) return null;
  if (rooms.length >= SHARED_BY_ROOMS) return 'rooms';
  return rooms.some((one) => PORTFOLIO.test(one)) ? 'portfolio' : null;
}

type FileOf = (importers: readonly string[], id: string, modules: Modules) => string | null;
/** Each file takes what its modules import, too: so the ones that most rooms read come first, and the words by room. */
const FILE_OF: readonly FileOf[] = [
  (importers) => namedIn(FILES, importers),
  (importers) => wordFileOf(importers, 'several'),
  (importers) => wordFileOf(importers, 'one'),
  (importers) => namedIn(WORDS, importers),
  (importers, id, modules) => (roomFileOf(id, importers, modules) === 'rooms' ? 'rooms' : null),
  (importers, id, modules) => roomFileOf(id, importers, modules),
];
/** As Rolldown takes them: each a name for the modules that it is for. */
export const CODE_FILES = FILE_OF.map((fileOf, place) => ({
  name: (id: string, modules: Modules) => fileOf(reachedFrom(id, 'importers', modules), id, modules),
  debugName: `file ${place}`,
  priority: FILE_OF.length - place,
}));
