import { invariant } from '#shared/lib/invariant.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { deskOf } from '../../analysts/desk-of.ts';
import { besideIn } from '../../compute/beside.ts';
import { JobRunner } from '../../cron/job-runner.ts';
import { compose } from '../../composition.ts';
import { readEnv, type RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { alpacaFeed } from '../../market-data/alpaca/alpaca-feed.ts';
import type { LiveFeed } from '../../market-data/live-feed.ts';
import { sessionDoor } from '../../peers.ts';
import { saveInstruments } from '../../store/instrument-store.ts';
import { inOwnTurns } from '../../store/in-own-turns.ts';
import type { BrokerSessionRpc } from '../broker-session/broker-session-rpc.ts';
import { LiveMarket } from './live-market.ts';
import { barsOf } from './market-loading.ts';
import type { MarketFollower } from './market-rpc.ts';
import type { LiveConfig, MarketStore } from './market-store.ts';

/** The live market of an object that was booted as one. */
export function liveMarketOf(store: MarketStore, raw: RawEnv, storage: DurableObjectStorage): LiveMarket {
  const env = readEnv(raw);
  const config = store.live();
  invariant(config, 'a live market is booted before it is used');
  const session = sessionDoor(env, config.connectionId);
  return new LiveMarket({
    config,
    store,
    feed: feedOf(config, session),
    // A rehearsal's broker is open whenever it is rehearsed.
    exchange: env.settings.REHEARSAL_BROKER_URL === undefined ? 'us' : 'demo-us',
    now: () => Date.now() as WallMs,
    tell: ({ accountId }, hits, moment) => {
      const account = env.ACCOUNT.getByName(accountId) as unknown as MarketFollower;
      return account.onLevels(hits, moment);
    },
    watch: (symbols, until) => session.watchQuotes(config.id, symbols, until),
    bars: (timeframe) => barsOf(env, config.id, timeframe),
    account: (accountId) => env.ACCOUNT.getByName(accountId),
    jobs: (ports) =>
      new JobRunner({
        ...ports,
        db: inOwnTurns(env.DB),
        desk: deskOf(env),
        beside: besideIn(env),
        dailyScreens: (as, atClose) => compose(env).dailyScreens(as, atClose),
        screensAtClose: (as, atClose, asked) => compose(env).screensAtClose(as, atClose, asked),
      }),
    listed: (instrument) => saveInstruments(env.DB, [instrument]),
    setAlarm: (at) => (at === null ? storage.deleteAlarm() : storage.setAlarm(at)),
    log,
  });
}

function feedOf({ vendor }: LiveConfig, session: BrokerSessionRpc): LiveFeed {
  invariant(vendor === 'alpaca', `prices come from a vendor that has them, not from ${vendor}`);
  return alpacaFeed((path, host) => session.readData(path, host));
}
