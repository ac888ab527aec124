import { z } from 'zod';
import { AccountView, EventView, TransactionView } from './account.ts';
import { BotView } from './bot.ts';
import { Currency, DecimalString, Instant } from './common.ts';
import { NodView } from './nods.ts';
import { AwayView } from './session.ts';

/** So many of each kind are named; the counts are of all. */
export const AWAY_SHOWN = 8;

const Trade = TransactionView.pick({
  id: true,
  at: true,
  symbol: true,
  quantity: true,
  price: true,
  currency: true,
}).extend({ symbol: z.string(), nameEn: z.string(), nameKo: z.string(), realizedPnl: DecimalString.nullable() });

/** What happened on one account while somebody was away. Money is in its own currency unless said. */
export const AwayAccount = z.object({
  account: AccountView,
  currency: Currency,
  /** Of its market, now. */
  marketAt: Instant,
  /** As last written down before: null where nothing was. */
  then: z.object({ value: DecimalString, at: Instant }).nullable(),
  /** Null while a price or rate is unknown. */
  now: DecimalString.nullable(),
  /** Put in less taken out since then. */
  moved: DecimalString,
  /** What the value changed by without money put in or taken out; null where a value is missing. */
  result: DecimalString.nullable(),
  bought: z.object({ count: z.number(), newest: z.array(Trade) }),
  /** `result`: what its sales made, null while a rate is unknown. */
  sold: z.object({ count: z.number(), result: DecimalString.nullable(), newest: z.array(Trade) }),
  /** Proposals nobody answered in time: of the newest, how many the bars have judged and what those came to, hypothetical. */
  lapsed: z.object({
    count: z.number(),
    judged: z.number(),
    result: DecimalString.nullable(),
    newest: z.array(NodView),
  }),
  /** What stopped or ended by itself, newest first. */
  ended: z.array(EventView),
  /** Bots that wait for somebody: they stopped asking, or ask what is to become of them. */
  bots: z.array(BotView),
});
export type AwayAccount = z.infer<typeof AwayAccount>;

export const AwayDetail = AwayView.extend({ accounts: z.array(AwayAccount) });
export type AwayDetail = z.infer<typeof AwayDetail>;

export const AwayAnswer = z.object({ away: AwayDetail.nullable() });
export type AwayAnswer = z.infer<typeof AwayAnswer>;
