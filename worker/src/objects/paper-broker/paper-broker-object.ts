import { DurableObject } from 'cloudflare:workers';
import type { RawEnv } from '../../env.ts';

/** The book of one paper account, a counterparty behind the broker port. */
export class PaperBrokerObject extends DurableObject<RawEnv> {}
