import type { AccountLimitsView } from '#shared/contract/account.ts';
import { button, rows, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { shortName } from '../cards/names.ts';
import { drawn } from './asking.ts';
import type { CommandContext, Desk } from './command.ts';
import { findInstrument } from './find-instrument.ts';
import { listCommand, NAMES_SHOWN } from './list-command.ts';

/** What nobody buys on this account; with a stock it is put there at once, `/unblock` takes it off. */
export const block = listCommand(
  { name: 'block', korean: ['차단'], purpose: 'protect', toChange: 'admin' },
  { off: ['unblock', 'unlock', 'bl_delete'], also: ['locks', 'blacklist'] },
  {
    show: (context, desk) => withLimits(context, desk, (limits) => [listCard(limits, context, desk)]),
    add,
    remove: (context, desk, query) => withLimits(context, desk, (limits) => remove(context, desk, { limits, query })),
  },
);

function withLimits(
  context: CommandContext,
  desk: Desk,
  draw: (limits: AccountLimitsView) => readonly Card[] | Promise<readonly Card[]>,
): Promise<readonly Card[]> {
  return drawn(context, context.useCases.limits(context.caller, desk.account.id), draw);
}

function listCard({ blockList, blockedSectors }: AccountLimitsView, { words }: CommandContext, { cards }: Desk): Card {
  const { risk } = words;
  if (blockList.length + blockedSectors.length === 0) {
    const limits = button(words.account.riskTitle, 'risk');
    return card(cards, risk.blockNone, { lines: [risk.blockHow], buttons: rows([limits]) });
  }
  const sectors = words.web.markets.sectors;
  const lines = blockedSectors.map((sector) => risk.blockedSector({ sector: sectors[sector] ?? sector }));
  // Newest last: what was put there lately is what somebody wants to see.
  const shown = blockList.slice(-NAMES_SHOWN);
  const names = shown.join(risk.and);
  const more = blockList.length - shown.length;
  const undo = shown.map((symbol) => button(risk.unblock({ name: symbol }), `unblock ${symbol}`));
  return card(cards, risk.blockTitle({ names, count: blockList.length }), {
    lines: [...(more > 0 ? [risk.blockMore({ count: more })] : []), ...lines, risk.blockStillSold],
    buttons: spread(undo, 3),
  });
}

async function add(context: CommandContext, desk: Desk, query: string): Promise<readonly Card[]> {
  const found = await findInstrument(context, desk, { query, verb: 'block' });
  if ('cards' in found) return found.cards;
  const { symbol } = found.instrument;
  const name = shortName(desk.cards, found.instrument);
  const { useCases, caller, words } = context;
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { block: [symbol] }), () => [
    card(desk.cards, words.risk.blocked({ name }), {
      lines: [words.risk.blockStillSold],
      buttons: rows([button(words.risk.unblock({ name }), `unblock ${symbol}`)]),
    }),
  ]);
}

interface Edit {
  readonly limits: AccountLimitsView;
  readonly query: string;
}

/** By the name that stands there, so that one the market no longer has can be taken off too. */
async function remove(context: CommandContext, desk: Desk, { limits, query }: Edit): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const stands = limits.blockList.find((name) => name.toLowerCase() === query.toLowerCase());
  if (stands === undefined) {
    const found = await findInstrument(context, desk, { query, verb: 'unblock' });
    if ('cards' in found || !limits.blockList.includes(found.instrument.symbol))
      return [listCard(limits, context, desk)];
    return remove(context, desk, { limits, query: found.instrument.symbol });
  }
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { unblock: [stands] }), () => [
    card(desk.cards, words.risk.unblocked({ name: stands }), {
      buttons: rows([button(words.account.riskTitle, 'risk')]),
    }),
  ]);
}
