import type { CreateBot } from '#shared/contract/bot.ts';
import { PRESENT, type Absence } from '#shared/domain/absence.ts';
import type { BotId, InstrumentId } from '#shared/domain/ids.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import { decimal, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import type { Mode } from '#shared/risk/check.ts';
import type { AccountContext, Present } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { buyingPower, heldPositions, reserved, valueInBase } from './money-book.ts';
import { marketMustKnow } from './schedule.ts';

/** Why a bot that a person deleted buys nothing; it is over once nothing of it is left. */
export const DELETED = 'deleted';

/** Why a bot whose settings cannot be read is halted: what it holds is sold and booked all the same. */
export const DAMAGED = 'damaged';

/** What a bot was told to do, as stored. */
export interface BotConfig extends Omit<CreateBot, 'accountId' | 'timeframe' | 'name'> {
  readonly timeframe: Timeframe;
}

/** The list it may buy from; `instrumentIds` null is the whole market. */
export interface BotUniverse {
  readonly instrumentIds: readonly InstrumentId[] | null;
  readonly missingNames: readonly string[] | null;
}

export interface TradingBot {
  readonly id: BotId;
  readonly name: string;
  readonly config: BotConfig;
  readonly universe: BotUniverse;
  readonly mode: Mode;
  readonly modeReason: string | null;
  readonly createdAt: number;
  readonly endsMarketAt: number;
  /** Its own money that is not invested, in base currency. */
  readonly cash: string;
  readonly realized: string;
  readonly peak: string;
  readonly trades: number;
  readonly wins: number;
  readonly ending: BotEnding | null;
  readonly absence: Absence;
}

/** What is to become of what it holds after its last day: asked before it, and answered or not. */
export interface BotEnding {
  readonly askedMarketAt: number;
  readonly choice: 'sell' | 'keep' | null;
  /** The answer was carried out. */
  readonly isOver: boolean;
}

interface BotRow {
  id: BotId;
  name: string;
  config: string;
  universe: string;
  mode: Mode;
  mode_reason: string | null;
  created_at: number;
  ends_market_at: number;
  cash: string;
  realized: string;
  peak: string;
  trades: number;
  wins: number;
  ending: string | null;
  absence: string | null;
}

export function insertBot(ctx: AccountContext, bot: TradingBot): void {
  ctx.sql.run(
    `INSERT INTO bot (id, name, config, universe, mode, mode_reason, created_at, ends_market_at, cash, realized, peak, trades, wins)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    bot.id,
    bot.name,
    JSON.stringify(bot.config),
    JSON.stringify(bot.universe),
    bot.mode,
    bot.modeReason,
    bot.createdAt,
    bot.endsMarketAt,
    bot.cash,
    bot.realized,
    bot.peak,
    bot.trades,
    bot.wins,
  );
  marketMustKnow(ctx);
}

/** By a bot's id or as a holder; a person and what is outside Nod are none. */
export function findBot(ctx: AccountContext, id: string): TradingBot | null {
  if (id === 'manual' || id === 'external') return null;
  const row = ctx.sql.first<BotRow>('SELECT * FROM bot WHERE id = ?', id);
  return row && fromRow(row);
}

/** Oldest first. */
export function allBots(ctx: AccountContext): TradingBot[] {
  return ctx.sql.all<BotRow>('SELECT * FROM bot ORDER BY created_at, id').map(fromRow);
}

export function renameBot(ctx: AccountContext, bot: TradingBot, name: string, config: BotConfig): void {
  ctx.sql.run('UPDATE bot SET name = ?, config = ? WHERE id = ?', name, JSON.stringify(config), bot.id);
}

export function setBotEnding(ctx: AccountContext, id: BotId, ending: BotEnding | null): void {
  ctx.sql.run('UPDATE bot SET ending = ? WHERE id = ?', ending === null ? null : JSON.stringify(ending), id);
}

/** Its last day moves; whatever was asked about the one before is settled by that. */
export function extendBot(ctx: AccountContext, id: BotId, endsMarketAt: number): void {
  ctx.sql.run('UPDATE bot SET ends_market_at = ?, ending = NULL WHERE id = ?', endsMarketAt, id);
  marketMustKnow(ctx);
}

/** Null: nothing was left unanswered, and it asks. */
export function setBotAbsence(ctx: AccountContext, id: BotId, absence: Absence | null): void {
  ctx.sql.run('UPDATE bot SET absence = ? WHERE id = ?', absence === null ? null : JSON.stringify(absence), id);
}

export function setBotMode(ctx: AccountContext, id: BotId, mode: Mode, reason: string | null): void {
  ctx.sql.run('UPDATE bot SET mode = ?, mode_reason = ? WHERE id = ?', mode, reason, id);
  marketMustKnow(ctx);
}

/** Moves a bot's own money by what a fill of its did, in base currency. */
export function moveBotMoney(ctx: AccountContext, id: BotId, change: { cash: Decimal; realized: Decimal }): void {
  const bot = findBot(ctx, id);
  if (bot === null) return;
  ctx.sql.run(
    'UPDATE bot SET cash = ?, realized = ? WHERE id = ?',
    toText(decimal(bot.cash).plus(change.cash)),
    toText(decimal(bot.realized).plus(change.realized)),
    id,
  );
}

export function countTrade(ctx: AccountContext, id: BotId, won: boolean): void {
  ctx.sql.run('UPDATE bot SET trades = trades + 1, wins = wins + ? WHERE id = ?', won ? 1 : 0, id);
}

/** What it holds at the last price, in base currency; null when a price or rate is unknown. */
export function botInvested(ctx: AccountContext, id: BotId, present: Present): Decimal | null {
  let invested = decimal(0);
  for (const position of heldPositions(ctx)) {
    if (position.holder !== id) continue;
    const value = valueInBase(ctx, position, instrumentOf(ctx, position.instrumentId), present);
    if (value === null) return null;
    invested = invested.plus(value);
  }
  return invested;
}

export function raiseBotPeak(ctx: AccountContext, bot: TradingBot, value: Decimal): void {
  if (value.gt(bot.peak)) ctx.sql.run('UPDATE bot SET peak = ? WHERE id = ?', toText(value), bot.id);
}

/** A person lets it buy again after its fall: what it may lose is counted from here. */
export function restartBotPeak(ctx: AccountContext, bot: TradingBot, value: Decimal): void {
  ctx.sql.run('UPDATE bot SET peak = ? WHERE id = ?', toText(value), bot.id);
}

function fromRow(row: BotRow): TradingBot {
  const told = toldOf(row);
  return {
    id: row.id,
    name: row.name,
    ...(told ?? toldNothing(row)),
    mode: told === null ? 'halted' : row.mode,
    modeReason: told === null && row.mode_reason !== DELETED ? DAMAGED : row.mode_reason,
    createdAt: row.created_at,
    endsMarketAt: row.ends_market_at,
    cash: row.cash,
    realized: row.realized,
    peak: row.peak,
    trades: row.trades,
    wins: row.wins,
  };
}

type Told = Pick<TradingBot, 'config' | 'universe' | 'ending' | 'absence'>;

/** Null where it cannot be read. */
function toldOf({ config, universe, ending, absence }: BotRow): Told | null {
  try {
    return {
      config: JSON.parse(config) as BotConfig,
      universe: JSON.parse(universe) as BotUniverse,
      ending: ending === null ? null : (JSON.parse(ending) as BotEnding),
      absence: absence === null ? PRESENT : (JSON.parse(absence) as Absence),
    };
  } catch {
    return null;
  }
}

/** The least a bot can be told: it buys nothing, from no list. */
function toldNothing({ peak }: BotRow): Told {
  const config: BotConfig = {
    investmentAmount: peak,
    riskLevel: 'low',
    durationWeeks: 1,
    autonomy: 'suggest',
    sells: 'sell-and-tell',
    strategy: 'ma-cross',
    timeframe: '1d',
  };
  return { config, universe: { instrumentIds: [], missingNames: null }, ending: null, absence: PRESENT };
}

/** Buying power that no bot may still spend: the money of a bot that ended is nobody's own. */
export function unassigned(ctx: AccountContext): Decimal {
  const own = allBots(ctx)
    // Also one that was paused before its last day: that was not the reason it stopped for.
    .filter((bot) => bot.mode !== 'halted' && bot.modeReason !== DELETED && ctx.marketNow() < bot.endsMarketAt)
    .map((bot) => decimal(bot.cash).minus(reserved(ctx, bot.id)))
    .filter((cash) => cash.gt(0));
  const left = buyingPower(ctx).minus(sum(own));
  return left.gt(0) ? left : decimal(0);
}
