import { z } from 'zod';
import { button, rows, type Card } from '../cards/card.ts';
import { card } from '../cards/context.ts';
import { choosePosition, totalValue } from '../cards/positions.ts';
import { takenBackCard } from '../cards/selling.ts';
import { ALL, meansAll, namedAccount, openAccounts, stopAll } from './all-accounts.ts';
import { atDesk, drawn } from './asking.ts';
import { command, type CommandContext, type Desk } from './command.ts';
import { findHolding } from './find-holding.ts';
import { findInstrument } from './find-instrument.ts';

const SELL_EVERYTHING = 'sell-everything';
const MOVE = 'move';
const TAKE_BACK = 'take-back';

/** Three choices, told with what each does: stop buying, sell everything, move a stop-loss; with `all` no account buys. */
export const stop = command({
  name: 'stop',
  korean: ['긴급정지', '정지'],
  aliases: [
    { word: 'panic', args: () => [SELL_EVERYTHING] },
    { word: 'sellall', args: () => [SELL_EVERYTHING] },
    ...['closeall', 'sell_all_currencies', 'kill'].map((word) => ({ word, args: () => [SELL_EVERYTHING] })),
    { word: '전부매도', args: () => [SELL_EVERYTHING] },
    { word: 'takeback', args: () => [TAKE_BACK] },
    { word: '전부매도취소', args: () => [TAKE_BACK] },
    { word: 'movestop', args: (given) => [MOVE, ...given] },
    { word: '손절가', args: (given) => [MOVE, ...given] },
  ],
  purpose: 'protect',
  // To stop buying is open to whoever may answer; to sell, or to take that back, is a trade. Of all accounts each says
  // for itself, whatever somebody is in the one this chat is about.
  role: ({ what = '' }) =>
    meansAll(what) ? 'read' : [SELL_EVERYTHING, MOVE, TAKE_BACK].includes(what) ? 'trade' : 'stop',
  inMenu: true,
  inGroups: false,
  args: z.object({ what: z.string().optional(), symbol: z.string().optional(), holder: z.string().optional() }),
  positional: ['what', 'symbol', 'holder'],
  run: (context, { what, symbol, holder }) => {
    if (what === SELL_EVERYTHING) return context.open(SELL_EVERYTHING, {});
    if (meansAll(what)) return stopAll(context);
    if (what === TAKE_BACK) return atDesk(context, (desk) => takeBack(context, desk));
    return atDesk(context, (desk) =>
      what === MOVE ? move(context, desk, { symbol, holder }) : choices(context, desk),
    );
  },
});

async function choices(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { words, useCases, caller } = context;
  const isOneOfSeveral = (await openAccounts(context)).some(({ id }) => id !== account.id);
  const { only, buttons: forAll } = words.chatAccounts;
  const { stopBuying, sellEverything, moveStop } = words.account.buttons;
  return drawn(context, useCases.positions(caller, account.id), ({ items }) => [
    card(cards, words.account.stopTitle, {
      lines: [
        ...(isOneOfSeveral ? [only({ account: namedAccount(account, context) })] : []),
        words.account.stopBuying,
        items.length === 0
          ? words.account.sellEverythingNone
          : words.account.sellEverything({ count: items.length, value: totalValue(items, cards) }),
        ...(items.length === 0 ? [] : [words.account.moveStop]),
      ],
      buttons: rows(
        [button(stopBuying, 'pause', 'primary'), items.length > 0 && button(moveStop, `stop ${MOVE}`)],
        [
          button(sellEverything, `stop ${SELL_EVERYTHING}`, 'danger'),
          isOneOfSeveral && button(forAll.stopAll, `stop ${ALL}`),
        ],
      ),
      tone: 'choice',
      expects: 'choice',
    }),
  ]);
}

/** What is not sold yet stays. */
function takeBack(context: CommandContext, { account, cards }: Desk): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  return drawn(context, useCases.takeBackPanic(caller, account.id), (after) => [
    takenBackCard(after.protection.positions, cards),
  ]);
}

async function move(
  context: CommandContext,
  desk: Desk,
  { symbol: query, holder }: { symbol: string | undefined; holder: string | undefined },
): Promise<readonly Card[]> {
  const { useCases, caller } = context;
  const verb = `stop ${MOVE}`;
  if (query !== undefined) {
    const found = await findInstrument(context, desk, { query, verb });
    if ('cards' in found) return found.cards;
    const { symbol } = found.instrument;
    const holding = await findHolding(context, desk, { symbol, holder });
    return context.open('move-stop', { symbol, holder: holding?.holder ?? holder });
  }
  return drawn(context, useCases.positions(caller, desk.account.id), ({ items }) => [
    choosePosition(items, verb, desk.cards),
  ]);
}
