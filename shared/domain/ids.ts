import type { Brand } from '../lib/brand.ts';

export type UserId = Brand<string, 'UserId'>;
export type AccountId = Brand<string, 'AccountId'>;
export type BotId = Brand<string, 'BotId'>;
export type ProposalId = Brand<string, 'ProposalId'>;
export type OrderId = Brand<string, 'OrderId'>;
export type InstrumentId = Brand<string, 'InstrumentId'>;
export type MarketId = Brand<string, 'MarketId'>;
/** Who holds shares: a bot's id, `manual`, or `external` (placed outside Nod). */
export type Holder = BotId | 'manual' | 'external';
