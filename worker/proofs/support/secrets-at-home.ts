import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statePaths } from '../../host/paths.ts';
import type { ProofState } from './product-run.ts';

/** The keys of a state, as whoever has this machine's files could read them. */
export function secretsAtHome({ dir, folder }: ProofState): { readonly adminKey: string; readonly homeKey: string } {
  const paths = statePaths(dir);
  const { id } = JSON.parse(readFileSync(paths.identity, 'utf8')) as { id: string };
  return {
    adminKey: readFileSync(paths.adminKey, 'utf8').trim(),
    homeKey: readFileSync(join(folder, 'config', 'nod', id, 'home.key'), 'utf8').trim(),
  };
}
