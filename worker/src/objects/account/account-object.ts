import { DurableObject } from 'cloudflare:workers';
import type { RawEnv } from '../../env.ts';

/** The truth of one trading account. */
export class AccountObject extends DurableObject<RawEnv> {}
