import { z } from 'zod';

/** What a queue carries: a hint that work is waiting in a table. Losing one costs time, never work. */
export const wakeUp = z.object({ kind: z.string(), key: z.string() });
export type WakeUp = z.infer<typeof wakeUp>;
