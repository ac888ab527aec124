import { z } from 'zod';

/** A number of a range, both ends included. */
export const between = ([least, most]: readonly [number, number]): z.ZodNumber => z.number().min(least).max(most);
