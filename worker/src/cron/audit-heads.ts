import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { accountAdmin } from '../peers.ts';
import { headsDue, keepHead } from '../store/audit-heads.ts';

/**
 * Once a day (UTC) every account checks its chain of events, and the newest event is copied out of the account's own
 * reach. A chain that no longer holds what was copied last was cut or made anew: that account stops buying.
 */
export async function copyAuditHeads(env: Env, now: WallMs): Promise<void> {
  const day = new Date(now).toISOString().slice(0, 10);
  for (const { accountId, last } of await headsDue(compose(env).env.DB, day)) {
    try {
      const { head, brokenAt } = await accountAdmin(env, accountId).audit(last);
      if (brokenAt !== null) log('audit-chain-broken', { account: accountId, seq: brokenAt });
      // The anchor stays what it was, so that the break is found again tomorrow.
      const anchor = brokenAt === null || last === null ? head : last;
      await keepHead(env.DB, { accountId, day, head: anchor, brokenAt, at: now });
    } catch (error) {
      log('audit-head-not-copied', { account: accountId, error });
    }
  }
}
