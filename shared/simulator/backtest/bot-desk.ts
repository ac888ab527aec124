import type { MarketWindow } from '../../domain/screen.ts';
import { hasExitPlan, type ExitPlan } from '../../domain/exit-plan.ts';
import { profileOf } from '../../domain/own-profile.ts';
import { BOT_DRAWDOWN_MAX, type RiskProfile } from '../../domain/risk-profile.ts';
import type { Holder } from '../../domain/ids.ts';
import type { Horizon } from '../../domain/signal.ts';
import { sizeEntry, type Sizing } from '../../engine/size.ts';
import { decimal, toText } from '../../lib/decimal.ts';
import { TIMEFRAME_MS } from '../../domain/bar.ts';
import { DAY_MS, MINUTE_MS, type MarketMs } from '../../lib/time.ts';
import type { CheckInput, Mode } from '../../risk/check.ts';
import { runChecks } from '../../risk/index.ts';
import { asksPast, DEFAULT_LIMITS, type AccountLimits } from '../../risk/limits.ts';
import { roomsOf, type Rooms } from '../../risk/rooms.ts';
import { summariseScreen } from '../../screeners/run-screen.ts';
import { ScreenCache } from '../../screeners/screen-cache.ts';
import type { Candidate } from '../../screeners/screener.ts';
import { protectionOf } from '../../strategies/signal-of.ts';
import type { CandidateView, Opinion } from '../../strategies/strategy.ts';
import { valueOf } from './books.ts';
import { bookOf, closedOf, dayTradesOf, money, pastOf, previousCloseOf, unsettledOf } from './check-book.ts';
import { roundCash } from './fees.ts';
import type { BacktestInput, Sizing as HowToSize } from './input.ts';
import type { Desk, Run } from './run.ts';
import type { EntryOrder, Slot } from './slot.ts';
import { watchSlot } from './watch.ts';

const BOT = 'b_backtest' as Holder;
/** A bot on its own has no account around it whose limits could hold. */
const NO_LIMITS: AccountLimits = {
  ...DEFAULT_LIMITS,
  positionFractionMax: 1,
  riskFractionMax: 1,
  drawdownMax: 1,
  dailyLossFractionMax: 1,
  ordersPerDayMax: 1_000,
  openPositionsMax: 1_000,
  heatFractionMax: null,
  exposureGrossMax: null,
  exposureNetMax: null,
  consecutiveLossesMax: null,
  ordersPerMinuteMax: 1_000,
  priceMinUsd: null,
  priceMinKrw: null,
  cooldownSessions: 0,
  stopOutsMax: null,
  lowPerformerSessions: 0,
};
const FOREVER = Date.UTC(9_999, 0) as MarketMs;

/**
 * The live engine around a strategy: its screen over the instruments, what it holds first, then the candidates best
 * first; sized by the profile and the account's limits, checked by the same pre-trade checks, bought at the next open
 * within the ceiling. Every proposal is approved at once. (`engine/look.ts` and the account's `draft.ts` do the same
 * with ports around them; the parity suites hold them together.)
 */
export class BotDesk implements Desk {
  readonly #sizing: Extract<HowToSize, { kind: 'bot' }>;
  readonly #plan: ExitPlan | null;
  readonly #amount: number;
  readonly #profile: RiskProfile;
  readonly #positionMax: string;
  readonly #limits: AccountLimits;
  readonly #screens = new ScreenCache();
  readonly #definition: ReturnType<BacktestInput['strategy']['screen']>;
  readonly #market: { -readonly [K in keyof MarketWindow]: MarketWindow[K] };
  readonly #counts: Int32Array;
  readonly #timeframe: BacktestInput['timeframe'];
  readonly #horizon: Horizon;
  readonly #closesAfterMs: number;
  #candidates: Map<number, Candidate> | null = null;
  #looked = 0;
  // What limits are measured from. All begin as numbers (README.md).
  #botPeak = 0;
  #equityPeak = 0;
  #day = -1;
  #dayStart = 0;
  #last = 0;
  #ordersToday = 0;
  /** Ordered at this close. */
  #ordersNow = 0;
  #botMode: Mode = 'active';
  #accountMode: Mode = 'active';

  constructor(input: BacktestInput, sizing: Extract<HowToSize, { kind: 'bot' }>, slots: readonly Slot[]) {
    this.#sizing = sizing;
    this.#plan = hasExitPlan(sizing.exits) ? sizing.exits : null;
    this.#amount = input.cash;
    this.#profile = profileOf(sizing.riskLevel, sizing.profile);
    this.#positionMax = toText(decimal(input.cash).times(this.#profile.positionMax));
    this.#limits = sizing.limits ?? NO_LIMITS;
    this.#timeframe = input.timeframe;
    // A day's bar belongs to its own day, whenever it closes.
    this.#closesAfterMs = input.timeframe === '1d' || input.timeframe === '1w' ? 0 : TIMEFRAME_MS[input.timeframe];
    this.#horizon = input.strategy.horizon[input.timeframe];
    this.#definition = input.strategy.screen(input.config);
    this.#counts = new Int32Array(slots.length);
    this.#market = {
      instruments: slots.map(({ instrument }) => instrument),
      columns: slots.map(({ view }) => view.columns),
      counts: this.#counts,
      step: 0,
      marketAt: 0 as MarketMs,
    };
    this.#botPeak = input.cash;
    this.#equityPeak = input.cash + sizing.otherCash;
    this.#dayStart = this.#equityPeak;
    this.#last = this.#equityPeak;
    for (const slot of slots) slot.view.screened = () => this.#candidateOf(slot);
  }

  close(run: Run): void {
    this.#candidates = null;
    this.#ordersNow = 0;
    this.#market.step = run.step;
    this.#mark(run);
    const { slots, strategy } = run;
    const plan = this.#plan;
    let wanted: { readonly slot: Slot; readonly opinion: Opinion }[] | null = null;
    // All of them before the first is judged: a strategy may read its rank, which runs the screen over everything.
    for (const slot of slots) this.#counts[slot.position] = slot.next;
    for (const slot of slots) {
      if (slot.index < 0) continue;
      const { view } = slot;
      view.index = slot.index;
      if (slot.held !== 0) {
        const isOver = plan !== null && watchSlot(slot, plan);
        if (this.#accountMode === 'halted') continue;
        slot.showHolding();
        const opinion = strategy.decide(view);
        if (opinion?.side === 'sell') run.orderExit(slot, 'strategy', opinion.reasons[0] ?? null);
        if (isOver) run.orderExit(slot, 'time', null);
        continue;
      }
      if (slot.entry !== null) continue;
      view.holding = null;
      const opinion = strategy.decide(view);
      if (opinion?.side === 'buy') (wanted ??= []).push({ slot, opinion });
    }
    if (wanted !== null) this.#ask(run, wanted);
  }

  /** The whole order, if every check still passes at the open's price. */
  quantityAt(run: Run, slot: Slot, order: EntryOrder, price: number): number | string {
    const { quantity } = order;
    if (quantity === null) return 'no-quantity';
    // On shorter bars the order rests at the broker already; on daily ones it leaves now.
    if (this.#timeframe !== '1d' && this.#timeframe !== '1w') return quantity;
    if (price <= order.stop) return 'opened-below-stop';
    const blocked = this.#blockedBy(run, slot, {
      moment: 'send',
      price,
      quantity,
      ceiling: order.ceiling ?? price,
      stop: order.stop,
    });
    return blocked ?? quantity;
  }

  /** Only what is bought or may still be counts among the orders of a day, as in the account. */
  notBought(): void {
    this.#ordersToday = Math.max(0, this.#ordersToday - 1);
    this.#ordersNow = Math.max(0, this.#ordersNow - 1);
  }

  #ask(run: Run, wanted: readonly { readonly slot: Slot; readonly opinion: Opinion }[]): void {
    const ranked = wanted
      .map((wish) => ({ ...wish, place: this.#rankOf(wish.slot) }))
      .filter(({ place }) => place !== null)
      .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));
    for (const { slot, opinion } of ranked) this.#size(run, slot, opinion);
  }

  #size(run: Run, slot: Slot, opinion: Opinion): void {
    const { books } = run;
    const { view, instrument } = slot;
    const { price, atr, stopPrice, targetPrice } = protectionOf(view, opinion, slot.scaleNow());
    const { otherCash, method } = this.#sizing;
    const sized = sizeEntry({
      instrument,
      price,
      atr,
      stopPrice,
      targetPrice,
      gapFraction: null, // it only tells what can be lost
      profile: this.#profile,
      bot: { amount: this.#amount, cash: books.cash - books.reserved },
      account: {
        equity: this.#last,
        buyingPower: books.cash + otherCash - books.reserved,
        positionValue: 0,
        invested: this.#invested(run) + books.reserved,
        horizonRoom: this.#horizonRoom(run),
        rooms: this.#rooms(run, slot),
      },
      sizing: method,
      // The only way that goes by it; to count it anew for every size would cost more than the rest of the look.
      record: method?.method === 'capped-kelly' ? run.strategy.explain(view, opinion).record : null,
      limits: this.#limits,
      rate: 1,
      fees: slot.fees.at(books.moment.at),
    });
    if (sized.refusal !== null) return run.missed(sized.refusal.code);
    const { quantity, ceiling } = sized;
    const blocked = this.#blockedBy(run, slot, { moment: 'ask', price, quantity, ceiling, stop: sized.stopPrice });
    if (blocked !== null) return run.missed(blocked);
    this.#ordersToday += 1;
    this.#ordersNow += 1;
    run.orderEntry(slot, {
      side: 1,
      quantity,
      ceiling,
      stop: sized.stopPrice,
      target: sized.targetPrice,
      trail: (opinion.trail ?? NaN) * slot.scaleNow(),
      reserved: this.#reserve(run, slot, sized),
      reason: opinion.reasons[0] ?? null,
    });
  }

  /** Most it can take out of cash. */
  #reserve(run: Run, slot: Slot, { quantity, ceiling }: Pick<Sizing & object, 'quantity' | 'ceiling'>): number {
    const fees = slot.fees.at(run.books.moment.at)({ side: 'buy', quantity, price: ceiling });
    return roundCash(quantity * ceiling * slot.multiplier + fees, slot.fees.unit);
  }

  /** The code of the first check that says no; null when all pass. */
  #blockedBy(
    run: Run,
    slot: Slot,
    entry: { moment: 'ask' | 'send'; price: number; quantity: number; ceiling: number; stop: number },
  ): string | null {
    const { blockedBy } = runChecks(this.#checkInput(run, slot, entry));
    if (blockedBy === null) return null;
    return blockedBy.answer === 'deny' ? blockedBy.code : 'unknown';
  }

  #checkInput(
    run: Run,
    slot: Slot,
    entry: { moment: 'ask' | 'send'; price: number; quantity: number; ceiling: number; stop: number },
  ): CheckInput {
    const { books, slots } = run;
    const { instrument } = slot;
    const { moment, price, quantity, ceiling, stop } = entry;
    const fees = slot.fees.at(books.moment.at);
    const isAsking = moment === 'ask';
    // At the open, what was set aside for this very order is its own to spend while it is checked.
    const invested = isAsking ? this.#invested(run) : this.#investedAtOpen(run);
    const value = books.cash + invested;
    const { trades } = books;
    const limits = this.#limits;
    const now = slot.view.marketAt;
    const isDaily = this.#timeframe === '1d' || this.#timeframe === '1w';
    const others = slots.filter((other) => other !== slot && (other.held !== 0 || other.entry !== null));
    return {
      intent: 'entry',
      origin: 'strategy',
      moment,
      session: isDaily ? 'next-open' : 'now',
      marketAt: now,
      instrument,
      holder: BOT,
      side: 'buy',
      horizon: this.#horizon,
      quantity: text(quantity),
      limitPrice: text(ceiling),
      stopPrice: text(stop),
      fees: {
        buy: money(fees({ side: 'buy', quantity, price: ceiling })),
        sell: money(fees({ side: 'sell', quantity, price: stop })),
      },
      rate: '1',
      modes: { global: 'active', account: this.#accountMode, bot: this.#botMode },
      mayTrade: true,
      isReady: true,
      isMarketOpen: true,
      opensAt: null,
      // A bar proves a session, and that it was traded.
      sessionKind: 'regular',
      isHalted: false,
      quote: { price, ageMs: 0 },
      previousClose: previousCloseOf(slot, isAsking ? now : (books.moment.at as MarketMs), slot.next),
      spread: null,
      earnings: null,
      past: asksPast(limits) ? pastOf(slots, slot, { isOpening: !isAsking, isDaily }) : null,
      account: {
        equity: money(value + this.#sizing.otherCash),
        peakEquity: money(this.#equityPeak),
        dayStartEquity: money(this.#dayStart),
        buyingPower: money(books.cash + this.#sizing.otherCash - books.reserved),
        ordersToday: isAsking ? this.#ordersToday : Math.max(0, this.#ordersToday - 1),
        // What waits since an earlier close was ordered more than a minute ago, unless its market never rests.
        ordersLastMinute: isAsking ? this.#ordersNow : books.moment.at - now < MINUTE_MS ? this.#ordersNow - 1 : 0,
        unsettled: limits.settledCashOnly ? unsettledOf(trades, slots, now) : null,
        dayTrades: limits.dayTradesMax === null ? null : dayTradesOf(trades, slots, now),
        otherPositions: others.length,
        positionValue: '0',
        invested: money(invested),
        // All that a bot holds is of its strategy's horizon.
        byHorizon: { short: '0', mid: '0', long: '0', [this.#horizon]: money(invested) },
      },
      bot: {
        cash: money(books.cash - books.reserved),
        value: money(value),
        peakValue: money(this.#botPeak),
        endsAt: FOREVER,
        positionMax: this.#positionMax,
      },
      holdings: slots.flatMap((other) =>
        other.instrument.id === instrument.id && other.held !== 0 ? [{ holder: BOT, quantity: text(other.held) }] : [],
      ),
      pending: slots.flatMap((other) =>
        other.entry === null || other === slot
          ? []
          : [
              {
                instrumentId: other.instrument.id,
                side: 'buy' as const,
                quantity: text(other.entry.quantity ?? 0),
                holder: BOT,
                openCost: money(other.entry.reserved),
                horizon: this.#horizon,
              },
            ],
      ),
      book: bookOf(slots, {
        except: slot,
        holder: BOT,
        valueOf: (other) => (isAsking ? this.#valueNow(other) : this.#valueAtOpen(other)),
      }),
      closed: closedOf(trades, slots, now),
      lastEqualOrderAt: 'never',
      limits,
    };
  }

  /** Marks and trips of a close, as the account keeps them. */
  #mark(run: Run): void {
    const value = run.worth();
    const equity = value + this.#sizing.otherCash;
    // A bar that closes at midnight is looked at in the day that begins, as the account's clock has it.
    const day = Math.floor((run.books.moment.at + this.#closesAfterMs) / DAY_MS);
    if (day !== this.#day) {
      // A day begins where the one before it ended: a gap over night belongs to it.
      this.#dayStart = this.#day === -1 ? equity : this.#last;
      this.#day = day;
      this.#ordersToday = 0;
    }
    this.#last = equity;
    this.#equityPeak = Math.max(this.#equityPeak, equity);
    this.#botPeak = Math.max(this.#botPeak, value);
    // Nobody lifts a halt in a backtest.
    const { drawdownMax, dailyLossFractionMax } = this.#limits;
    if (equity <= this.#equityPeak * (1 - drawdownMax)) this.#accountMode = 'halted';
    if (equity <= this.#dayStart * (1 - dailyLossFractionMax)) this.#accountMode = 'halted';
    if (value <= this.#botPeak * (1 - BOT_DRAWDOWN_MAX)) this.#botMode = 'reducing';
  }

  /** What limits over more than this instrument leave for it. */
  #rooms({ slots, books }: Run, slot: Slot): Rooms {
    const limits = this.#limits;
    const isDaily = this.#timeframe === '1d' || this.#timeframe === '1w';
    const past = asksPast(limits) ? pastOf(slots, slot, { isOpening: false, isDaily }) : null;
    return roomsOf(limits, {
      instrument: slot.instrument,
      rate: 1,
      equity: this.#last,
      positionValue: 0,
      buyingPower: books.cash + this.#sizing.otherCash - books.reserved,
      unsettled: limits.settledCashOnly ? Number(unsettledOf(books.trades, slots, slot.view.marketAt)) : null,
      book: bookOf(slots, { except: slot, holder: BOT, valueOf: (other) => this.#valueNow(other) }),
      past: past?.get(slot.instrument.id) ?? null,
    });
  }

  /** What is left of the account's share for this horizon. */
  #horizonRoom(run: Run): number {
    const { horizonSplit } = this.#limits;
    if (horizonSplit === null) return Infinity;
    return (this.#last * horizonSplit[this.#horizon]) / 100 - this.#invested(run) - run.books.reserved;
  }

  #invested({ slots }: Run): number {
    let total = 0;
    for (const slot of slots) if (slot.held !== 0) total += this.#valueNow(slot);
    return total;
  }

  /** What is held at the opens of this bar. */
  #investedAtOpen({ slots }: Run): number {
    let total = 0;
    for (const slot of slots) if (slot.held !== 0) total += this.#valueAtOpen(slot);
    return total;
  }

  #valueNow(slot: Slot): number {
    return valueOf(slot, slot.bars.c[slot.next - 1]!); // it was bought on a bar
  }

  #valueAtOpen(slot: Slot): number {
    return slot.index >= 0 ? valueOf(slot, slot.bars.o[slot.index]!) : this.#valueNow(slot); // in range
  }

  #candidateOf(slot: Slot): CandidateView | null {
    const found = this.#screen().get(slot.position);
    if (found === undefined) return null;
    return { score: found.score, place: found.place, of: found.of, looked: this.#looked, reasons: found.reasons };
  }

  #rankOf(slot: Slot): number | null {
    return this.#screen().get(slot.position)?.place ?? null;
  }

  /** The screen of this bar, run when it is first asked for. */
  #screen(): Map<number, Candidate> {
    if (this.#candidates !== null) return this.#candidates;
    const pass = this.#screens.pass(this.#definition, this.#market);
    const { candidates, looked } = summariseScreen(pass, this.#market, null);
    this.#looked = looked;
    this.#candidates = new Map(candidates.map((candidate) => [candidate.position, candidate]));
    return this.#candidates;
  }
}

function text(value: number): string {
  return toText(decimal(value));
}
