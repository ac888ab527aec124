/** What a command gets: where the state is, what was typed, and two ways to speak. */
export interface Asked {
  stateDir: string;
  isJson: boolean;
  args: readonly string[];
  options: Readonly<Record<string, string>>;
  /** The result, on standard output. */
  print: (line: string) => void;
  /** Progress and hints, on standard error, so that the result can be piped. */
  say: (line: string) => void;
}

/** One `nod` command. Failures a person can act on are thrown as PlainError and printed as one line. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  /** Names of options with a value, besides --state and --json. */
  options?: readonly string[];
  /** Names of options without a value: `true` where they were given. */
  flags?: readonly string[];
  /** @returns the exit code */
  run(asked: Asked): Promise<number>;
}
