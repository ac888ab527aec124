import type { EffectPorts } from '#shared/engine/orders/run-async.ts';
import { isWanted } from '#shared/engine/orders/send.ts';
import type { OrderCore } from '#shared/engine/orders/ports.ts';
import type { Due } from '#shared/engine/orders/effects.ts';
import type { AccountContext } from './context.ts';
import { learnInstruments } from './instruments.ts';
import { writersOf } from './life.ts';
import { orderRules } from './order-rules.ts';
import { orderStore } from './order-store.ts';

/** The order protocol over this account's tables, rules and broker. */
export function orderCore(ctx: AccountContext): OrderCore {
  const { spec, broker } = ctx;
  const environment = spec.world === 'live' ? 'l' : 'p';
  const prefixOf = (writer: string): string => `${environment}${writer}-`;
  const former = writersOf(ctx.sql).filter((writer) => writer !== spec.writer);
  return {
    store: orderStore(ctx),
    rules: orderRules(ctx),
    broker,
    now: () => ctx.now(),
    marketNow: () => ctx.marketNow(),
    newId: () => ctx.newId(),
    idPrefix: `o_${spec.id.slice(2)}_`,
    since: spec.createdAt,
    prefixes: [prefixOf(spec.writer), ...former.map(prefixOf)],
    inFlight: ctx.inFlight,
    isReady: () => ctx.isReady(),
    log: (entry) => {
      ctx.log(entry);
    },
  };
}

/** What the flows of an account reach. */
export function effectPorts(
  ctx: AccountContext,
  host: {
    readonly deliver: (seq: number, recipient: string) => Promise<boolean>;
    readonly work: (due: Due) => Promise<void>;
    readonly wait: (ms: number) => Promise<void>;
  },
): EffectPorts {
  return {
    broker: ctx.broker,
    isWanted: (intentId) => isWanted(ctx.orders, intentId),
    learn: (instrumentIds) => learnInstruments(ctx, instrumentIds),
    deliver: (seq, recipient) => host.deliver(seq, recipient),
    host: (due) => host.work(due),
    wait: (ms) => host.wait(ms),
    log: (entry) => {
      ctx.log(entry);
    },
  };
}
