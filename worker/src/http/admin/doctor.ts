import type { Composition } from '../../composition.ts';
import { VERSION } from '../../version.ts';
import { readSetting } from '../../store/settings.ts';
import { marketDoor } from '../../peers.ts';
import { connectionFindings, vaultFinding } from './doctor-connections.ts';

export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What is, and how to mend it when it is not well. */
  readonly detail: string;
}

/** Looks at what only the running product sees: database, owner, market, keys. The command adds disk, lock and clock. */
export async function doctor(composition: Composition): Promise<{ version: string; checks: Finding[] }> {
  const { database, env } = composition;
  const { PUBLIC_URL } = env.settings;
  const [owner, active] = await Promise.all([readSetting(database, 'owner'), readSetting(database, 'active-market')]);
  const checks: Finding[] = [
    {
      check: 'owner',
      ok: owner !== null,
      detail: owner === null ? 'No owner yet: start Nod once.' : 'There is an owner.',
    },
    await marketFinding(composition, active),
    { check: 'audit key', ok: true, detail: 'Present.' },
    vaultFinding(env),
    ...(await connectionFindings(composition)),
    {
      check: 'address',
      ok: true,
      detail:
        PUBLIC_URL === undefined ? 'Only this computer reaches it. For the phone: --public https://…' : PUBLIC_URL,
    },
  ];
  return { version: VERSION, checks };
}

async function marketFinding({ env }: Composition, active: string | null): Promise<Finding> {
  if (active === null) return { check: 'market', ok: false, detail: 'No market yet: start Nod once.' };
  try {
    const state = await marketDoor(env, active).state();
    return { check: 'market', ok: true, detail: `${state.id}, ${state.phase}, ${state.instrumentCount} instruments.` };
  } catch (error) {
    return {
      check: 'market',
      ok: false,
      detail: `It does not answer: ${error instanceof Error ? error.message : 'unknown'}.`,
    };
  }
}
