import { z } from 'zod';
import { NOTE_MAX } from '../domain/note-max.ts';
import { Instant } from './common.ts';

/** What somebody wrote down about an instrument, for themself alone; it goes by its symbol, on whatever market. */
export const NoteView = z.object({ symbol: z.string(), text: z.string(), updatedAt: Instant.nullable() });
export type NoteView = z.infer<typeof NoteView>;

/** Nothing takes it away. */
export const WriteNote = z.strictObject({ text: z.string().max(NOTE_MAX) });
export type WriteNote = z.infer<typeof WriteNote>;
