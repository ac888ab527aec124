import type { Language } from '#shared/contract/session.ts';
import type { Catalogue } from './en.ts';
import type { Parts } from './first-en.ts';

export type RoomWords = Parts<Omit<Catalogue, 'web'>> & { readonly web: Parts<Catalogue['web']> };

/**
 * By the route of a room, what it says beside the first words. A build writes what stands here: it reads off each room's
 * code what that is (`web/room-words.ts`). Without it a room begins with all words.
 */
export const roomWords: Readonly<Record<string, Record<Language, () => Promise<{ words: RoomWords }>>>> = {};
