import { z } from 'zod';
import { Currency, DecimalString, Instant } from './common.ts';

/**
 * What does not work while money may be at stake: a close nobody worked on, work that was done and failed, prices that
 * stand still, a broker's socket that says nothing, messages that reach nobody, a position whose loss nothing limits.
 */
export const TROUBLES = [
  'job-missed',
  'job-failed',
  'stale-quotes',
  'silent-socket',
  'undelivered',
  'unprotected',
] as const;
export const Trouble = z.enum(TROUBLES);
export type Trouble = z.infer<typeof Trouble>;

/** Open positions by who holds their stop; `here`: the names of those that only Nod watches. */
export const HeldStopsView = z.object({
  positions: z.number(),
  atBroker: z.number(),
  atNod: z.number(),
  byNobody: z.number(),
  here: z.array(z.object({ symbol: z.string(), nameEn: z.string(), nameKo: z.string() })),
});
export type HeldStopsView = z.infer<typeof HeldStopsView>;

/** A position by its name. */
const Held = z.object({
  symbol: z.string(),
  nameEn: z.string(),
  nameKo: z.string(),
  currency: Currency,
  quantity: DecimalString,
  holder: z.string(),
});

/** What a trouble is about, as far as it has something to name. */
const About = z.object({
  /** Jobs that did not run, or failed; empty where the market's clock itself stands. */
  jobs: z.array(z.string()).optional(),
  /** Messages that nobody got. */
  count: z.number().optional(),
  held: Held.optional(),
});
export type TroubleAbout = z.infer<typeof About>;

/** `watch.began`: it has lasted. */
export const WatchBegan = z.object({ trouble: Trouble, since: Instant, about: About, stops: HeldStopsView });
export type WatchBegan = z.infer<typeof WatchBegan>;

/** `watch.ended`: it is over and stayed so. */
export const WatchEnded = WatchBegan.extend({ lastedMs: z.number() });
export type WatchEnded = z.infer<typeof WatchEnded>;

/** `watch.off`: Nod was off from … to …, and what of this account happened meanwhile. */
export const WasOff = z.object({
  from: Instant,
  to: Instant,
  stops: HeldStopsView,
  /** The market is played and stood too. */
  stood: z.boolean(),
  happened: z.object({
    bought: z.number(),
    sold: z.number(),
    notBought: z.number(),
    unanswered: z.number(),
    unresolved: z.number(),
  }),
});
export type WasOff = z.infer<typeof WasOff>;

/** `position.unprotected`: nobody holds a stop for it. */
export const Unprotected = z.object({ held: Held, stops: HeldStopsView });
export type Unprotected = z.infer<typeof Unprotected>;

/** `research.done`: what somebody asked of past prices is there. */
export const ResearchDone = z.object({
  id: z.string(),
  kind: z.string(),
  strategy: z.string(),
  symbols: z.array(z.string()),
});
export type ResearchDone = z.infer<typeof ResearchDone>;
