import { TIMEFRAME_MS, TIMEFRAMES, unpackColumns, type Timeframe } from '#shared/domain/bar.ts';
import { visibleUntil } from '#shared/domain/bar-times.ts';
import { calendarOf, type MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import type { EarningsOf } from '#shared/domain/earnings.ts';
import type { AccountId, InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { resampleBars } from '#shared/domain/resample.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import { SECOND_MS, type MarketMs } from '#shared/lib/time.ts';
import type { JobContext } from '../../cron/job.ts';
import type { JobRunner } from '../../cron/job-runner.ts';
import { tellBriefs } from '../../cron/jobs/briefs.ts';
import { lookOfBot } from '../../cron/jobs/strategy-run.ts';
import { closesBar } from '../../cron/schedule.ts';
import { SETTLES_MS, type Fetched, type LiveBars } from './live-bars.ts';
import type { LiveListings } from './live-listings.ts';
import type { LivePorts } from './live-market.ts';
import { closedBars } from './live-session.ts';
import type { MarketMoment } from './market-rpc.ts';

/** Where bars were missing it is tried again after this. */
const AGAIN_AFTER_MS = 30 * SECOND_MS;
/** Bars a bot looks back on. */
const WINDOW_BARS = 260;

export type CloseJobs = Pick<JobRunner, 'runDue' | 'runAsked' | 'forget' | 'isOn'> & { readonly context: JobContext };

interface Parts {
  readonly ports: Pick<LivePorts, 'config' | 'store' | 'bars' | 'account' | 'jobs' | 'exchange' | 'now' | 'log'>;
  readonly calendar: () => MarketCalendar;
  readonly listings: LiveListings;
  readonly bars: LiveBars;
}

/**
 * What is due at the close of a bar in a market of real prices. The finest timeframe that a bot looks at or an alert waits
 * for sets the pace, a day without one. A close is worked on once its bars are there, never on older ones: those that were missed meanwhile
 * are one, the newest.
 */
export class LiveCloses {
  private readonly parts: Parts;
  private readonly jobs: CloseJobs;
  /** What bots look at and alerts wait for, and the finest of it. */
  private used: ReadonlySet<Timeframe> = new Set();
  private readonly pace: { base: Timeframe } = { base: '1d' };
  private triedAt = 0;
  private running: Promise<void> | null = null;
  private readonly windows = new Map<Timeframe, MarketWindow>();
  /** Bots that could not look yet: their bars were not there. */
  private readonly owed = new Map<string, AccountId>();

  constructor(parts: Parts) {
    this.parts = parts;
    const { config, store, exchange, account, jobs } = parts.ports;
    const { pace } = this;
    this.jobs = jobs({
      market: {
        id: config.id,
        get timeframe() {
          return pace.base;
        },
        exchange,
        window: (timeframe) => this.window(timeframe),
        isInvented: false,
        announced: () => new Map(),
        nextCloseAt: () => this.nextClose(),
        splits: () => new Map(),
      },
      followers: () => store.followers(),
      account,
    });
  }

  /** When there is work next: soon after the next close while a bot is active. */
  get dueAt(): number | null {
    if (!this.hasBots()) return null;
    const close = this.nextClose();
    return close + this.settlesMs(close);
  }

  /** Whether a close waits to be worked on, as far as is known without asking anybody. */
  get isDue(): boolean {
    const closeAt = this.lastClose(this.pace.base);
    return this.hasBots() && this.isNew(closeAt) && this.now() - this.triedAt >= AGAIN_AFTER_MS;
  }

  /** The close whose bars ought to be here and that is not worked on. */
  owes(): { mark: string; closeAt: MarketMs } | null {
    const closeAt = this.lastClose(this.pace.base);
    return this.hasBots() && this.isNew(closeAt) ? { mark: String(closeAt), closeAt } : null;
  }

  /** When these next report, of what is in memory. */
  earnings(instrumentIds: readonly InstrumentId[]): EarningsOf[] | null {
    return this.jobs.context.events.earnings(instrumentIds, this.now());
  }

  nextClose(): MarketMs {
    const now = this.now();
    const calendar = this.parts.calendar();
    const session = calendar.sessionAt(now) ?? calendar.sessionAt(calendar.nextOpen(now));
    const close = session?.close ?? now;
    if (isDaily(this.pace.base) || session === null) return close;
    const length = TIMEFRAME_MS[this.pace.base];
    const from = Math.max(now, session.open);
    return Math.min(close, (Math.floor(from / length) + 1) * length) as MarketMs;
  }

  /** Works on the newest close that was not worked on; callers may overlap. */
  runDue(): Promise<void> {
    return (this.running ??= this.run().finally(() => {
      this.running = null;
    }));
  }

  /** The minute tick: what is to be said before or after a day. */
  async tellBriefs(): Promise<void> {
    const { log, config } = this.parts.ports;
    const now = this.now();
    try {
      if (!(await this.jobs.isOn('briefs'))) return;
      await tellBriefs(this.jobs.context, { ...this.moment(this.lastClose(this.pace.base)), marketAt: now }, 'live');
    } catch (error) {
      log('briefs-not-told', { market: config.id, error });
    }
  }

  async lookNow(accountId: AccountId, botId: string): Promise<void> {
    this.owed.set(botId, accountId);
    await this.lookOwed();
  }

  runJob(name: string): Promise<boolean> {
    return this.jobs.runAsked(name, this.moment(this.lastClose(this.pace.base)));
  }

  jobsChanged(): void {
    this.jobs.forget();
  }

  private async run(): Promise<void> {
    const { store, config, exchange, log } = this.parts.ports;
    if (!this.hasBots()) return;
    await this.lookOwed();
    await this.learnPace();
    const closeAt = this.lastClose(this.pace.base);
    if (!this.isNew(closeAt)) return;
    this.triedAt = this.now();
    const market = { timeframe: this.pace.base, exchange };
    for (const timeframe of new Set([this.pace.base, ...this.used])) {
      if (!closesBar(timeframe, market, closeAt) || (await this.window(timeframe)) !== null) continue;
      log('bars-not-there', { market: config.id, timeframe, closeAt });
      return;
    }
    await this.jobs.runDue(this.moment(closeAt));
    store.saveClosedAt(closeAt);
  }

  /** Not worked on yet, and long enough ago that its bars are there. */
  private isNew(closeAt: MarketMs): boolean {
    const { store, config } = this.parts.ports;
    const isWorkedOn = closeAt <= (store.closedAt() ?? config.bootedAt);
    return !isWorkedOn && this.now() >= closeAt + this.settlesMs(closeAt);
  }

  /** The close that ends a day has its daily bars later than the short ones. */
  private settlesMs(closeAt: MarketMs): number {
    const endsDay = this.parts.calendar().previousClose(closeAt) === closeAt;
    return SETTLES_MS[endsDay ? '1d' : sourceOf(this.pace.base)];
  }

  private async lookOwed(): Promise<void> {
    for (const [botId, accountId] of this.owed) {
      const bots = await this.parts.ports.account(accountId).botsToLook(this.moment(this.lastClose(this.pace.base)));
      const bot = bots.find((one) => one.botId === botId);
      // Without its bars it looks when they are there.
      if (bot !== undefined && (await this.window(bot.timeframe)) === null) continue;
      const now = this.moment(this.lastClose(bot?.timeframe ?? this.pace.base));
      if (bot !== undefined) await lookOfBot(this.jobs.context, { accountId, botId, now });
      this.owed.delete(botId);
    }
  }

  private async learnPace(): Promise<void> {
    const { store, account } = this.parts.ports;
    const followers = store.followers().filter(({ activeBots }) => activeBots > 0);
    const now = this.moment(this.lastClose(this.pace.base));
    const bots = (await Promise.all(followers.map(({ accountId }) => account(accountId).botsToLook(now)))).flat();
    const alerts = (await Promise.all(followers.map(({ accountId }) => account(accountId).alertsToJudge(now)))).flat();
    const waitedFor = alerts.flatMap(({ tree }) => tree.timeframe ?? []);
    this.used = new Set([...bots.map(({ timeframe }) => timeframe), ...waitedFor]);
    const finest = TIMEFRAMES.find((timeframe) => this.used.has(timeframe)) ?? '1d';
    this.pace.base = finest === '1w' ? '1d' : finest;
  }

  /** The bars of everything that is listed up to the last close; null while the newest of them are not there. */
  private async window(timeframe: Timeframe): Promise<MarketWindow | null> {
    const { ports, listings, bars } = this.parts;
    const instruments = listings.all();
    const source = sourceOf(timeframe);
    const closeAt = this.lastClose(timeframe);
    const known = this.windows.get(timeframe);
    if (known?.marketAt === closeAt && isSame(known.instruments, instruments)) return known;
    await bars.fetch(instruments, source);
    const until = visibleUntil('us', source, closeAt);
    const perBar = Math.ceil(TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[source]);
    const limit = Math.min(1_000, (WINDOW_BARS + 1) * perBar);
    const packed = await ports.bars(source).readMany({ instrumentIds: instruments.map(({ id }) => id), until, limit });
    const fine = packed.map(({ columns }) => unpackColumns(columns));
    const newest = Math.max(-Infinity, ...fine.map(({ t }) => t.at(-1) ?? -Infinity));
    if (newest === -Infinity || newest < this.newestAt(source, closeAt)) return null;
    const to = { to: timeframe, exchange: 'us', until: visibleUntil('us', timeframe, closeAt) } as const;
    const columns =
      timeframe === source
        ? fine
        : fine.map((one) => resampleBars(one, { ...to, limit: WINDOW_BARS, isCut: one.t.length === limit }));
    // The same list is the same market: what was measured on it is found again.
    const same = known !== undefined && isSame(known.instruments, instruments) ? known.instruments : instruments;
    const window = { instruments: same, columns, counts: null, step: this.moment(closeAt).step, marketAt: closeAt };
    this.windows.set(timeframe, window);
    return window;
  }

  /** When the bar opened that the newest one has to be for this close. */
  private newestAt(source: Fetched, closeAt: MarketMs): number {
    if (source !== '1d') return closeAt - TIMEFRAME_MS[source];
    // A rehearsal keeps other hours than the bars it is given.
    const calendar = this.parts.ports.exchange === 'us' ? this.parts.calendar() : calendarOf('us');
    return Date.parse(calendar.tradingDayOf((calendar.previousClose(closeAt) - 1) as MarketMs));
  }

  /** The last close of a bar of this timeframe. */
  private lastClose(timeframe: Timeframe): MarketMs {
    const now = this.now();
    const calendar = this.parts.calendar();
    const session = isDaily(timeframe) ? null : calendar.sessionAt(now);
    if (session === null) return calendar.previousClose(now);
    const length = TIMEFRAME_MS[timeframe];
    const close = Math.floor(now / length) * length;
    return close > session.open ? (close as MarketMs) : calendar.previousClose(now);
  }

  /** Steps are numbered by time: whatever the pace was before, a later close has a higher one. */
  private moment(marketAt: MarketMs): MarketMoment {
    const { bootedAt } = this.parts.ports.config;
    const step = isDaily(this.pace.base)
      ? closedBars(this.parts.calendar(), marketAt, bootedAt)
      : Math.floor(marketAt / TIMEFRAME_MS[this.pace.base]);
    return { step, moment: 'close', marketAt };
  }

  private hasBots(): boolean {
    return this.parts.ports.store.followers().some(({ activeBots }) => activeBots > 0);
  }

  private now(): MarketMs {
    const now: number = this.parts.ports.now();
    return now as MarketMs;
  }
}

const isDaily = (timeframe: Timeframe): boolean => timeframe === '1d' || timeframe === '1w';

/** Which bars others are put together from. */
function sourceOf(timeframe: Timeframe): Fetched {
  if (timeframe === '1w') return '1d';
  return timeframe === '1h' ? '15m' : timeframe;
}

function isSame(a: readonly Instrument[], b: readonly Instrument[]): boolean {
  return a.length === b.length && a.every((one, index) => one.id === b[index]?.id);
}
