/** What somebody signs in with. */
export const WAYS_IN = ['link', 'passkey', 'password', 'recovery-code', 'invitation'] as const;
export type WayIn = (typeof WAYS_IN)[number];
