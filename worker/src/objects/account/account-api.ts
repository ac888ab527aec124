import type { BotPreview, CreateBot, PreviewBot, UpdateBot } from '#shared/contract/bot.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller, Scope } from '#shared/domain/caller.ts';
import type { BotId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { orderCan } from '#shared/domain/order.ts';
import { RISK_PROFILES } from '#shared/domain/risk-profile.ts';
import { previewBot } from '#shared/engine/preview.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { DAY_MS, toIso, type MarketMs } from '#shared/lib/time.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import type { AccountPort, ResolvedUniverse } from '#shared/usecases/account-port.ts';
import { allow } from './access.ts';
import { allBots, findBot, insertBot, renameBot, type TradingBot } from './bot-book.ts';
import { holderOf, intendByHand, moveStop, validateOrder } from './by-hand.ts';
import { feesOf, verdictViews } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { approve, extendWindows, reject } from './decisions.ts';
import { appendEvent, eventsAbout, eventsSince, newestEvents } from './event-log.ts';
import { intendExit } from './exits.ts';
import { findInstrument } from './instruments.ts';
import { looksOf } from './looks.ts';
import { limitsOf } from './meta.ts';
import { beginPanic, changeBotMode, changeMode } from './modes.ts';
import { bookByHand } from './money-by-hand.ts';
import { buyingPower, heldPositions, rateToBase } from './money-book.ts';
import { findIntent, type Intent } from './order-book.ts';
import { findProposal, listProposals, proposalView } from './proposals.ts';
import { listOrders, listTransactions, summary, transaction } from './lists.ts';
import { cancelAtBroker, end, send, tell } from './send.ts';
import { equityOf, fetchPresent, markValues } from './valuation.ts';
import { accountView, botStatus, botView, orderView, percentBelow, positionView, positionViews } from './views.ts';

/** What the account object lends: its context, its readiness, and what has to happen after every change. */
export interface AccountHost {
  context(): AccountContext;
  isReady(): boolean;
  ready(): Promise<void>;
  afterwards(): Promise<void>;
  /** The counterparty counts in new shares too. `id` names the split: a repeat changes nothing. */
  splitPaper(split: { id: string; instrumentId: InstrumentId; ratio: number }): Promise<void>;
}

interface Ask {
  readonly ctx: AccountContext;
  readonly present: Present;
  readonly isReady: boolean;
}

const WEEK_DAYS = 7;
const DEFAULT_NAMES = { 'ma-cross': 'Steady', 'mean-reversion': 'Patient' } as const;

/** The account's answers to people, whatever screen they use. Every one checks the caller's grant here, again. */
export function accountApi(host: AccountHost): AccountPort {
  /** Grants first; then the present is fetched, the work is done, and the market and the people are told. */
  async function ask<T>(
    caller: Caller,
    scope: Scope,
    work: (ask: Ask) => Result<T, Failure> | Promise<Result<T, Failure>>,
    more: readonly InstrumentId[] = [],
  ): Promise<Result<T, Failure>> {
    const ctx = host.context();
    const allowed = allow(ctx, caller, scope);
    if (!allowed.ok) return allowed;
    await host.ready();
    const present = await fetchPresent(ctx, more);
    const answer = await work({ ctx, present, isReady: host.isReady() });
    await host.afterwards();
    return answer;
  }

  async function withInstrument<T>(
    caller: Caller,
    scope: Scope,
    symbol: string,
    work: (ask: Ask & { instrument: Instrument }) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const ctx = host.context();
    const allowed = allow(ctx, caller, scope);
    if (!allowed.ok) return allowed;
    const instrument = await findInstrument(ctx, symbol);
    if (instrument === null) return err(failure('unknown-instrument', { symbol }, 'symbol'));
    return ask(caller, scope, (given) => work({ ...given, instrument }), [instrument.id]);
  }

  const view = ({ ctx, present, isReady }: Ask) => ok(accountView(ctx, present, !isReady));
  const bot = ({ ctx, present }: Ask, found: TradingBot) =>
    botView(ctx, findBot(ctx, found.id) ?? found, present, looksOf(ctx, found.id, 1)[0] ?? null);

  async function sent(ctx: AccountContext, intent: Intent): Promise<Result<ReturnType<typeof orderView>, Failure>> {
    if (intent.state === 'sending') await send(ctx, intent.id);
    return ok(orderView(ctx, findIntent(ctx, intent.id) ?? intent));
  }

  return {
    view: (caller) => ask(caller, 'read', view),
    positions: (caller) => ask(caller, 'read', ({ ctx, present }) => ok(positionViews(ctx, present))),
    transactions: (caller, query) => ask(caller, 'read', ({ ctx }) => ok(listTransactions(ctx, query))),
    transactionSummary: (caller) => ask(caller, 'read', ({ ctx }) => ok(summary(ctx))),
    createTransaction: (caller, input) =>
      ask(caller, 'trade', async ({ ctx }) => {
        const instrument = input.symbol === undefined ? null : await findInstrument(ctx, input.symbol);
        if (input.symbol !== undefined && instrument === null) {
          return err(failure('unknown-instrument', { symbol: input.symbol }, 'symbol'));
        }
        const booked = ctx.transaction(() => bookByHand(ctx, caller, input, instrument));
        if (!booked.ok) return booked;
        if (input.type === 'split' && instrument !== null && input.ratio !== undefined) {
          await host.splitPaper({ id: booked.value, instrumentId: instrument.id, ratio: Number(input.ratio) });
        }
        return ok(transaction(ctx, booked.value));
      }),
    orders: (caller, query) => ask(caller, 'read', ({ ctx }) => ok(listOrders(ctx, query))),
    order: (caller, orderId) =>
      ask(caller, 'read', ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        const subjects = intent.proposalId === null ? [orderId] : [orderId, intent.proposalId];
        return ok({ ...orderView(ctx, intent), receipt: eventsAbout(ctx, subjects) });
      }),
    createOrder: (caller, input) =>
      withInstrument(caller, 'trade', input.symbol, async ({ ctx, ...given }) => {
        const intent = ctx.transaction(() => intendByHand(ctx, caller, input, given));
        return intent.ok ? sent(ctx, intent.value) : intent;
      }),
    cancelOrder: (caller, orderId) =>
      ask(caller, 'trade', async ({ ctx }) => {
        const intent = findIntent(ctx, orderId);
        if (intent === null) return err(failure('not-found'));
        if (!orderCan.cancel(intent.state)) return err(failure('order-not-cancellable', { status: intent.state }));
        ctx.transaction(() => {
          appendEvent(ctx, {
            type: 'order.cancel-asked',
            actor: caller,
            subject: orderId,
            body: { order: orderView(ctx, intent) },
          });
          if (intent.state === 'waiting-for-open') {
            end(ctx, orderId, 'cancelled', { code: 'cancelled-by-person', values: { by: caller.userId } });
          }
        });
        if (intent.state !== 'waiting-for-open') await cancelAtBroker(ctx, orderId);
        return ok(orderView(ctx, findIntent(ctx, orderId) ?? intent));
      }),
    closePosition: (caller, input) =>
      withInstrument(caller, 'trade', input.symbol, async ({ ctx, instrument }) => {
        const holder = holderOf(ctx, instrument, input.holder);
        if (holder === null) return err(failure('not-found', { symbol: input.symbol }));
        const intent = ctx.transaction(() => intendExit(ctx, { instrument, holder, purpose: 'manual', actor: caller }));
        return intent === null
          ? err(failure('quantity-exceeds-position', { symbol: instrument.symbol }))
          : sent(ctx, intent);
      }),
    moveStop: (caller, input) =>
      withInstrument(caller, 'trade', input.symbol, async ({ ctx, ...given }) => {
        const moved = ctx.transaction(() => moveStop(ctx, caller, input, given));
        if (!moved.ok) return moved;
        const holders = heldPositions(ctx).filter((position) => position.instrumentId === given.instrument.id);
        return ok(positionView(ctx, holders, given.present));
      }),
    events: (caller, query) =>
      ask(caller, 'read', ({ ctx }) =>
        ok(query.since === undefined ? newestEvents(ctx, query.limit) : eventsSince(ctx, query.since, query.limit)),
      ),
    performance: (caller) => ask(caller, 'read', ({ ctx, present }) => ok(performance(ctx, present))),
    limits: (caller) =>
      ask(caller, 'read', ({ ctx }) => {
        const {
          positionFractionMax,
          riskFractionMax,
          drawdownMax,
          dailyLossFractionMax,
          ordersPerDayMax,
          openPositionsMax,
        } = limitsOf(ctx.sql);
        return ok({
          positionFractionMax,
          riskFractionMax,
          drawdownMax,
          dailyLossFractionMax,
          ordersPerDayMax,
          openPositionsMax,
        });
      }),
    validate: (caller, input) =>
      withInstrument(caller, 'read', input.symbol, async ({ ctx, ...given }) => {
        if (input.side === 'sell') return ok({ allowed: true, checks: [] });
        const checks = validateOrder(ctx, input, given);
        if (checks === null) return err(failure('unavailable', { what: 'quote' }));
        return ok({ allowed: checks.allowed, checks: verdictViews(checks.verdicts) });
      }),

    pause: (caller) =>
      ask(caller, 'trade', async (given) => {
        const toCancel = given.ctx.transaction(() => changeMode(given.ctx, 'reducing', 'person', caller));
        for (const id of toCancel) await cancelAtBroker(given.ctx, id);
        return view(given);
      }),
    resume: (caller) =>
      ask(caller, 'trade', (given) => {
        given.ctx.transaction(() => changeMode(given.ctx, 'active', null, caller));
        return view(given);
      }),
    panic: (caller) =>
      ask(caller, 'trade', async (given) => {
        const { toCancel, toSend } = given.ctx.transaction(() => beginPanic(given.ctx, caller));
        for (const id of toCancel) await cancelAtBroker(given.ctx, id);
        for (const id of toSend) await send(given.ctx, id);
        return view(given);
      }),

    bots: (caller) => ask(caller, 'read', (given) => ok(allBots(given.ctx).map((found) => bot(given, found)))),
    bot: (caller, botId) => ask(caller, 'read', (given) => withBot(given.ctx, botId, (found) => ok(bot(given, found)))),
    botStatus: (caller, botId) =>
      ask(caller, 'read', ({ ctx, present }) =>
        withBot(ctx, botId, (found) => ok(botStatus(ctx, found, present, looksOf(ctx, botId, 1)[0] ?? null))),
      ),
    looks: (caller, botId, limit) =>
      ask(caller, 'read', ({ ctx }) => withBot(ctx, botId, () => ok(looksOf(ctx, botId, limit)))),
    previewBot: async (caller, input, universe) => {
      const ctx = host.context();
      const allowed = allow(ctx, caller, 'read');
      if (!allowed.ok) return allowed;
      const all = await ctx.market.instruments();
      const wanted = universe.instrumentIds === null ? null : new Set<string>(universe.instrumentIds);
      const list = all.filter((instrument) =>
        wanted === null ? instrument.kind !== 'index' : wanted.has(instrument.id),
      );
      const ids = list.map((instrument) => instrument.id);
      return ask(
        caller,
        'read',
        ({ ctx: same, present }) => ok(preview(same, input, { universe, list, present })),
        ids,
      );
    },
    createBot: (caller, input, universe) =>
      ask(caller, input.autonomy === 'ask' || input.autonomy === 'suggest' ? 'propose' : 'trade', (given) =>
        given.ctx.transaction(() => createBot(given, caller, input, universe)),
      ),
    updateBot: (caller, botId, input) =>
      ask(caller, input.autonomy === 'ask-above' || input.autonomy === 'auto' ? 'trade' : 'propose', (given) =>
        withBot(given.ctx, botId, (found) => {
          given.ctx.transaction(() => {
            updateBot(given.ctx, caller, found, input);
          });
          return ok(bot(given, found));
        }),
      ),
    pauseBot: (caller, botId) =>
      ask(caller, 'trade', async (given) => {
        const found = findBot(given.ctx, botId);
        if (found === null) return err(failure('not-found'));
        const toCancel = given.ctx.transaction(() => changeBotMode(given.ctx, found, 'reducing', 'person', caller));
        for (const id of toCancel) await cancelAtBroker(given.ctx, id);
        return ok(bot(given, found));
      }),
    resumeBot: (caller, botId) =>
      ask(caller, 'trade', (given) =>
        withBot(given.ctx, botId, (found) => {
          if (given.ctx.marketNow() >= found.endsMarketAt) return err(failure('bot-ended'));
          given.ctx.transaction(() => changeBotMode(given.ctx, found, 'active', null, caller));
          return ok(bot(given, found));
        }),
      ),

    proposals: (caller, query) =>
      ask(caller, 'read', ({ ctx, present }) => {
        extendWindows(ctx, present);
        const found = listProposals(ctx, { ...query, limit: query.limit + 1 });
        const items = found.slice(0, query.limit).map((proposal) => proposalView(ctx, proposal));
        return ok({ items, nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
      }),
    proposal: (caller, id) =>
      ask(caller, 'read', ({ ctx, present }) => {
        extendWindows(ctx, present);
        const found = findProposal(ctx, id);
        return found === null ? err(failure('not-found')) : ok(proposalView(ctx, found));
      }),
    approve: (caller, id, input) =>
      ask(caller, 'approve', async ({ ctx, present, isReady }) => {
        const nod = ctx.transaction(() => {
          extendWindows(ctx, present);
          return approve(ctx, caller, id, input, { present, isReady });
        });
        if (!nod.ok) return nod;
        const { orderId, toSend } = nod.value;
        if (toSend !== null) await send(ctx, toSend);
        const proposal = findProposal(ctx, id);
        if (proposal === null) return err(failure('not-found'));
        const intent = orderId === null ? null : findIntent(ctx, orderId);
        if (intent?.state === 'waiting-for-open') {
          tell(ctx, 'order.waiting', intent);
        }
        return ok({ proposal: proposalView(ctx, proposal), order: intent === null ? null : orderView(ctx, intent) });
      }),
    reject: (caller, id, input) =>
      ask(caller, 'approve', ({ ctx, present }) => {
        const done = ctx.transaction(() => {
          extendWindows(ctx, present);
          return reject(ctx, caller, id, input);
        });
        return done.ok ? ok(proposalView(ctx, done.value)) : done;
      }),
  };
}

function withBot<T>(
  ctx: AccountContext,
  id: string,
  work: (bot: TradingBot) => Result<T, Failure>,
): Result<T, Failure> {
  const found = findBot(ctx, id);
  return found === null ? err(failure('not-found')) : work(found);
}

function createBot(
  given: Ask,
  caller: Caller,
  input: CreateBot,
  universe: ResolvedUniverse,
): Result<ReturnType<typeof botView>, Failure> {
  const { ctx, present } = given;
  if (strategyNamed(input.strategy) === null)
    return err(failure('invalid-request', { has: input.strategy }, 'strategy'));
  if (input.autonomy === 'ask-above' && input.askAbove === undefined) {
    return err(failure('invalid-request', { field: 'askAbove' }, 'askAbove'));
  }
  const { accountId: _accountId, name, timeframe, ...rest } = input;
  const id = `b_${ctx.spec.id.slice(2)}_${ctx.newId()}` as BotId;
  const made: TradingBot = {
    id,
    name: name ?? freeName(ctx, input.strategy),
    config: { ...rest, timeframe: timeframe ?? present.market.baseTimeframe },
    universe: { instrumentIds: universe.instrumentIds, missingNames: universe.missingNames },
    mode: 'active',
    modeReason: null,
    createdAt: ctx.now(),
    endsMarketAt: ctx.marketNow() + input.durationWeeks * WEEK_DAYS * DAY_MS,
    cash: toText(decimal(input.investmentAmount)),
    realized: '0',
    peak: toText(decimal(input.investmentAmount)),
    trades: 0,
    wins: 0,
  };
  insertBot(ctx, made);
  const view = botView(ctx, made, present, null);
  appendEvent(ctx, { type: 'bot.created', actor: caller, subject: id, body: { bot: view } });
  return ok(view);
}

function freeName(ctx: AccountContext, strategy: string): string {
  const base = strategy in DEFAULT_NAMES ? DEFAULT_NAMES[strategy as keyof typeof DEFAULT_NAMES] : 'Bot';
  const taken = new Set(allBots(ctx).map((bot) => bot.name));
  let name: string = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
  return name;
}

function updateBot(ctx: AccountContext, caller: Caller, found: TradingBot, input: UpdateBot): void {
  const { name, ...change } = input;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  renameBot(ctx, found, name ?? found.name, { ...found.config, ...given });
  appendEvent(ctx, {
    type: 'bot.updated',
    actor: caller,
    subject: found.id,
    body: { before: found.config, change: input },
  });
}

function preview(
  ctx: AccountContext,
  input: PreviewBot,
  { universe, list, present }: { universe: ResolvedUniverse; list: readonly Instrument[]; present: Present },
): BotPreview {
  const made = previewBot({
    amount: Number(input.investmentAmount),
    profile: RISK_PROFILES[input.riskLevel],
    limits: limitsOf(ctx.sql),
    account: { equity: Number(equityOf(ctx, present) ?? 0), buyingPower: Number(buyingPower(ctx)) },
    list: list.map((instrument) => ({
      instrument,
      price: present.quotes.get(instrument.id)?.price ?? null,
      rate: Number(rateToBase(ctx, instrument.currency) ?? 0) || null,
    })),
    fees:
      (instrument) =>
      ({ side, quantity, price }) =>
        Number(feesOf(ctx, instrument, side, decimal(quantity), decimal(price))),
  });
  const places = ctx.spec.baseCurrency === 'KRW' ? 0 : 2;
  const text = (value: number): string => toText(decimal(value.toFixed(places)));
  return {
    ...made,
    currency: ctx.spec.baseCurrency,
    largestPosition: text(made.largestPosition),
    stopOutCost: text(made.stopOutCost),
    stopsBuyingBelow: text(made.stopsBuyingBelow),
    missingNames: [...(universe.missingNames ?? [])],
    filledUp: universe.filledUp,
  };
}

function performance(ctx: AccountContext, present: Present) {
  markValues(ctx, present);
  const points = ctx.sql
    .all<{ market_at: number; equity: string; cash: string }>(
      'SELECT market_at, equity, cash FROM snapshot ORDER BY day',
    )
    .map((row) => ({ at: toIso(row.market_at as MarketMs), equity: row.equity, cash: row.cash }));
  const equity = equityOf(ctx, present);
  const first = points[0];
  const peak = points.reduce(
    (most, point) => (decimal(point.equity).gt(most) ? decimal(point.equity) : most),
    equity ?? decimal(0),
  );
  return {
    points,
    returnPercent:
      equity === null || first === undefined || decimal(first.equity).lte(0)
        ? null
        : Number(equity.div(first.equity).minus(1).times(100).toFixed(4)),
    drawdownPercent: equity === null ? null : percentBelow(peak, equity),
  };
}
