import { z } from 'zod';
import type { CreateAlert } from '#shared/contract/alert.ts';
import type { Card } from '../cards/card.ts';
import { alertRemovedCard, alertsCard, alertSetCard, chooseAlert } from '../cards/alert.ts';
import { noScreenCard } from '../cards/screen.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findInstrument } from './find-instrument.ts';

const REMOVE = ['remove', 'off', '지우기'];
const SCREEN = ['screen', '조건'];
const EACH = /\s*(?:\beach|\bevery time|매번)$/i;
const PERCENT = /^([+\-−]?\d{1,4}(?:\.\d+)?)\s*%$/;
/** Commas stand between groups of three: `124,60` is no price of 12,460. */
const PRICE = /^(?:[$₩])?((?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?)(?:원|달러)?$/;
const MEASURE = /^([a-z][a-z0-9.-]{0,40})\s*(above|over|>|below|under|<|이상|초과|이하|미만)\s*(-?\d+(?:\.\d+)?)$/i;
const ABOVE = new Set(['above', 'over', '>', '이상', '초과']);

/** To be told without a trade: a price, a percentage, an indicator at a close, what is new in a screen. */
export const alert = command({
  name: 'alert',
  korean: ['알림', '가격알림'],
  aliases: [{ word: 'alerts' }],
  purpose: 'look',
  // Listing is reading; to ask for one, or to end it, is as much as asking a bot for something.
  role: ({ symbol, what }) => (symbol === undefined || what === undefined ? 'read' : 'propose'),
  inMenu: false,
  inGroups: false,
  args: z.object({ symbol: z.string().optional(), what: z.string().max(120).optional() }),
  positional: ['symbol', 'what'],
  run: (context, { symbol, what }) =>
    atDesk(context, (desk) => {
      const { useCases, caller } = context;
      const word = symbol?.toLowerCase();
      if (word === undefined || ((REMOVE.includes(word) || SCREEN.includes(word)) && what === undefined)) {
        return drawn(context, useCases.alerts(caller, desk.account.id), ({ items }) => [alertsCard(items, desk.cards)]);
      }
      if (REMOVE.includes(word) && what !== undefined) return remove(context, desk, what);
      if (SCREEN.includes(word) && what !== undefined) return ofScreen(context, desk, what);
      return ofInstrument(context, desk, { query: symbol ?? '', what });
    }),
});

async function remove(context: CommandContext, { cards }: Desk, id: string): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.alert(caller, id), (alert) =>
    drawn(context, useCases.deleteAlert(caller, id), () => [alertRemovedCard(alert, cards)]),
  );
}

async function ofInstrument(
  context: CommandContext,
  desk: Desk,
  { query, what }: { readonly query: string; readonly what: string | undefined },
): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  const found = await findInstrument(context, desk, { query, verb: 'alert' });
  if ('cards' in found) return found.cards;
  const { instrument } = found;
  const input = what === undefined ? null : wish(instrument.symbol, what, desk.account.id);
  const read = await useCases.quote(caller, instrument.symbol, desk.account.id);
  const quote = read.ok ? read.value : null;
  if (input === null) return [chooseAlert({ instrument, quote, unclear: what ?? null }, desk.cards)];
  return drawn(context, useCases.createAlert(caller, input), (made) => [alertSetCard(made, quote, desk.cards)]);
}

async function ofScreen(context: CommandContext, desk: Desk, said: string): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  const name = said.replace(EACH, '').trim();
  const wanted = name.toLowerCase();
  return drawn(context, useCases.screens(caller, desk.account.id), ({ items }) => {
    const screen = items.find(({ id, title }) => [id, title.en, title.ko].some((one) => one.toLowerCase() === wanted));
    if (screen === undefined) return [noScreenCard(name, items, desk.cards)];
    const input: CreateAlert = { kind: 'screen', screenId: screen.id, repeats: true, accountId: desk.account.id };
    return drawn(context, useCases.createAlert(caller, input), (made) => [alertSetCard(made, null, desk.cards)]);
  });
}

/** What somebody wants to be told of, from how people write it; null where it cannot be read. */
export function wish(symbol: string, said: string, accountId: string): CreateAlert | null {
  const repeats = EACH.test(said);
  const text = said.replace(EACH, '').trim();
  const about = { symbol, repeats, accountId };
  const moved = PERCENT.exec(text)?.[1];
  if (moved !== undefined) {
    const percent = Number(moved.replace('−', '-'));
    return percent === 0 ? null : { kind: 'percent', percent, ...about };
  }
  const price = PRICE.exec(text)?.[1]?.replaceAll(',', '');
  if (price !== undefined) return Number(price) > 0 ? { kind: 'price', price: plain(price), ...about } : null;
  const [, indicator, sign, value] = MEASURE.exec(text) ?? [];
  if (indicator === undefined || sign === undefined || value === undefined) return null;
  const is = ABOVE.has(sign.toLowerCase()) ? 'above' : 'below';
  return { kind: 'indicator', indicator: indicator.toLowerCase(), is, value: Number(value), ...about };
}

/** As amounts are written: no leading zeros. */
function plain(text: string): string {
  return text.replace(/^0+(?=\d)/, '');
}
