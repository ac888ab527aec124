import { z } from 'zod';
import { SILENT_REASONS } from '../domain/absence.ts';
import { RISK_LEVELS } from '../domain/risk-profile.ts';
import { botSizingSchema, SIZING_METHODS } from '../domain/bot-sizing.ts';
import { exitPlanSchema } from '../domain/exit-plan.ts';
import { ownProfileSchema } from '../domain/own-profile.ts';
import { TIMEFRAMES } from '../domain/bar.ts';
import { Mode } from './account.ts';
import { AmountInput, Currency, DecimalString, Id, Instant, ReasonView } from './common.ts';

export const AUTONOMIES = ['suggest', 'ask', 'ask-above', 'auto'] as const;
export const SELLS = ['sell-and-tell', 'ask-then-sell', 'ask'] as const;

export const CreateBot = z.strictObject({
  name: z.string().trim().min(1).max(40).optional(),
  accountId: Id.optional(),
  portfolioId: Id.optional(),
  investmentAmount: AmountInput,
  riskLevel: z.enum(RISK_LEVELS),
  /** Its own stop-loss, target or largest position, as fractions; absent: as its risk level has them. */
  profile: ownProfileSchema.optional(),
  durationWeeks: z.number().int().min(1).max(520),
  autonomy: z.enum(AUTONOMIES).default('ask'),
  /** With `ask-above`: asks above this cost. */
  askAbove: AmountInput.optional(),
  sells: z.enum(SELLS).default('sell-and-tell'),
  strategy: z.string().max(40).default('ma-cross'),
  /** Numbers of its strategy that are not the usual ones; `GET /strategies/:name` says which there are. */
  strategyConfig: z.record(z.string().max(40), z.unknown()).optional(),
  timeframe: z.enum(TIMEFRAMES).optional(),
  watchlistId: Id.optional(),
  /** How it finds a size; absent: as large as its risk level and the limits let it be. */
  sizing: botSizingSchema.optional(),
  /** What raises its stop-losses after a purchase and sells at the latest; absent: nothing does. */
  exits: exitPlanSchema.optional(),
});
export type CreateBot = z.infer<typeof CreateBot>;

export const BotView = z.object({
  id: Id,
  accountId: Id,
  portfolioId: Id.nullable(),
  name: z.string(),
  investmentAmount: DecimalString,
  currency: Currency,
  riskLevel: z.enum(RISK_LEVELS),
  /** Those of its risk level's numbers that are its own. As an event that is older than they has it, none. */
  profile: ownProfileSchema.default({}),
  durationWeeks: z.number(),
  autonomy: z.enum(AUTONOMIES),
  askAbove: DecimalString.nullable(),
  sells: z.enum(SELLS),
  sizing: botSizingSchema,
  /** Empty: its stops stay where its purchases put them. As an event that is older than plans has it, too. */
  exits: exitPlanSchema.default({}),
  strategy: z.string(),
  /** Those of its strategy's numbers that are not the usual ones. */
  strategyConfig: z.record(z.string(), z.unknown()),
  timeframe: z.enum(TIMEFRAMES),
  watchlistId: Id.nullable(),
  /** Names of its list that the market lacks, shown as missing; null when it looks at the whole market. */
  missingNames: z.array(z.string()).nullable(),
  instrumentCount: z.number(),
  mode: Mode,
  modeReason: z.string().nullable(),
  createdAt: Instant,
  endsAt: Instant,
  /** Its own money: amount + result; what is invested, set aside and free. */
  equity: DecimalString.nullable(),
  invested: DecimalString.nullable(),
  cashFree: DecimalString,
  realizedPnl: DecimalString,
  unrealizedPnl: DecimalString.nullable(),
  peakEquity: DecimalString,
  trades: z.number(),
  wins: z.number(),
  pendingProposals: z.number(),
  /** Since when it asks what is to become of what it holds after its last day, and what was answered; null: not yet. */
  ending: z.object({ askedAt: Instant, choice: z.enum(['sell', 'keep']).nullable() }).nullable(),
  /** Since when and why it asks nothing and buys nothing: nobody answered, or nobody was there. As an older event has it: null. */
  silent: z
    .object({ why: z.enum(SILENT_REASONS), since: Instant, unanswered: z.number() })
    .nullable()
    .default(null),
  lastLook: z.lazy(() => LookView).nullable(),
});
export type BotView = z.infer<typeof BotView>;

/** `GET /bots/:id/status`: what the bot has done, in figures. Ratios without a denominator are null. */
export const BotStatus = z.object({
  botId: Id,
  mode: Mode,
  roi: z.number().nullable(),
  winRate: z.number().nullable(),
  profitLoss: DecimalString.nullable(),
  trades: z.number(),
  openPositions: z.number(),
  nextLookAt: Instant.nullable(),
});
export type BotStatus = z.infer<typeof BotStatus>;

/** One look, one line: "10:31 looked at 60, nothing passed; closest HRBM: volume 1.2x, needs 1.5x; next look 10:46." */
export const LookView = z.object({
  botId: Id,
  at: Instant,
  marketAt: Instant,
  looked: z.number(),
  funnel: z.array(z.object({ code: z.string(), count: z.number() })),
  closest: z
    .object({
      symbol: z.string(),
      nameEn: z.string(),
      nameKo: z.string(),
      code: z.string(),
      has: z.number(),
      needs: z.number(),
    })
    .nullable(),
  /** What came of it: proposals asked, and signals that were not asked with the check that blocked each. */
  asked: z.array(z.object({ proposalId: Id, symbol: z.string() })),
  blocked: z.array(z.object({ symbol: z.string(), reason: ReasonView })),
  nextLookAt: Instant.nullable(),
});
export type LookView = z.infer<typeof LookView>;

export const PreviewBot = CreateBot.pick({
  accountId: true,
  investmentAmount: true,
  riskLevel: true,
  profile: true,
  strategy: true,
  watchlistId: true,
  sizing: true,
}).extend({
  durationWeeks: z.number().int().min(1).max(520).optional(),
});
export type PreviewBot = z.infer<typeof PreviewBot>;

/** What a risk level means in money, beside the form that creates a bot. */
export const BotPreview = z.object({
  currency: Currency,
  largestPosition: DecimalString,
  /** Which account limit, or the bot's own way to a size, makes it smaller than the profile would, if one does. */
  cutBy: z.enum(['position-fraction', 'risk-per-trade', 'cash', 'equal-weight', 'capped-kelly']).nullable(),
  /**
   * What its own way to a size makes of a position, for one example: `at` is the distance of its stop-loss, or what its
   * price usually moves in a bar, as a fraction; null where nothing of the kind counts. Null: it goes by its risk level.
   */
  sized: z
    .object({ method: z.enum(SIZING_METHODS).exclude(['profile']), position: DecimalString, at: z.number().nullable() })
    .nullable(),
  stopOutCost: DecimalString,
  stopOutsToStop: z.number().nullable(),
  stopsBuyingBelow: DecimalString,
  instrumentCount: z.number(),
  affordable: z.number(),
  missingNames: z.array(z.string()),
  filledUp: z.boolean(),
  monthlyAssumption: z.number(),
  yearlyImplied: z.number(),
  /** How far away its stop-losses are at most. */
  stop: z.number().optional(),
  /** Stocks of its list that move about so far on a usual day (0.04) that this stop-loss is soon hit by that alone. */
  lively: z.array(z.object({ symbol: z.string(), move: z.number() })).optional(),
});
export type BotPreview = z.infer<typeof BotPreview>;

export const ENDINGS = ['extend', 'sell', 'keep'] as const;
export const EXTENDED_BY_WEEKS = 4;

/**
 * What becomes of a bot after its last day: it goes on for so many weeks, sells what it holds on that day (at once where it
 * is over), or keeps it with its stops and buys nothing more, which is also what no answer means.
 */
export const EndBot = z.strictObject({
  choice: z.enum(ENDINGS),
  weeks: z.number().int().min(1).max(520).default(EXTENDED_BY_WEEKS),
});
export type EndBot = z.infer<typeof EndBot>;

export const UpdateBot = z.strictObject({
  name: z.string().trim().min(1).max(40).optional(),
  autonomy: z.enum(AUTONOMIES).optional(),
  askAbove: AmountInput.optional(),
  sells: z.enum(SELLS).optional(),
  /** Of its next purchases; what may be larger than before needs the person where there is real money. */
  sizing: botSizingSchema.optional(),
  /** Its own numbers anew, all of them, of its next purchases; what risks more needs the person where there is real money. */
  profile: ownProfileSchema.optional(),
  /** The whole plan anew, also for what it holds; what protects less needs the person where there is real money. */
  exits: exitPlanSchema.optional(),
});
export type UpdateBot = z.infer<typeof UpdateBot>;
