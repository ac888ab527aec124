import { z } from 'zod';

/* Market data v2 as far as Nod reads it; instants are RFC 3339 with nanoseconds. */

const Instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
const Trade = z.object({ p: z.number().positive(), t: Instant });
const Quote = z.object({ ap: z.number(), bp: z.number(), t: Instant });

export const AlpacaPriceNow = z.object({ latestTrade: Trade.nullish(), latestQuote: Quote.nullish() });
export type AlpacaPriceNow = z.infer<typeof AlpacaPriceNow>;
/** By symbol; one that has no data is left out or null. */
export const AlpacaSnapshots = z.record(z.string(), AlpacaPriceNow.nullable());

export const AlpacaBar = z.object({
  t: Instant,
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number(),
});
export type AlpacaBar = z.infer<typeof AlpacaBar>;
export const AlpacaBarList = z.array(AlpacaBar);
/** Bars of each symbol are an `AlpacaBarList`: 10,000 of them in one piece are long to look through. */
export const AlpacaBars = z.object({
  bars: z.record(z.string(), z.unknown()).nullable(),
  next_page_token: z
    .string()
    .nullish()
    .transform((token) => (token === '' ? null : (token ?? null))),
});
