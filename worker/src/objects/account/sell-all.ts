import type { AccountContext } from './context.ts';
import type { Actor } from './event-log.ts';
import { exitAtOnce } from './exits.ts';
import { flatten } from './modes.ts';

/** Exits for everything that is held; shares that resting orders held back go as soon as those are taken back. */
export async function sellAll(ctx: AccountContext, actor: Actor): Promise<void> {
  await exitAtOnce(
    ctx,
    ctx.transaction(() => flatten(ctx, actor)),
  );
}
