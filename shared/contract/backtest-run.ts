import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { botSizingSchema } from '../domain/bot-sizing.ts';
import { exitPlanSchema } from '../domain/exit-plan.ts';
import { OBJECTIVES, RESAMPLINGS, RUN_KINDS, RUN_STATUSES, WALKS } from '../domain/research-codes.ts';
import { ownProfileSchema } from '../domain/own-profile.ts';
import { RISK_LEVELS } from '../domain/risk-profile.ts';
import { BacktestReport } from './backtest.ts';
import { AmountInput, Id, Instant, ReasonView } from './common.ts';

const SYMBOLS_MAX = 500;
const AXES_MAX = 3;
const VALUES_MAX = 100;
/** Combinations of a grid; every window of a walk-forward tries them all. */
export const COMBINATIONS_MAX = 2_000;
export const WINDOWS_MAX = 50;
export const PATHS_MAX = 50_000;

const Day = z.iso.date();
const Fraction = z.number().min(0).max(0.5);
const Settings = z.record(z.string().max(40), z.unknown());

const Costs = z.strictObject({
  /** Of the market's own table, or a fraction of each side. */
  commission: z.union([z.literal('market'), Fraction]).default('market'),
  spread: Fraction.default(0),
  slippage: Fraction.default(0),
  volumeShareMax: z.number().min(0).max(1).nullable().default(null),
});

/** `bot`: the engine as it runs live, with a risk level; the others are the strategy alone. */
const Sizing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bot'),
    riskLevel: z.enum(RISK_LEVELS).default('medium'),
    profile: ownProfileSchema.optional(),
    method: botSizingSchema.optional(),
    exits: exitPlanSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('all-in') }),
  z.strictObject({ kind: z.literal('units'), units: z.number().positive().max(1e9) }),
]);

const common = {
  strategy: z.string().max(40).default('ma-cross'),
  /** Settings of the strategy; what is absent has its usual value. */
  config: Settings.default({}),
  symbols: z.array(z.string().trim().min(1).max(40)).min(1).max(SYMBOLS_MAX),
  /** Whose market is meant; absent: the one this installation plays. */
  accountId: Id.optional(),
  timeframe: z.enum(TIMEFRAMES).optional(),
  /** Both days count. */
  from: Day.optional(),
  to: Day.optional(),
  cash: AmountInput.default('10000'),
  sizing: Sizing.default({ kind: 'bot', riskLevel: 'medium' }),
  costs: Costs.prefault({}),
  mayShort: z.boolean().default(false),
  atEnd: z.enum(['left', 'closed']).default('left'),
};

const Axes = z
  .array(z.strictObject({ name: z.string().max(40), values: z.array(z.number()).min(1).max(VALUES_MAX).readonly() }))
  .min(1)
  .max(AXES_MAX);
const search = { axes: Axes, objective: z.enum(OBJECTIVES).default('sharpe') };

const walk = {
  ...search,
  walk: z.enum(WALKS).default('rolling'),
  windows: z.int().min(1).max(WINDOWS_MAX).default(8),
  /** How many times as long the first choice looks back as it is tried. */
  ratio: z.int().min(1).max(20).default(4),
};

const paths = {
  resampling: z.enum(RESAMPLINGS).default('trades'),
  paths: z.int().min(100).max(PATHS_MAX).default(10_000),
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** Bars of a block; absent: the cube root of how many there are. */
  block: z.int().min(1).max(10_000).optional(),
  /** All counts as lost where this fraction of the start is left. */
  ruin: z.number().gt(0).lt(1).default(0.5),
};

export const CreateBacktest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('backtest'), ...common }),
  z.strictObject({ kind: z.literal('grid'), ...common, ...search }),
  z.strictObject({ kind: z.literal('walk-forward'), ...common, ...walk }),
  z.strictObject({ kind: z.literal('monte-carlo'), ...common, ...paths }),
]);
export type CreateBacktest = z.infer<typeof CreateBacktest>;

/** The same with a bot's own strategy, amount, risk level and list. */
const ofBot = { from: common.from, to: common.to, timeframe: common.timeframe, costs: common.costs };
export const CreateBotBacktest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('backtest'), ...ofBot }),
  z.strictObject({ kind: z.literal('grid'), ...ofBot, ...search }),
  z.strictObject({ kind: z.literal('walk-forward'), ...ofBot, ...walk }),
  z.strictObject({ kind: z.literal('monte-carlo'), ...ofBot, ...paths }),
]);
export type CreateBotBacktest = z.infer<typeof CreateBotBacktest>;

/** One line of a list: what was asked, how far it is. */
export const BacktestRunView = z.object({
  id: Id,
  kind: z.enum(RUN_KINDS),
  status: z.enum(RUN_STATUSES),
  /** Tries or paths so far, of how many; of 0 before it is known. */
  progress: z.object({ done: z.number(), of: z.number() }),
  botId: Id.nullable(),
  accountId: Id.nullable(),
  request: CreateBacktest,
  /** Why it failed: a code of the words catalogue. */
  problem: ReasonView.nullable(),
  /** Hypothetical, whatever it shows. */
  summary: z
    .object({
      returnFraction: z.number(),
      buyAndHold: z.number().nullable(),
      maxDrawdown: z.number(),
      closedTrades: z.number(),
      /** How many settings were tried for this result. */
      trials: z.number(),
    })
    .nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
});
export type BacktestRunView = z.infer<typeof BacktestRunView>;

const ratio = z.number().nullable();
/** A curve's shape: at most some hundred points, its lowest and highest among them. */
const CurveView = z.object({
  t: z.array(z.number()),
  equity: z.array(z.number()),
  drawdown: z.array(z.number()),
  /** Buying everything in equal parts on the first day and holding it. */
  holding: z.array(z.number()),
});
const HoldingView = z.object({
  returnFraction: z.number(),
  annualReturn: ratio,
  annualVolatility: ratio,
  sharpe: ratio,
  sortino: ratio,
  maxDrawdown: z.number(),
  /** Bought in whole lots with the costs of the test; of an older result null. */
  afterCosts: z.object({ returnFraction: z.number(), fees: z.number() }).nullable().default(null),
});

/** How far luck alone explains a Sharpe ratio (Bailey & López de Prado 2014). Ratios by year. */
export const LuckView = z.object({
  /** Settings that were tried. */
  trials: z.number(),
  /** The Sharpe ratio to expect of the best of so many worthless tries. */
  luckySharpe: z.number(),
  /** Probability that the true ratio is above 0, and above what luck brings: the deflated Sharpe ratio. */
  probabilistic: ratio,
  deflated: ratio,
});
const TrialView = z.object({
  config: Settings,
  score: ratio,
  returnFraction: ratio,
  sharpe: ratio,
  maxDrawdown: ratio,
  closedTrades: z.number(),
});
export type TrialView = z.infer<typeof TrialView>;

const SearchView = z.object({
  objective: z.enum(OBJECTIVES),
  axes: Axes,
  /** Combinations that the strategy refuses, and that could not be run: not tries. */
  refused: z.number(),
  failed: z.number(),
  luck: LuckView,
  /** The best first; not all where there are many. */
  trials: z.array(TrialView),
});

const WindowView = z.object({
  chosenFrom: Instant,
  from: Instant,
  to: Instant,
  /** Null: no setting had anything to show, the money stayed in cash. */
  config: Settings.nullable(),
  inSample: z.object({ returnFraction: ratio, score: ratio }).nullable(),
  returnFraction: z.number(),
  buyAndHold: ratio,
  maxDrawdown: z.number(),
  closedTrades: z.number(),
});
const WalkView = z.object({
  walk: z.enum(WALKS),
  objective: z.enum(OBJECTIVES),
  axes: Axes,
  /** What was tried in every window. */
  combinations: z.number(),
  refused: z.number(),
  /** Growth out of sample over growth of the choices in sample. */
  efficiency: ratio,
  luck: LuckView,
  windows: z.array(WindowView),
});

const Histogram = z.object({ from: z.number(), width: z.number(), counts: z.array(z.number()).readonly() });
const PathsView = z.object({
  resampling: z.enum(RESAMPLINGS),
  paths: z.number(),
  seed: z.number(),
  block: z.number(),
  /** Trades or bars that there are to draw from, and how many a path draws. */
  drawnFrom: z.number(),
  length: z.number(),
  ruin: z.number(),
  /** Paths that ended below the start, and that fell to the ruin level. */
  lost: z.number(),
  ruined: z.number(),
  /** At 5, 25, 50, 75 and 95 of 100 paths. */
  returns: z.array(z.number()),
  drawdowns: z.array(z.number()),
  returnColumns: Histogram,
  drawdownColumns: Histogram,
  /** Worth as a fraction of the start, by step, at the same places. */
  fan: z.object({
    at: z.array(z.number()).readonly(),
    quantiles: z.array(z.array(z.number()).readonly()).readonly(),
    paths: z.number(),
  }),
});

export const BacktestResultView = z.object({
  /** Of a grid the best setting's; of a walk-forward what the choices made on the stretches after them. */
  report: BacktestReport,
  /** Of all trades; the report may hold only the last ones. */
  tradeCount: z.number(),
  curve: CurveView,
  holding: HoldingView,
  search: SearchView.nullable(),
  walk: WalkView.nullable(),
  paths: PathsView.nullable(),
});
export type BacktestResultView = z.infer<typeof BacktestResultView>;

export const BacktestRunDetail = BacktestRunView.extend({ result: BacktestResultView.nullable() });
export type BacktestRunDetail = z.infer<typeof BacktestRunDetail>;
