import { DurableObject } from 'cloudflare:workers';
import type { RawEnv } from '../../env.ts';

/** Quotes, price levels and the clock of one market. */
export class MarketObject extends DurableObject<RawEnv> {}
