import { DurableObject } from 'cloudflare:workers';
import type { RawEnv } from '../../env.ts';

/** Bars of one market and timeframe. */
export class BarsObject extends DurableObject<RawEnv> {}
