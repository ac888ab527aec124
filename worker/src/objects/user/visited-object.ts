import { DurableObject } from 'cloudflare:workers';
import type { WallMs } from '#shared/lib/time.ts';
import type { AwayTime } from '#shared/usecases/away.ts';
import type { RawEnv } from '../../env.ts';
import { durableSql } from '../sql.ts';
import { Visits } from './visits.ts';

/** What of a user's object says when they were here. RPC finds methods on the class only. */
export abstract class VisitedObject extends DurableObject<RawEnv> {
  protected readonly visits: Visits;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    this.visits = new Visits(durableSql(ctx.storage));
  }

  /** Whether they look at a screen right now. */
  protected abstract isWatched(): boolean;

  lastVisit(): Promise<WallMs | null> {
    if (this.isWatched()) this.visits.mark(Date.now() as WallMs);
    return Promise.resolve(this.visits.last());
  }

  visit(): Promise<AwayTime | null> {
    this.visits.mark(Date.now() as WallMs);
    return Promise.resolve(this.visits.away());
  }

  tellAway(): Promise<boolean> {
    return Promise.resolve(this.visits.tell());
  }
}
