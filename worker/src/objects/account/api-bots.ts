import type { BotPreview, CreateBot, PreviewBot, UpdateBot } from '#shared/contract/bot.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { PRESENT } from '#shared/domain/absence.ts';
import { mayBeLarger, type BotSizing } from '#shared/domain/bot-sizing.ts';
import { protectsLess } from '#shared/domain/exit-plan.ts';
import { TIMEFRAME_MS } from '#shared/domain/bar.ts';
import type { Caller, Scope } from '#shared/domain/caller.ts';
import type { BotId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketState } from '#shared/domain/market.ts';
import { loosenedParts, profileOf } from '#shared/domain/own-profile.ts';
import { sellHeld } from '#shared/engine/orders/sell-everything.ts';
import { previewBot } from '#shared/engine/preview.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import type { AccountPort, Confirmation, NewBotHow, ResolvedUniverse } from '#shared/usecases/account-port.ts';
import { allow } from './access.ts';
import type { Ask, Asking } from './api-ask.ts';
import { allBots, DELETED, findBot, insertBot, renameBot, type BotConfig, type TradingBot } from './bot-book.ts';
import { cutToLimits, loosensProfile } from './bot-profile.ts';
import { feesOf } from './checks.ts';
import { mayLift, mayLoosen } from './confirmation.ts';
import { answerEnding } from './endings.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { carryOut } from './api-endings.ts';
import { deleteBot, deletedView, isGone, leavingView } from './leaving.ts';
import { looksOf } from './looks.ts';
import { limitsOf, readMeta } from './meta.ts';
import { resumeBot, tightenBot } from './modes.ts';
import { buyingPower, rateToBase } from './money-book.ts';
import { withdrawAll } from './proposals.ts';
import { cancelAll } from './reconcile.ts';
import { marketMustKnow } from './schedule.ts';
import { equityOf, fetchPresent } from './valuation.ts';
import { botStatus, botView } from './views.ts';

type BotApi = Pick<
  AccountPort,
  | 'bots'
  | 'bot'
  | 'botStatus'
  | 'looks'
  | 'previewBot'
  | 'createBot'
  | 'updateBot'
  | 'pauseBot'
  | 'resumeBot'
  | 'endBot'
  | 'leaving'
  | 'deleteBot'
>;

const WEEK_DAYS = 7;
const PROFILE_SIZE: BotSizing = { method: 'profile' };
export function botApi(asking: Asking): BotApi {
  const view = ({ ctx, present }: Pick<Ask, 'ctx' | 'present'>, found: TradingBot) =>
    botView(ctx, findBot(ctx, found.id) ?? found, present, looksOf(ctx, found.id, 1)[0] ?? null);

  return {
    bots: (caller) =>
      asking.ask(caller, 'read', (given) =>
        ok(
          allBots(given.ctx)
            .filter((found) => !isGone(given.ctx, found))
            .map((found) => view(given, found)),
        ),
      ),
    bot: (caller, botId) =>
      asking.ask(caller, 'read', (given) => withBot(given.ctx, botId, (found) => ok(view(given, found)))),
    botStatus: (caller, botId) =>
      asking.ask(caller, 'read', ({ ctx, present }) =>
        withBot(ctx, botId, (found) => ok(botStatus(ctx, found, present, looksOf(ctx, botId, 1)[0] ?? null))),
      ),
    looks: (caller, botId, limit) =>
      asking.ask(caller, 'read', ({ ctx }) => withBot(ctx, botId, () => ok(looksOf(ctx, botId, limit)))),
    previewBot: async (caller, input, universe) => {
      const ctx = asking.host.context();
      const allowed = allow(ctx, caller, 'read');
      if (!allowed.ok) return allowed;
      const all = await ctx.market.instruments();
      const wanted = universe.instrumentIds === null ? null : new Set<string>(universe.instrumentIds);
      const list = all.filter((instrument) =>
        wanted === null ? instrument.kind !== 'index' : wanted.has(instrument.id),
      );
      const ids = list.map((instrument) => instrument.id);
      return asking.ask(
        caller,
        'read',
        ({ ctx: same, present }) => ok(preview(same, input, { universe, list, present })),
        { more: ids },
      );
    },
    createBot: (caller, input, universe, how) =>
      asking.ask(caller, scopeFor(input.autonomy), (given) =>
        given.ctx.transaction(() => createBot(given, caller, input, { ...how, universe })),
      ),
    updateBot: (caller, botId, input, confirmation) =>
      asking.ask(caller, 'propose', (given) =>
        withBot(given.ctx, botId, (found) => {
          const autonomy = input.autonomy ?? found.config.autonomy;
          const isRename = Object.keys(input).every((key) => key === 'name');
          const allowed = allow(given.ctx, caller, isRename ? 'propose' : scopeFor(autonomy));
          if (!allowed.ok) return allowed;
          if (autonomy === 'ask-above' && (input.askAbove ?? found.config.askAbove) === undefined) {
            return err(failure('invalid-request', { field: 'askAbove' }, 'askAbove'));
          }
          const updated = given.ctx.transaction(() =>
            updateBot(given.ctx, found, input, { actor: caller, given: confirmation, present: given.present }),
          );
          return updated.ok ? ok(view(given, found)) : updated;
        }),
      ),
    pauseBot: (caller, botId) =>
      asking.atOnce(caller, 'stop', async (ctx) => {
        const found = findBot(ctx, botId);
        if (found === null) return err(failure('not-found'));
        await cancelAll(
          ctx,
          ctx.transaction(() => tightenBot(ctx, found, 'person', caller)),
        );
        return ok(view({ ctx, present: await fetchPresent(ctx, [], 'prices') }, found));
      }),
    endBot: (caller, botId, answer, confirmation) =>
      asking.ask(caller, 'trade', (given) =>
        withBot(given.ctx, botId, (found) => {
          if (found.modeReason === DELETED) return err(failure('bot-ended'));
          // More weeks of acting alone are given as the first were.
          if (answer.choice === 'extend' && LEEWAY[found.config.autonomy] > LEEWAY.ask) {
            const about = `${found.id} extend ${answer.weeks}`;
            const allowed = mayLoosen(given.ctx, about, confirmation);
            if (!allowed.ok) return allowed;
          }
          given.ctx.transaction(() => {
            answerEnding(given.ctx, found, { answer, actor: caller, present: given.present });
          });
          return ok(view(given, found));
        }),
      ),
    leaving: (caller, botId) =>
      asking.ask(caller, 'read', ({ ctx, present }) =>
        withBot(ctx, botId, (found) => ok(leavingView(ctx, found, present))),
      ),
    deleteBot: (caller, botId, choice) =>
      asking.atOnce(caller, 'trade', async (ctx) => {
        const found = findBot(ctx, botId);
        if (found === null) return err(failure('not-found'));
        const deleted = ctx.transaction(() => deleteBot(ctx, found, { ...choice, actor: caller }));
        if (!deleted.ok) return deleted;
        await carryOut(asking, ctx, deleted.value);
        await ctx.run(sellHeld(ctx.orders, found.id, caller));
        return ok(deletedView(ctx, found));
      }),
    resumeBot: (caller, botId, confirmation) =>
      asking.ask(caller, 'trade', (given) =>
        withBot(given.ctx, botId, (found) => {
          const lifted = mayLift(given.ctx, { mode: found.mode, about: found.id }, confirmation);
          if (!lifted.ok) return lifted;
          const isOver = given.ctx.marketNow() >= found.endsMarketAt || found.modeReason === DELETED;
          if (isOver) return err(failure('bot-ended'));
          given.ctx.transaction(() => {
            resumeBot(given.ctx, found, caller, given.present);
          });
          return ok(view(given, found));
        }),
      ),
  };
}

/** What acts without asking is given by those who may trade. */
function scopeFor(autonomy: CreateBot['autonomy']): Scope {
  return autonomy === 'ask' || autonomy === 'suggest' ? 'propose' : 'trade';
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
  how: { universe: ResolvedUniverse } & NewBotHow,
): Result<ReturnType<typeof botView>, Failure> {
  const { ctx, present } = given;
  const refused = refusedStrategy(input);
  if (refused !== null) return err(refused);
  if (input.autonomy === 'ask-above' && input.askAbove === undefined) {
    return err(failure('invalid-request', { field: 'askAbove' }, 'askAbove'));
  }
  if (present.market === null) return err(failure('unavailable', { what: 'market' }));
  const finer = tooFine(input, present.market);
  if (finer !== null) return err(finer);
  if (readMeta(ctx.sql, 'closedAt') !== null) return err(failure('account-closed'));
  const { universe, isPaused = false, given: confirmation } = how;
  // A copy for another account takes what fits there: the person has just confirmed that account.
  const profile = isPaused ? cutToLimits(ctx, input, present) : input.profile;
  const risksMore = isPaused ? ok(false) : loosensProfile(ctx, input, { before: null, present });
  if (!risksMore.ok) return risksMore;
  if (LEEWAY[input.autonomy] > LEEWAY.ask || risksMore.value) {
    const { investmentAmount, autonomy, askAbove = '' } = input;
    const own = risksMore.value ? ['profile', JSON.stringify(profile)] : [];
    const about = ['bot', ctx.spec.id, investmentAmount, autonomy, askAbove, ...own].join(' ').trim();
    const allowed = mayLoosen(ctx, about, confirmation);
    if (!allowed.ok) return allowed;
  }
  const { accountId: _accountId, name, timeframe, ...rest } = input;
  const id = `b_${ctx.spec.id.slice(2)}_${ctx.newId()}` as BotId;
  const made: TradingBot = {
    id,
    name: name ?? freeName(ctx, how.ownName ?? 'Bot'),
    config: { ...rest, ...(profile && { profile }), timeframe: timeframe ?? present.market.baseTimeframe },
    universe: { instrumentIds: universe.instrumentIds, missingNames: universe.missingNames },
    mode: isPaused ? 'reducing' : 'active',
    modeReason: isPaused ? 'person' : null,
    createdAt: ctx.now(),
    endsMarketAt: ctx.marketNow() + input.durationWeeks * WEEK_DAYS * DAY_MS,
    cash: toText(decimal(input.investmentAmount)),
    realized: '0',
    peak: toText(decimal(input.investmentAmount)),
    trades: 0,
    wins: 0,
    ending: null,
    absence: PRESENT,
  };
  insertBot(ctx, made);
  const view = botView(ctx, made, present, null);
  appendEvent(ctx, { type: 'bot.created', actor: caller, subject: id, body: { bot: view } });
  return ok(view);
}

/** A market that is played has no bars below its own: a bot that waits for them would never look. */
function tooFine({ timeframe }: CreateBot, { world, baseTimeframe: finest }: MarketState): Failure | null {
  const isReal = world === 'paper' || world === 'live';
  if (isReal || timeframe === undefined || TIMEFRAME_MS[timeframe] >= TIMEFRAME_MS[finest]) return null;
  return failure('invalid-request', { finest }, 'timeframe');
}

/** Why there is no bot with this strategy and these numbers; null when there is. */
function refusedStrategy({ strategy: name, strategyConfig = {} }: CreateBot): Failure | null {
  const strategy = strategyNamed(name);
  if (strategy === null) return failure('invalid-request', { has: name }, 'strategy');
  const parsed = strategy.configSchema.safeParse(strategyConfig);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const field = ['strategyConfig', ...(issue?.path ?? [])].join('.');
  return failure('invalid-request', { ...(issue !== undefined && { why: issue.message.slice(0, 200) }) }, field);
}

/** The same name with a number where another bot has it. */
function freeName(ctx: AccountContext, base: string): string {
  const taken = new Set(allBots(ctx).map((bot) => bot.name));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
  return name;
}

/** How much each may do without being asked. */
const LEEWAY: Readonly<Record<CreateBot['autonomy'], number>> = { suggest: 0, ask: 1, 'ask-above': 2, auto: 3 };

function asksLess(before: BotConfig, after: BotConfig): boolean {
  if (before.autonomy !== after.autonomy) return LEEWAY[after.autonomy] > LEEWAY[before.autonomy];
  return after.autonomy === 'ask-above' && decimal(after.askAbove ?? 0).gt(before.askAbove ?? 0);
}

function updateBot(
  ctx: AccountContext,
  found: TradingBot,
  input: UpdateBot,
  { actor, given: confirmation, present }: { actor: Caller; given: Confirmation | undefined; present: Present },
): Result<void, Failure> {
  const { name, ...change } = input;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: BotConfig = { ...found.config, ...given };
  const [sized, sizes] = [found.config.sizing ?? PROFILE_SIZE, after.sizing ?? PROFILE_SIZE];
  const isLarger = mayBeLarger(sized, sizes);
  const isLooser = protectsLess(found.config.exits ?? {}, after.exits ?? {});
  const before = profileOf(found.config.riskLevel, found.config.profile);
  const risksMore = loosensProfile(ctx, after, { before, present });
  if (!risksMore.ok) return risksMore;
  if (isLarger || isLooser || risksMore.value || asksLess(found.config, after)) {
    const size = isLarger ? Object.values<string | number>(sizes) : [];
    const plan = isLooser ? ['exits', JSON.stringify(after.exits)] : [];
    const own = risksMore.value ? ['profile', JSON.stringify(after.profile)] : [];
    const about = [found.id, after.autonomy, after.askAbove ?? '', ...size, ...plan, ...own].join(' ').trim();
    const allowed = mayLoosen(ctx, about, confirmation);
    if (!allowed.ok) return allowed;
  }
  renameBot(ctx, found, name ?? found.name, after);
  // What it asked with the looser numbers is taken back.
  const isTightened = loosenedParts(profileOf(after.riskLevel, after.profile), before).length > 0;
  if (isTightened) withdrawAll(ctx, { code: 'bot-tightened', values: {} }, found.id);
  // Where its stops go next may have changed.
  if (input.exits !== undefined) marketMustKnow(ctx);
  appendEvent(ctx, {
    type: 'bot.updated',
    actor,
    subject: found.id,
    body: { before: found.config, after, change: input, confirmed: confirmation !== undefined },
  });
  return ok(undefined);
}

function preview(
  ctx: AccountContext,
  input: PreviewBot,
  { universe, list, present }: { universe: ResolvedUniverse; list: readonly Instrument[]; present: Present },
): BotPreview {
  const made = previewBot({
    amount: Number(input.investmentAmount),
    profile: profileOf(input.riskLevel, input.profile),
    sizing: input.sizing,
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
    sized: made.sized && { ...made.sized, position: text(made.sized.position) },
    stopOutCost: text(made.stopOutCost),
    stopsBuyingBelow: text(made.stopsBuyingBelow),
    missingNames: [...(universe.missingNames ?? [])],
    filledUp: universe.filledUp,
  };
}
