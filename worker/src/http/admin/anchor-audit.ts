import type { Composition } from '../../composition.ts';
import { log } from '../../log.ts';
import { accountAdmin } from '../../peers.ts';

/** Every account whose chain of events is of another key than this installation's takes it over, with an event that says so. */
export async function anchorAudit({
  env,
  directory,
}: Composition): Promise<{ accounts: { id: string; wasWhole: boolean }[] }> {
  const accounts: { id: string; wasWhole: boolean }[] = [];
  for (const { id } of await directory.all()) {
    const anchored = await accountAdmin(env, id).anchorAudit();
    if (anchored === null) continue;
    log('audit-anchored', { account: id, wasWhole: anchored.wasWhole });
    accounts.push({ id, wasWhole: anchored.wasWhole });
  }
  return { accounts };
}
