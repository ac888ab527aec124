/** The longest note somebody may write about an instrument, in characters. */
export const NOTE_MAX = 4_000;
