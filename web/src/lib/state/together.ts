/** Something that is asked for, and shown once it has answered. */
export interface Asked {
  /** Answers what shows it. */
  ask(): Promise<() => void>;
}

/**
 * Asks for several at once and shows them at once. The value of an account beside positions of another moment would be a
 * sum that never was; so what one change made old stays until all of it is new.
 */
export async function showTogether(asked: readonly Asked[]): Promise<void> {
  const shows = await Promise.all(asked.map((one) => one.ask()));
  for (const show of shows) show();
}
