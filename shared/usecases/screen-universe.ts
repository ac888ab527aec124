import { failure, type Failure } from '../contract/errors.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { ScreenUniverse } from '../domain/screen-tree.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { MarketFacts } from '../ports/screens.ts';
import type { ActiveMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import type { UseCaseDeps } from './ports.ts';

/** What a screen looks at, of what can be traded on the active market. Names a watchlist has and the market lacks are left out. */
export async function instrumentsOf(
  deps: UseCaseDeps,
  universe: ScreenUniverse,
  about: { readonly active: ActiveMarket; readonly facts: MarketFacts; readonly userId: string },
): Promise<Result<Instrument[], Failure>> {
  const { active, facts, userId } = about;
  if (universe.kind === 'watchlist') {
    const list = (await deps.watchlists.list(userId)).find(({ id }) => id === universe.id);
    if (list === undefined) return err(failure('not-found', { id: universe.id }, 'universe'));
    const finder = await finderOf(deps, { marketId: active.id, marketAt: active.state.marketAt, names: list.names });
    const known = list.names.flatMap((name) => finder.find(name) ?? []);
    return ok([...new Map(known.filter(isTradable).map((one) => [one.id, one])).values()]);
  }
  const all = (await active.market.instruments()).filter(isTradable);
  switch (universe.kind) {
    case 'everything':
      return ok(all);
    case 'market':
      return ok(all.filter(({ exchange }) => exchange === universe.exchange));
    case 'index': {
      const { memberOf } = facts;
      const members = all.filter(({ id }) => memberOf?.get(id)?.includes(universe.symbol));
      return members.length === 0
        ? err(failure('unknown-instrument', { symbol: universe.symbol }, 'universe'))
        : ok(members);
    }
  }
}

const isTradable = ({ kind }: Instrument): boolean => kind !== 'index';
