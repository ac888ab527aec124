import {
  answered,
  unansweredOnceMore,
  unlessVisited,
  UNVISITED_MS,
  wantsAnAnswer,
  type Absence,
} from '#shared/domain/absence.ts';
import { roleMay, type Role } from '#shared/domain/role.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { allBots, DELETED, findBot, setBotAbsence, type TradingBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { readMeta, writeMeta } from './meta.ts';
import { heldPositions } from './money-book.ts';

/** What of a question tells whether somebody is there. */
interface Asked {
  readonly botId: string | null;
  readonly card: { readonly askBecause: { readonly code: string } };
}

/** Somebody did something with a question of this bot: what was left before it is forgotten, and they were here. */
export function heardFrom(ctx: AccountContext, { botId }: Pick<Asked, 'botId'>): void {
  writeMeta(ctx.sql, 'visitedAt', ctx.now());
  const bot = botId === null ? null : findBot(ctx, botId);
  if (bot !== null && bot.absence.unanswered > 0) setBotAbsence(ctx, bot.id, answered(bot.absence));
}

/**
 * Nobody is there to ask. One that was stopped for another reason meanwhile is started again for itself, not with those
 * that nobody answered; until then it asks about what it would sell.
 */
export function isSilent({ absence, mode }: Pick<TradingBot, 'absence' | 'mode'>): boolean {
  return absence.silent !== null && mode === 'active';
}

/** A question ran out. */
export function nobodyAnswered(ctx: AccountContext, { botId, card }: Asked): void {
  const bot = botId === null ? null : findBot(ctx, botId);
  if (bot !== null && wantsAnAnswer(card.askBecause)) become(ctx, bot, unansweredOnceMore(bot.absence, ctx.now()));
}

/**
 * When anybody was here last who may answer; null where nobody can say, and then nothing stops for it. They are asked only
 * once nobody is known to have been for as long as it takes.
 */
export async function lastVisit(ctx: AccountContext): Promise<WallMs | null> {
  const known = readMeta(ctx.sql, 'visitedAt');
  if (known !== null && ctx.now() - known < UNVISITED_MS) return known;
  const people = ctx.sql
    .all<{ user_id: string; role: Role }>('SELECT user_id, role FROM grant_')
    .filter(({ role }) => roleMay(role, 'approve'));
  try {
    const heard = await ctx.lastVisit(people.map((person) => person.user_id));
    // Of whom nothing was ever written down the days are counted from now.
    const at = Math.max(known ?? 0, heard ?? 0) || ctx.now();
    if (at !== known) writeMeta(ctx.sql, 'visitedAt', at as WallMs);
    return at as WallMs;
  } catch (error) {
    ctx.log({ event: 'visits-not-heard', error: String(error) });
    return null;
  }
}

/** Bots that go on asking nobody stop, before they look. */
export function silenceUnvisited(ctx: AccountContext, visitedAt: WallMs | null): void {
  if (visitedAt === null || ctx.now() - visitedAt < UNVISITED_MS) return;
  // One that buys nothing anyway asks for nothing.
  for (const bot of allBots(ctx).filter(({ mode }) => mode === 'active'))
    become(ctx, bot, unlessVisited(bot.absence, visitedAt, ctx.now()));
}

/** A person wants it to go on, and so is here, by whatever way they said it. False: it was asking. */
export function askAgain(ctx: AccountContext, bot: TradingBot, actor: Actor): boolean {
  writeMeta(ctx.sql, 'visitedAt', ctx.now());
  const { silent, unanswered } = bot.absence;
  if (silent === null && unanswered === 0) return false;
  setBotAbsence(ctx, bot.id, null);
  if (silent === null) return false;
  const { id, name } = bot;
  appendEvent(ctx, { type: 'bot.asks-again', actor, subject: id, body: { bot: { id, name }, why: silent.why } });
  return true;
}

function become(ctx: AccountContext, bot: TradingBot, after: Absence): void {
  const { id, name, absence, modeReason } = bot;
  if (after === absence) return;
  setBotAbsence(ctx, id, after);
  if (after.silent === null || absence.silent !== null || modeReason === DELETED) return;
  const positions = heldPositions(ctx).filter(({ holder }) => holder === id).length;
  const body = { bot: { id, name }, why: after.silent.why, unanswered: after.unanswered, positions };
  appendEvent(ctx, { type: 'bot.stopped-asking', actor: 'clock', subject: id, body });
}
