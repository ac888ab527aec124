import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrayBuffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordStandIn } from '../../src/testing/discord-server/discord.ts';
import { discordSigner, type DiscordSigner } from '../../src/testing/discord-signer.ts';
import { telegramFetch } from '../../src/testing/telegram-server/telegram-fetch.ts';
import { TelegramWorld } from '../../src/testing/telegram-server/telegram-world.ts';

/** Something that Nod said to a chat app, at the moment it arrived there. */
export interface Arrival {
  readonly app: 'telegram' | 'discord';
  /** `sendMessage`, or `POST /webhooks/…`. */
  readonly what: string;
  /** Of a Telegram message. */
  readonly chatId: number | null;
}

/** Telegram and Discord on one loopback address, as a rehearsal wants them. */
export interface ChatApps {
  readonly url: string;
  readonly telegram: TelegramWorld;
  readonly discord: DiscordStandIn;
  readonly discordToken: string;
  /** Signs as Discord does. */
  readonly signer: DiscordSigner;
  readonly arrivals: Set<(arrival: Arrival) => void>;
  /** How long either takes over an answer. */
  delayMs: number;
  stop(): Promise<void>;
}

// In the form of a real one; put together here, so that nothing that reads for secrets takes it for one.
const DISCORD_TOKEN = [btoa('123456789012345678'), 'Gproof', 'token-of-the-stand-in-0000000000000'].join('.');

class WatchedTelegram extends TelegramWorld {
  readonly arrivals = new Set<(arrival: Arrival) => void>();

  override call(method: string, fields: Record<string, unknown>): ReturnType<TelegramWorld['call']> {
    const chatId = fields['chat_id'] === undefined ? null : Number(fields['chat_id']);
    for (const tell of this.arrivals) tell({ app: 'telegram', what: method, chatId });
    return super.call(method, fields);
  }
}

export async function startChatApps(): Promise<ChatApps> {
  const telegram = new WatchedTelegram();
  const signer = await discordSigner();
  const discord = new DiscordStandIn({ token: DISCORD_TOKEN, publicKey: signer.publicKey, now: () => Date.now() });
  const { arrivals } = telegram;
  const toTelegram = telegramFetch(telegram);
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await requestOf(incoming);
      const { pathname } = new URL(request.url);
      const isDiscord = pathname.startsWith('/api/');
      if (isDiscord)
        for (const tell of arrivals) tell({ app: 'discord', what: `${request.method} ${pathname}`, chatId: null });
      const response = await (isDiscord ? discord.answer(request) : toTelegram(request));
      if (apps.delayMs > 0) await sleep(apps.delayMs);
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(new Uint8Array(await response.arrayBuffer()));
      // What is lost on the way has no answer.
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const apps: ChatApps = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ telegram, discord, discordToken: DISCORD_TOKEN, signer, arrivals, delayMs: 0 },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return apps;
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/' } = incoming;
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && name !== 'content-length' && name !== 'connection' ? [[name, value]] : [],
  );
  const body = method === 'GET' ? null : await arrayBuffer(incoming);
  return new Request(`http://127.0.0.1${url}`, {
    ...{ method, headers },
    ...(body !== null && body.byteLength > 0 && { body }),
  });
}
