/** Throws when something that cannot be is. For bugs, never for input. A message that costs is a function: said only then. */
export function invariant(condition: unknown, message: string | (() => string)): asserts condition {
  if (condition === false || condition === null || condition === undefined) {
    throw new Error(`invariant broken: ${typeof message === 'string' ? message : message()}`);
  }
}

/** Ends a switch over a closed union, so that a new member fails to compile where it is not handled. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
