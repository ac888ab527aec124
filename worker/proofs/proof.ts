/** How much time a run may take: `pr` belongs in every pull request, `long` into the night. */
export type Level = 'pr' | 'long';

/** What a proof found; printed as one JSON line. */
export interface ProofResult {
  passed: boolean;
  /** The figures the obligation asks for (reliability.md, "Proof obligations"), flat. */
  figures: Readonly<Record<string, number | string | boolean>>;
}

/** A file `NAME.proof.ts` exports one of these as its default. */
export interface Proof {
  /** Like `S1` or `kill-9`. */
  id: string;
  claim: string;
  run(context: { level: Level; seed: number; say: (line: string) => void }): Promise<ProofResult>;
}
