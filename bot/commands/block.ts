import { z } from 'zod';
import type { AccountLimitsView } from '#shared/contract/account.ts';
import { button, rows, spread, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { shortName } from '../cards/names.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findInstrument } from './find-instrument.ts';

const REMOVE = 'remove';
const CHOICES = 6;

/** What nobody buys on this account; with a stock it is put there at once, `/unblock` takes it off. */
export const block = command({
  name: 'block',
  korean: ['차단'],
  aliases: [{ word: 'unblock', args: (given) => [...given.slice(0, 1), REMOVE] }, { word: 'locks' }],
  purpose: 'protect',
  role: 'read',
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), how: z.string().optional() }),
  positional: ['symbol', 'how'],
  run: (context, { symbol, how }) =>
    atDesk(context, (desk) =>
      drawn(context, context.useCases.limits(context.caller, desk.account.id), (limits) => {
        if (symbol === undefined || symbol === REMOVE) return [listCard(limits, context, desk)];
        const edit = { limits, query: symbol };
        return how === REMOVE ? remove(context, desk, edit) : add(context, desk, edit);
      }),
    ),
});

function listCard({ blockList, blockedSectors }: AccountLimitsView, { words }: CommandContext, { cards }: Desk): Card {
  const { risk } = words;
  if (blockList.length + blockedSectors.length === 0) return card(cards, risk.blockNone, { lines: [risk.blockHow] });
  const sectors = words.web.markets.sectors;
  const lines = blockedSectors.map((sector) => risk.blockedSector({ sector: sectors[sector] ?? sector }));
  const undo = blockList.slice(0, CHOICES).map((symbol) => button(risk.unblock({ name: symbol }), `unblock ${symbol}`));
  return card(cards, risk.blockTitle({ names: blockList.join(risk.and), count: blockList.length }), {
    lines: [...lines, risk.blockStillSold],
    buttons: spread(undo, 3),
  });
}

interface Edit {
  readonly limits: AccountLimitsView;
  readonly query: string;
}

async function add(context: CommandContext, desk: Desk, { limits, query }: Edit): Promise<readonly Card[]> {
  const found = await findInstrument(context, desk, { query, verb: 'block' });
  if ('cards' in found) return found.cards;
  const { symbol } = found.instrument;
  const name = shortName(desk.cards, found.instrument);
  const { useCases, caller, words } = context;
  const blockList = [...new Set([...limits.blockList, symbol])];
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { blockList }), () => [
    card(desk.cards, words.risk.blocked({ name }), {
      lines: [words.risk.blockStillSold],
      buttons: rows([button(words.risk.unblock({ name }), `unblock ${symbol}`)]),
    }),
  ]);
}

/** By the name that stands there, so that one the market no longer has can be taken off too. */
async function remove(context: CommandContext, desk: Desk, { limits, query }: Edit): Promise<readonly Card[]> {
  const { useCases, caller, words } = context;
  const wanted = query.toLowerCase();
  const kept = limits.blockList.filter((name) => name.toLowerCase() !== wanted);
  if (kept.length === limits.blockList.length) {
    const found = await findInstrument(context, desk, { query, verb: 'unblock' });
    if ('cards' in found || !limits.blockList.includes(found.instrument.symbol))
      return [listCard(limits, context, desk)];
    return remove(context, desk, { limits, query: found.instrument.symbol });
  }
  return drawn(context, useCases.updateLimits(caller, desk.account.id, { blockList: kept }), () => [
    card(desk.cards, words.risk.unblocked({ name: query.toUpperCase() })),
  ]);
}
