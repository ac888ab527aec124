import { PlainError } from '../host/plain-error.ts';
import type { Mutant } from './simulate-bundle.ts';

/** A mutant and what it forgets. */
export interface KnownMutant extends Mutant {
  readonly why: string;
}

export const MUTANTS: readonly KnownMutant[] = [];

export function findMutant(id: string): KnownMutant {
  const found = MUTANTS.find((mutant) => mutant.id === id);
  if (found === undefined) throw new PlainError(`There is no mutant ${id}; --list-mutants names them.`);
  return found;
}
