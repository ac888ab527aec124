import { DurableObject } from 'cloudflare:workers';
import type { RawEnv } from '../../env.ts';

/** Sessions, tokens and open screens of one user. */
export class UserObject extends DurableObject<RawEnv> {}
