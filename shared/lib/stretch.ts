/**
 * How many bars a loop takes before it is called again. A function that is entered once and goes on for a million bars is
 * compiled while it runs, slow until that is done, and what was compiled is thrown away at the next collection of
 * garbage; one that is called again and again is compiled once and kept.
 */
export const STRETCH = 4_096;
