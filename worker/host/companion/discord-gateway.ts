import { REST } from '@discordjs/rest';
import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { HandOnPorts } from './hand-on.ts';
import type { Polling } from './poll-telegram.ts';

/** A connection that ended is made again, ever more slowly: Discord lets a bot begin so many a day. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Holds Discord's gateway until `stopped`, and hands each interaction on at once. */
export async function keepDiscordGateway(
  { token, apiRoot }: Polling,
  take: (interaction: unknown) => Promise<void>,
  { sleep, log, stopped }: Pick<HandOnPorts, 'sleep' | 'log'> & { readonly stopped: AbortSignal },
): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; !stopped.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const root = apiRoot === undefined ? {} : { apiRoot: `${apiRoot}/api` };
    const gateway = openDiscordGateway({ token, ...root, hand: take, say: log });
    log(`discord: the gateway ended (${await gateway.ended})`);
    await gateway.stop();
    if (!stopped.aborted) await sleep(waitMs);
  }
}

export interface GatewayOptions {
  readonly token: string;
  /** Instead of https://discord.com/api, in a rehearsal. */
  readonly apiRoot?: string | undefined;
  /** Takes one raw interaction, as Discord sent it. It has three seconds to be answered: it is handed on once, at once. */
  readonly hand: (interaction: unknown) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface Gateway {
  /** Ends it for good. */
  stop(): Promise<void>;
  /** Settles when the connection cannot be had with this token; the reason in one line. */
  readonly ended: Promise<string>;
}

/**
 * Discord's gateway, which is the way interactions come to a product without an address of its own. The client of
 * discord.js keeps the connection, resumes it and waits as Discord asks. It is used without discord.js around it, which
 * would understand every interaction first and throws on what it does not know: here they are handed on as they came.
 * No intent is asked for: nothing of servers and their people is needed.
 */
export function openDiscordGateway({ token, apiRoot, hand, say }: GatewayOptions): Gateway {
  const rest = new REST({ version: '10', ...(apiRoot !== undefined && { api: apiRoot }) }).setToken(token);
  const manager = new WebSocketManager({ token, intents: 0, rest });
  manager.on(WebSocketShardEvents.Dispatch, (packet) => {
    if (packet.t !== GatewayDispatchEvents.InteractionCreate) return;
    hand(packet.d).catch((error: unknown) => say(`discord: an interaction was not taken: ${kindOf(error)}`));
  });
  manager.on(WebSocketShardEvents.Ready, () => say('discord: connected'));
  manager.on(WebSocketShardEvents.Resumed, () => say('discord: connected again'));
  manager.on(WebSocketShardEvents.Closed, (code) => say(`discord: disconnected (${code})`));
  const ended = new Promise<string>((resolve) => {
    manager.on(WebSocketShardEvents.Error, (error) => {
      say(`discord: ${kindOf(error)}`);
      resolve(kindOf(error));
    });
    manager.connect().catch((error: unknown) => resolve(kindOf(error)));
  });
  return {
    stop: async () => {
      // A shard that never came up has nothing to be ended.
      await Promise.resolve(manager.destroy()).catch(() => undefined);
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    },
    ended,
  };
}

/** By its kind only: what was thrown may quote the token. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'status' in error ? `HTTP ${String(error.status)}` : error.name;
}
