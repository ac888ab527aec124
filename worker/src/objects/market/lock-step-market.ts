import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketState, PriceLevel, Quote } from '#shared/domain/market.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { PastOf } from '#shared/risk/past-prices.ts';
import type { RawEnv } from '../../env.ts';
import { log } from '../../log.ts';
import { answered } from './hold.ts';
import { LEASE_MS, ownerKey, type OwnerLevels } from './level-book.ts';
import { createMarket } from './market-loading.ts';
import { MarketRuntime } from './market-runtime.ts';
import type { LevelOwner, MarketBoot, MarketRpc } from './market-rpc.ts';
import type { MarketStore } from './market-store.ts';

/** Steps follow each other inside one alarm for this long, so that a fast replay does not pay for an alarm per bar. */
const SLICE_MS = 1_000;
/** Set before any work: whatever happens to this run, the clock is looked at again. */
const WATCHDOG_MS = 5_000;
const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;
const SPEED_MAX = 1_000;

/** A replayed or generated market inside its object. The clock itself is in `lock-step-clock.ts`. */
export class LockStepMarket implements MarketRpc {
  private readonly ctx: DurableObjectState;
  private readonly env: RawEnv;
  readonly #store: MarketStore;
  #loading: Promise<MarketRuntime> | null = null;
  /** Whatever moves the clock or looks at a close does so alone, one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #failures = 0;
  /** Levels that are watched already and not stored yet, by their owners' keys. */
  readonly #unsaved = new Map<string, { owner: LevelOwner; entry: OwnerLevels | null }>();
  #saving: Promise<void> | null = null;
  /** When the last step was due: pace is kept against it, without catching up. */
  #lastDue = 0;

  constructor(ctx: DurableObjectState, env: RawEnv, store: MarketStore) {
    this.ctx = ctx;
    this.env = env;
    this.#store = store;
  }

  async boot(boot: MarketBoot): Promise<MarketState> {
    await this.#alone(async () => {
      if (this.#store.config() === null) await createMarket(this.#store, this.env, boot);
    });
    const { speed, noWait } = boot;
    return this.control({ ...(speed !== undefined && { speed }), ...(noWait !== undefined && { noWait }) });
  }

  async state(): Promise<MarketState> {
    return (await this.#runtime()).state();
  }

  async instruments(): Promise<Instrument[]> {
    return [...(await this.#runtime()).source.instruments];
  }

  /** Its bars are stored as they close. */
  loadBars(): Promise<void> {
    return Promise.resolve();
  }

  async quotes(instrumentIds: readonly InstrumentId[]): Promise<Quote[]> {
    return (await this.#runtime()).quotes(instrumentIds);
  }

  async earnings(instrumentIds: readonly InstrumentId[]): Promise<EarningsOf[] | null> {
    return (await this.#runtime()).earnings(instrumentIds);
  }

  async past(instrumentIds: readonly InstrumentId[]): Promise<PastOf[]> {
    return (await this.#runtime()).past(instrumentIds);
  }

  async tradable(instrumentId: InstrumentId): Promise<Pick<Quote, 'price' | 'at'> | null> {
    return (await this.#runtime()).tradable(instrumentId);
  }

  async setLevels(owner: LevelOwner, levels: readonly PriceLevel[]): Promise<void> {
    const { levels: book, moment } = await this.#runtime();
    const leaseUntil = (Date.now() + LEASE_MS) as WallMs;
    const during = moment();
    this.#unsaved.set(ownerKey(owner), { owner, entry: book.set({ owner, levels, leaseUntil, during }) });
    // Between two bars many orders may come at once: their levels become durable in one commit, before anybody is answered.
    if (during === null) await (this.#saving ??= scheduler.wait(0).finally(() => (this.#saving = null)));
    for (const { owner: whose, entry } of this.#unsaved.values()) this.#store.saveLevels(whose, entry);
    this.#unsaved.clear();
  }

  async follow(accountId: AccountId, following: { activeBots: number; openQuestions: number }): Promise<void> {
    const { clock } = await this.#runtime();
    const before = this.#store.followers().find((known) => known.accountId === accountId);
    const { activeBots, openQuestions } = following;
    if (before?.activeBots === activeBots && before.openQuestions === openQuestions) return;
    this.#store.saveFollower({ accountId, activeBots, openQuestions });
    if (before !== undefined && openQuestions < before.openQuestions && !clock.isEndingHold) {
      this.#save({ hold: answered(this.#clockState().hold) });
    }
    await this.#goOn();
  }

  async control(change: {
    speed?: number;
    paused?: boolean;
    noWait?: boolean;
    untilProposal?: boolean;
  }): Promise<MarketState> {
    const runtime = await this.#runtime();
    const { speed, paused, noWait, untilProposal } = change;
    if (speed !== undefined && speed > 0) this.#save({ speed: Math.min(speed, SPEED_MAX) });
    if (noWait !== undefined) this.#save({ noWait });
    if (untilProposal !== undefined) this.#save({ untilQuestion: untilProposal });
    if (speed === 0 || paused === true) this.#save({ paused: true });
    else if (speed !== undefined || paused === false || untilProposal === true) this.#resume();
    await this.#goOn();
    return runtime.state();
  }

  /** A question that waited through a pause has its whole time again. */
  #resume(): void {
    const { paused, hold } = this.#clockState();
    if (!paused) return;
    this.#save({ paused: false, hold: hold.heldSince === null ? hold : { ...hold, heldSince: Date.now() as WallMs } });
  }

  async watched(until: WallMs): Promise<void> {
    await this.#runtime();
    if (until <= this.#clockState().watchedUntil) return;
    this.#save({ watchedUntil: until });
  }

  async lookNow(accountId: AccountId, botId: string): Promise<void> {
    const runtime = await this.#runtime();
    await this.#alone(() => runtime.lookNow(accountId, botId));
    await this.#goOn();
  }

  async runJob(name: string): Promise<boolean> {
    const runtime = await this.#runtime();
    const ran = await this.#alone(() => runtime.runJob(name));
    await this.#goOn();
    return ran;
  }

  async jobsChanged(): Promise<void> {
    (await this.#runtime()).jobs.forget();
  }

  async owes(): ReturnType<MarketRpc['owes']> {
    const phase = (await this.#runtime()).clock.phase();
    if (phase === 'held' || phase === 'standing' || phase === 'ended') return null;
    const { step, marketAt } = this.#clockState();
    return { mark: `${step} ${phase}`, closeAt: marketAt };
  }

  async nextCloseAt(): Promise<MarketMs | null> {
    return (await this.#runtime()).source.nextCloseAt(this.#clockState().step);
  }

  splits(): Promise<{ instrumentId: InstrumentId; at: number; ratio: number }[]> {
    const splits = [...this.#store.splits()];
    return Promise.resolve(splits.flatMap(([instrumentId, list]) => list.map((split) => ({ instrumentId, ...split }))));
  }

  async wake(): Promise<void> {
    if (this.#store.config() !== null && (await this.ctx.storage.getAlarm()) === null) await this.#goOn();
  }

  async alarm(): Promise<void> {
    if (this.#store.config() === null) return;
    await this.ctx.storage.setAlarm(Date.now() + WATCHDOG_MS);
    try {
      await this.#run();
      this.#failures = 0;
    } catch (error) {
      // The moment is stored: the next alarm makes the same calls again. Nothing is skipped.
      this.#failures += 1;
      log('market-step-failed', { market: this.#store.config()?.id, failures: this.#failures, error });
      const delay = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.min(this.#failures, 10));
      await this.ctx.storage.setAlarm(Date.now() + delay);
    }
  }

  /** Steps until the slice is used up or the clock stops, then leaves an alarm for what is next. */
  async #run(): Promise<void> {
    const { clock, id } = await this.#runtime();
    const sliceEnd = Date.now() + SLICE_MS;
    for (;;) {
      const now = Date.now();
      const due = this.#lastDue + this.#interval();
      if (now < due) {
        if (due >= sliceEnd) return this.ctx.storage.setAlarm(due);
        await scheduler.wait(due - now);
        continue;
      }
      this.#lastDue = now - due > this.#interval() ? now : due;
      // Steps without a pause in between would keep everybody who asks something waiting for the whole run.
      await scheduler.wait(0);
      const before = clock.phase();
      const advance = await this.#alone(() => clock.advance());
      if (advance.kind === 'held') return this.ctx.storage.setAlarm(advance.until);
      if (advance.kind !== 'stepped') {
        if (advance.kind === 'ended' && before !== 'ended') log('market-ended', { market: id });
        return this.#rest();
      }
      if (Date.now() >= sliceEnd)
        return this.ctx.storage.setAlarm(Math.max(Date.now(), this.#lastDue + this.#interval()));
    }
  }

  /** Nothing to do until somebody calls. What came in since the clock said so is looked at again. */
  async #rest(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    const { clock } = await this.#runtime();
    const phase = clock.phase();
    if (phase !== 'standing' && phase !== 'ended') await this.ctx.storage.setAlarm(Date.now());
  }

  /** Something changed that may let the clock go on, or go on sooner. */
  async #goOn(): Promise<void> {
    await this.#arm(await this.#runtime());
  }

  async #arm({ clock }: MarketRuntime): Promise<void> {
    const phase = clock.phase();
    if (phase === 'standing' || phase === 'ended') return;
    const holds = phase === 'held' && clock.openQuestions() > 0 && !this.#clockState().noWait;
    const until = holds ? (clock.holdUntil() ?? 0) : 0;
    const at = Math.max(Date.now(), until, this.#lastDue + this.#interval());
    const alarm = await this.ctx.storage.getAlarm();
    if (alarm === null || alarm > at) await this.ctx.storage.setAlarm(at);
  }

  #interval(): number {
    const { speed, untilQuestion } = this.#clockState();
    return untilQuestion ? 0 : 1_000 / speed;
  }

  #runtime(): Promise<MarketRuntime> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #load(): Promise<MarketRuntime> {
    const runtime = await MarketRuntime.load(this.#store, this.env, this.ctx.storage);
    // Woken after a crash, the alarm may be the watchdog's: do not wait for it.
    await this.#arm(runtime);
    return runtime;
  }

  #clockState() {
    const clock = this.#store.clock();
    invariant(clock, 'a market is booted before it is used');
    return clock;
  }

  #save(change: Parameters<MarketRuntime['save']>[0]): void {
    this.#store.saveClock({ ...this.#clockState(), ...change });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return run;
  }
}
