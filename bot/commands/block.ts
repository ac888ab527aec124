import type { AccountLimitsView, UpdateLimits } from '#shared/contract/account.ts';
import { BLOCK_DAYS_MAX } from '#shared/domain/dated-blocks.ts';
import { EARNINGS_SESSIONS } from '#shared/domain/skip-reasons.ts';
import { quantity } from '#shared/words/format.ts';
import { fullMarketDay } from '#shared/words/format-time.ts';
import { button, rows, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { shortName } from '../cards/names.ts';
import { drawn } from './asking.ts';
import type { CommandContext, Desk } from './command.ts';
import { findInstrument } from './find-instrument.ts';
import { listCommand, NAMES_SHOWN } from './list-command.ts';

const EARNINGS_WORD = 'earnings';
const EARNINGS = [EARNINGS_WORD, '실적'];
const DAYS = /^(\d{1,4})\s*(?:d|days?|일)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What nobody buys on this account; with a stock it is put there at once, `/unblock` takes it off. `/block NVDA 90`: for so
 * many days; `/block NVDA 2027-02-27`: until then; `/block earnings`: nothing shortly before a company reports.
 */
export const block = listCommand(
  { name: 'block', korean: ['차단'], purpose: 'protect', toChange: 'admin' },
  { off: ['unblock', 'unlock', 'bl_delete'], also: ['locks', 'blacklist'] },
  {
    show: (context, desk) => withLimits(context, desk, (limits) => [listCard(limits, context, desk)]),
    add,
    remove: (context, desk, query) =>
      EARNINGS.includes(query.toLowerCase())
        ? earningsOff(context, desk)
        : withLimits(context, desk, (limits) => remove(context, desk, { limits, query })),
  },
);

function withLimits(
  context: CommandContext,
  desk: Desk,
  draw: (limits: AccountLimitsView) => readonly Card[] | Promise<readonly Card[]>,
): Promise<readonly Card[]> {
  return drawn(context, context.useCases.limits(context.caller, desk.account.id), draw);
}

function listCard(limits: AccountLimitsView, { words, reader }: CommandContext, { cards }: Desk): Card {
  const { blockList, blockedUntil, blockedSectors, earningsSessions } = limits;
  const { risk } = words;
  const dated = Object.keys(blockedUntil).filter((symbol) => !blockList.includes(symbol));
  const all = [...blockList, ...dated];
  if (all.length + blockedSectors.length === 0 && earningsSessions === null) {
    const other = button(words.account.riskTitle, 'risk');
    return card(cards, risk.blockNone, { lines: [risk.blockHow], buttons: rows([other]) });
  }
  const sectors = words.web.markets.sectors;
  const lines = blockedSectors.map((sector) => risk.blockedSector({ sector: sectors[sector] ?? sector }));
  if (earningsSessions !== null) lines.push(`${risk.earnings({ count: String(earningsSessions) })}.`);
  // Newest last: what was put there lately is what somebody wants to see.
  const shown = all.slice(-NAMES_SHOWN);
  const named = shown.map((name) => {
    const last = blockList.includes(name) ? undefined : blockedUntil[name];
    return last === undefined ? name : risk.until({ name, day: fullMarketDay(last, reader.language) });
  });
  const more = all.length - shown.length;
  const undo = shown.map((symbol) => button(risk.unblock({ name: symbol }), `unblock ${symbol}`));
  if (earningsSessions !== null) undo.push(button(risk.earningsEnd, `unblock ${EARNINGS_WORD}`));
  return card(cards, risk.blockTitle({ names: named.join(risk.and), count: all.length }), {
    lines: [...(more > 0 ? [risk.blockMore({ count: more })] : []), ...lines, risk.blockStillSold],
    buttons: spread(undo, 3),
  });
}

async function add(
  context: CommandContext,
  desk: Desk,
  { query, how }: { query: string; how: string | undefined },
): Promise<readonly Card[]> {
  const until = how === undefined ? undefined : saidUntil(how);
  if (EARNINGS.includes(query.toLowerCase())) {
    return earningsOn(context, desk, typeof until === 'number' ? until : EARNINGS_SESSIONS);
  }
  // What is no time belongs to the name.
  const name = how === undefined || until !== undefined ? query : `${query} ${how}`;
  const found = await findInstrument(context, desk, { query: name, verb: 'block' });
  if ('cards' in found) return found.cards;
  const { symbol } = found.instrument;
  const change: UpdateLimits = until === undefined ? { block: [symbol] } : { blockUntil: { [symbol]: until } };
  return drawn(context, context.useCases.updateLimits(context.caller, desk.account.id, change), (limits) => [
    blockedCard(context, desk, { symbol, name: shortName(desk.cards, found.instrument), limits }),
  ]);
}

/** So many days, or a last day; undefined where it is neither. */
function saidUntil(how: string): number | string | undefined {
  const days = Number(DAYS.exec(how.trim())?.[1] ?? NaN);
  if (days >= 1 && days <= BLOCK_DAYS_MAX) return days;
  return DAY.test(how.trim()) && !Number.isNaN(Date.parse(how.trim())) ? how.trim() : undefined;
}

interface Blocked {
  readonly symbol: string;
  readonly name: string;
  readonly limits: AccountLimitsView;
}

/** What holds now, by what is stored, with the way back. */
function blockedCard({ words, reader }: CommandContext, { cards }: Desk, { symbol, name, limits }: Blocked): Card {
  const { risk } = words;
  const undo = button(risk.unblock({ name }), `unblock ${symbol}`);
  const last = limits.blockList.includes(symbol) ? undefined : limits.blockedUntil[symbol];
  if (last === undefined)
    return card(cards, risk.blocked({ name }), { lines: [risk.blockStillSold], buttons: rows([undo]) });
  return card(cards, risk.blockedUntil({ name, day: fullMarketDay(last, reader.language) }), {
    lines: [risk.blockEnds, risk.blockStillSold],
    buttons: rows([undo, button(risk.blockNoEnd, `block ${symbol}`)]),
  });
}

function earningsOn(context: CommandContext, desk: Desk, earningsSessions: number): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const { risk } = words;
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { earningsSessions }), (limits) => [
    card(desk.cards, risk.earnings({ count: quantity(String(limits.earningsSessions ?? earningsSessions)) }), {
      lines: [risk.earningsUnknown, risk.blockStillSold],
      buttons: rows([button(risk.earningsEnd, `unblock ${EARNINGS_WORD}`)]),
    }),
  ]);
}

function earningsOff(context: CommandContext, desk: Desk): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { earningsSessions: null }), () => [
    card(desk.cards, words.risk.earningsOff, { buttons: rows([button(words.account.riskTitle, 'risk')]) }),
  ]);
}

interface Edit {
  readonly limits: AccountLimitsView;
  readonly query: string;
}

/** By the name that stands there, so that one the market no longer has can be taken off too. */
async function remove(context: CommandContext, desk: Desk, { limits, query }: Edit): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const all = [...limits.blockList, ...Object.keys(limits.blockedUntil)];
  const stands = all.find((name) => name.toLowerCase() === query.toLowerCase());
  if (stands === undefined) {
    const found = await findInstrument(context, desk, { query, verb: 'unblock' });
    if ('cards' in found || !all.includes(found.instrument.symbol)) return [listCard(limits, context, desk)];
    return remove(context, desk, { limits, query: found.instrument.symbol });
  }
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { unblock: [stands] }), () => [
    card(desk.cards, words.risk.unblocked({ name: stands }), {
      buttons: rows([button(words.account.riskTitle, 'risk')]),
    }),
  ]);
}
