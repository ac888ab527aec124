import type { Language } from '#shared/contract/session.ts';
import type { Catalogue } from './en.ts';
import type { FirstWords } from './first-en.ts';
import { roomWords, type RoomWords } from './room-words.ts';

/* One language at a time travels to the browser, and the words of where somebody begins before the others. */

/** What Home and the frame say, and what the room with this route says; null where a room begins with all words. */
export async function loadFirst(language: Language, room: string | null): Promise<RoomWords | null> {
  const own = room === null ? undefined : roomWords[room];
  if (own === undefined && room !== '/') return null;
  const [first, more] = await Promise.all([loadHome(language), own?.[language]()]);
  return { ...first, ...more?.words, web: { ...first.web, ...more?.words.web } };
}

async function loadHome(language: Language): Promise<FirstWords> {
  if (language === 'ko') return (await import('./first-ko.ts')).first;
  return (await import('./first-en.ts')).first;
}

export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'ko') return (await import('./ko.ts')).catalogue;
  return (await import('./en.ts')).catalogue;
}
