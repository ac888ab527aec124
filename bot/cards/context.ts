import type { AccountView } from '#shared/contract/account.ts';
import type { BotView } from '#shared/contract/bot.ts';
import type { MarketView } from '#shared/contract/market.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { accountName } from '#shared/words/account-name.ts';
import { wordsFor } from '#shared/words/catalogue.ts';
import type { Words } from '#shared/words/en.ts';
import { dateIn, dayTime, msOf, type Reader } from '#shared/words/format-time.ts';
import type { FillContext } from '#shared/words/fill.ts';
import type { Card } from './card.ts';

export interface KnownBot {
  readonly id: string;
  readonly name: string;
  readonly timeframe: Timeframe;
}

/** What every card needs to know of its reader and of the account it speaks about. */
export interface CardContext {
  readonly reader: Reader;
  readonly words: Words;
  readonly now: WallMs;
  readonly accountId: string;
  /** Where another open account of the same world is theirs too, so that the world alone would not tell them apart. */
  readonly accountName: string | null;
  readonly world: World;
  /** Market time as epoch ms; null when nobody told. */
  readonly marketAt: number | null;
  /** Its exchange's own: a replay shows its trading day, wherever the reader is. */
  readonly marketZone: string;
  /** The account's. */
  readonly currency: Currency;
  readonly broker: AccountView['broker'];
  readonly bots: readonly KnownBot[];
}

export interface ContextInput {
  readonly reader: Reader;
  readonly now: WallMs;
  readonly account: Pick<AccountView, 'id' | 'name' | 'world' | 'baseCurrency' | 'broker'>;
  /** All that its reader has, to tell this one from; absent: only this one. */
  readonly accounts?: readonly Pick<AccountView, 'id' | 'world' | 'closedAt'>[];
  readonly market: (Pick<MarketView, 'marketAt'> & Partial<Pick<MarketView, 'zone'>>) | null;
  readonly bots: readonly Pick<BotView, 'id' | 'name' | 'timeframe'>[];
}

export function cardContext({ reader, now, account, accounts = [], market, bots }: ContextInput): CardContext {
  const hasTwin = accounts.some(
    ({ id, world, closedAt }) => id !== account.id && world === account.world && closedAt === null,
  );
  return {
    reader,
    words: wordsFor(reader.language),
    now,
    accountId: account.id,
    accountName: hasTwin ? accountName(account.name, reader.language) : null,
    world: account.world,
    marketAt: market === null ? null : msOf(market.marketAt),
    // Where nobody told, that of its money.
    marketZone: market?.zone ?? (account.baseCurrency === 'KRW' ? 'Asia/Seoul' : 'America/New_York'),
    currency: account.baseCurrency,
    broker: account.broker,
    bots,
  };
}

/**
 * When something happened or will, with its day where that is not today: a message may be read the next morning. Where
 * prices are invented or past, today is the market's.
 */
export function moment(instant: string | number, { reader, now, marketAt, world }: CardContext): string {
  const isPlayed = world === 'demo' || world === 'replay';
  return dayTime(instant, reader, isPlayed ? (marketAt ?? msOf(instant)) : now);
}

type Rest = Partial<Omit<Card, 'accountId' | 'world' | 'worldDate' | 'title'>> & { readonly world?: World | undefined };

/** A card of this account's world; what is not given is empty. */
export function card(context: CardContext, title: string, rest: Rest = {}): Card {
  const world = rest.world ?? context.world;
  const dated = world === 'replay' && context.marketAt !== null;
  return {
    lines: [],
    buttons: [],
    proposalId: null,
    picture: null,
    stands: null,
    tone: 'news',
    expects: 'none',
    ...rest,
    accountId: context.accountId,
    world,
    worldDate: dated && context.marketAt !== null ? dateIn(context.marketAt, context.marketZone) : null,
    title: context.accountName === null ? title : `${context.accountName} · ${title}`,
  };
}

/** A card that says nothing of a market. */
export function plainCard(
  title: string,
  rest: Partial<Omit<Card, 'accountId' | 'world' | 'worldDate' | 'title'>> = {},
): Card {
  return {
    lines: [],
    buttons: [],
    proposalId: null,
    picture: null,
    stands: null,
    tone: 'news',
    expects: 'none',
    ...rest,
    accountId: null,
    world: null,
    worldDate: null,
    title,
  };
}

export function botOf(context: CardContext, botId: string | null): KnownBot | null {
  return context.bots.find((bot) => bot.id === botId) ?? null;
}

/** How reasons of something priced in `priceCurrency`, seen by `botId`, are filled. */
export function fillContext(
  context: CardContext,
  about: { readonly priceCurrency?: Currency | undefined; readonly botId?: string | null | undefined } = {},
): FillContext {
  return {
    reader: context.reader,
    currency: context.currency,
    priceCurrency: about.priceCurrency,
    timeframe: botOf(context, about.botId ?? null)?.timeframe,
  };
}
