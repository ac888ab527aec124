import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { DiscordStandIn } from './discord.ts';

/** The stand-in on a loopback port: its REST API, and as much of the gateway as a client needs to get interactions. */
export interface DiscordServer {
  /** In place of https://discord.com/api. */
  readonly url: string;
  /** Identified connections right now. */
  readonly connections: () => number;
  /** Sends an interaction to everybody who is connected. */
  readonly interact: (interaction: unknown) => void;
  /** Cuts every connection, as a restart of Discord's would. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

const HEARTBEAT_MS = 30_000;
const OP = { dispatch: 0, heartbeat: 1, identify: 2, resume: 6, hello: 10, acknowledged: 11 } as const;
/** "Authentication failed": a client does not come back after it. */
const BAD_TOKEN = 4004;

export async function serveDiscord(discord: DiscordStandIn, token: string): Promise<DiscordServer> {
  const identified = new Map<WebSocket, number>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { pathname } = new URL(incoming.url ?? '/', url);
      const response = pathname.endsWith('/gateway/bot')
        ? gatewayBot(incoming)
        : await discord.answer(new Request(`${url}${incoming.url ?? ''}`, await requestOf(incoming)));
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(new Uint8Array(await response.arrayBuffer()));
    })().catch(() => incoming.destroy());
  });
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const gatewayBot = ({ headers }: IncomingMessage): Response =>
    headers.authorization === `Bot ${token}`
      ? Response.json({
          url: `ws://127.0.0.1:${port}`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
        })
      : Response.json({ message: '401: Unauthorized', code: 0 }, { status: 401 });

  const send = (socket: WebSocket, op: number, d: unknown, t: string | null = null): void => {
    const s = t === null ? null : (identified.get(socket) ?? 0) + 1;
    if (s !== null) identified.set(socket, s);
    socket.send(JSON.stringify({ op, d, s, t }));
  };
  sockets.on('connection', (socket) => {
    socket.on('close', () => identified.delete(socket));
    socket.on('message', (data: Uint8Array) => {
      const { op, d } = JSON.parse(new TextDecoder().decode(data)) as { op: number; d: { token?: string } | null };
      if (op === OP.heartbeat) send(socket, OP.acknowledged, null);
      if (op !== OP.identify && op !== OP.resume) return;
      if (d?.token !== token) return socket.close(BAD_TOKEN);
      identified.set(socket, 0);
      if (op === OP.resume) return send(socket, OP.dispatch, {}, 'RESUMED');
      send(
        socket,
        OP.dispatch,
        {
          v: 10,
          user: { id: discord.botId, username: 'nod', discriminator: '0', bot: true },
          guilds: [],
          session_id: 'session',
          resume_gateway_url: `ws://127.0.0.1:${port}`,
          application: { id: discord.applicationId, flags: 0 },
        },
        'READY',
      );
    });
    send(socket, OP.hello, { heartbeat_interval: HEARTBEAT_MS });
  });

  return {
    url,
    connections: () => identified.size,
    interact: (interaction) => {
      for (const socket of identified.keys()) send(socket, OP.dispatch, interaction, 'INTERACTION_CREATE');
    },
    cut: () => {
      identified.clear();
      for (const socket of sockets.clients) socket.terminate();
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function requestOf(incoming: IncomingMessage): Promise<RequestInit> {
  let body: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    const longer = new Uint8Array(body.byteLength + chunk.byteLength);
    longer.set(body);
    longer.set(chunk, body.byteLength);
    body = longer;
  }
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return { method: incoming.method ?? 'GET', headers, ...(body.byteLength > 0 && { body }) };
}
