import type { EventView } from './account.ts';
import type { LookView } from './bot.ts';
import type { ChatMessage } from './chat.ts';
import type { MarketView } from './market.ts';

/**
 * What `/api/stream?since=<accountId>:<seq>,…` sends, as JSON text frames. The first frame is `hello`; events after
 * `since` follow, oldest first; a client too far behind gets `snapshot` and reloads over HTTP. A hint, never the truth.
 */
export type StreamMessage =
  | {
      readonly type: 'hello';
      readonly at: string;
      readonly market: MarketView | null;
      readonly heads: Record<string, number>;
    }
  | { readonly type: 'snapshot'; readonly accountId: string; readonly seq: number }
  | { readonly type: 'event'; readonly event: EventView }
  | { readonly type: 'look'; readonly accountId: string; readonly look: LookView }
  | { readonly type: 'market'; readonly market: MarketView; readonly prices: Record<string, number> }
  | { readonly type: 'chat'; readonly message: ChatMessage }
  | { readonly type: 'pong' };

/** What a client may send: it is visible (and shows a question), or a keep-alive. */
export type StreamRequest =
  { readonly type: 'visible'; readonly visible: boolean; readonly question: boolean } | { readonly type: 'ping' };
