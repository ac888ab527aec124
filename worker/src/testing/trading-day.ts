import { toldAs } from '#bot/alerts/told-as.ts';
import type { Card } from '#bot/cards/card.ts';
import type { House } from '#bot/testing/house.ts';
import type { EventView } from '#shared/contract/account.ts';
import type { Language } from '#shared/contract/session.ts';
import { SCOPES, type Caller, type ChannelName } from '#shared/domain/caller.ts';
import type { InstrumentId, MarketId, UserId } from '#shared/domain/ids.ts';
import { generatedInstruments } from '#shared/simulator/generated-market/instruments.ts';
import { chatCards } from '../chat-cards.ts';
import { buySignal, SimAccount, unwrap } from './sim-account.ts';
import type { SimBar } from './sim-market.ts';
import { useCasesOver } from './sim-use-cases.ts';

const INSTRUMENTS = generatedInstruments('demo' as MarketId);
export const SYMBOL = 'HRBM';
const ID = INSTRUMENTS.find(({ symbol }) => symbol === SYMBOL)?.id ?? ('' as InstrumentId);
const PERSON: Caller = { userId: 'u_1' as UserId, channel: 'web', scopes: SCOPES, accountIds: null };

/** The real account of somebody who speaks to it in a chat, in the generated market; what it owes is told by `tell`. */
export interface TradingDay {
  readonly account: SimAccount;
  readonly house: House;
  /** Their one bot sees this stock at a close, for what the crossover strategy says of it. */
  finds(): Promise<void>;
  bar(bar: SimBar): Promise<void>;
  /** Hands on what the account owed since, in order. */
  told(tell: (event: EventView) => Promise<void> | void): Promise<void>;
  /** What an event says as a message of its own, in a chat that keeps no cards; null: its card says it. */
  message(event: EventView, channel: ChannelName): Promise<Card | null>;
  /** How much of it the broker says is held. */
  held(): string;
}

export async function aTradingDay(language: Language): Promise<TradingDay> {
  const account = await SimAccount.open({ deposit: '25000', instruments: INSTRUMENTS });
  account.sql.run("INSERT INTO grant_ (user_id, role, granted_at) VALUES (?, 'owner', 0)", PERSON.userId);
  const useCases = useCasesOver(account, language);
  const house: House = { useCases, now: () => account.now };
  const users = {
    find: (id: string) =>
      Promise.resolve({
        ...{ id, name: 'Mina', role: 'owner' as const, language, theme: 'system' as const },
        createdAt: '2026-01-01T00:00:00.000Z',
      }),
    list: () => Promise.resolve([]),
    create: () => Promise.resolve(),
    update: () => Promise.resolve(),
  };
  const cards = chatCards({ ...house, users });
  let seen = 0;
  return {
    ...{ account, house },
    finds: async () => {
      const [bot] = unwrap(await account.api.bots(PERSON));
      if (bot === undefined) throw new Error('there is no bot');
      await account.look(
        bot.id,
        buySignal({
          ...{ instrumentId: ID, gapFraction: 0.09, record: { wins: 41, total: 88 }, rank: { place: 1, of: 3 } },
          reasonsFor: [
            { code: 'fast-over-slow', values: { fast: 20, slow: 50, bars: 2 } },
            { code: 'volume-multiple', values: { times: 1.8 } },
            { code: 'rank', values: { place: 1, of: 3, looked: 60 } },
          ],
          reasonsAgainst: [{ code: 'setup-record', values: { wins: 41, total: 88 } }],
        }),
      );
    },
    bar: (bar) => account.bar({ [ID]: bar }),
    told: async (tell) => {
      await account.settle();
      for (const { userId, event } of account.delivered) {
        if (userId !== PERSON.userId || event.seq <= seen) continue;
        seen = event.seq;
        await tell(event);
      }
    },
    message: async (event, channel) =>
      toldAs(event).forms.every((form) => form === 'redraw')
        ? null
        : ((await cards.ofEvent(PERSON.userId, event, channel))?.card ?? null),
    held: () => account.broker.held(ID),
  };
}
