import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { control, type AlpacaSockets } from './control.ts';
import { exchange } from './exchange.ts';
import { dataStream, orderStream, type StreamEnd, type StreamWire } from './stream.ts';
import { AlpacaWorld, type AlpacaWorldOptions } from './world.ts';

export interface RunningAlpaca {
  readonly world: AlpacaWorld;
  readonly url: string;
  /** The control door: `POST /<command>` with JSON, loopback only. */
  readonly controlUrl: string;
  readonly sockets: AlpacaSockets;
  /** Open streams, of both kinds. */
  openStreams(): number;
  stop(): Promise<void>;
}

const BODY_MAX = 1_000_000;

/** An Alpaca on a loopback port, over HTTP and WebSocket, and a second port to rule it. Port 0 takes any. */
export async function startAlpaca(
  options: AlpacaWorldOptions & {
    readonly port?: number;
    readonly controlPort?: number;
    /** `METHOD /path` as it arrives, before anything of it is read. */
    readonly onRequest?: (line: string) => void;
  } = {},
): Promise<RunningAlpaca> {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };
  const world = new AlpacaWorld({ later, ...options });
  const connections = new Set<Socket>();
  const streams = new WebSocketServer({ noServer: true, autoPong: false });
  const server = createServer((request, response) => {
    options.onRequest?.(`${request.method ?? 'GET'} ${request.url ?? '/'}`);
    void answer(world, request, response, later);
  });
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    upgrade({ world, streams, openData, request, socket, head });
  });
  const openData = new Set<unknown>();
  const sockets = socketsOf(world, connections, later);
  const ruler = createServer((request, response) => void rule(world, sockets, request, response));
  const port = await listen(server, options.port ?? 0);
  const controlPort = await listen(ruler, options.controlPort ?? 0);
  return {
    world,
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    sockets,
    openStreams: () => streams.clients.size,
    stop: async () => {
      sockets.cutEvery(null);
      sockets.walkEvery(null, 0);
      for (const timer of timers) clearTimeout(timer);
      for (const client of streams.clients) client.terminate();
      for (const socket of connections) socket.destroy();
      ruler.closeAllConnections();
      await Promise.all([server, ruler].map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
}

async function answer(
  world: AlpacaWorld,
  request: IncomingMessage,
  response: ServerResponse,
  later: Later,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === null) return;
  const { method = 'GET', url = '/', headers, socket } = request;
  const target = new URL(`http://alpaca${url}`);
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  const answered = exchange(world, { method, url: target, headers: flat, body });
  const reply = (): void => {
    if (answered.kind === 'hang') return;
    if (answered.kind === 'cut') {
      socket.destroy();
      return;
    }
    response.writeHead(answered.status, answered.headers).end(answered.status === 204 ? undefined : answered.body);
  };
  if (answered.delayMs > 0) later(answered.delayMs, reply);
  else reply();
}

type IncomingHead = Parameters<WebSocketServer['handleUpgrade']>[2];
type Later = (ms: number, work: () => void) => void;

function upgrade(given: {
  world: AlpacaWorld;
  streams: WebSocketServer;
  openData: Set<unknown>;
  request: IncomingMessage;
  socket: Duplex;
  head: IncomingHead;
}): void {
  const { world, streams, openData, request, socket, head } = given;
  const path = new URL(`http://alpaca${request.url ?? '/'}`).pathname;
  const isOrders = path === '/stream';
  if (!isOrders && !/^\/v2\/(iex|sip|delayed_sip)$/.test(path)) {
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    return;
  }
  streams.handleUpgrade(request, socket, head, (client) => {
    // The paper door sends its JSON in binary frames.
    const isBinary = isOrders && world.environment === 'paper';
    const wire: StreamWire = {
      send: (text) => {
        client.send(new TextEncoder().encode(text), { binary: isBinary });
      },
      close: (code) => {
        client.close(code);
      },
    };
    attend(world, client, isOrders ? orderStream(world, wire) : dataStream(world, wire, openData));
  });
}

function attend(world: AlpacaWorld, client: WebSocket, end: StreamEnd): void {
  client.on('message', (data: Uint8Array) => {
    end.receive(new TextDecoder().decode(data));
  });
  client.on('ping', (data) => {
    if (!world.plan.faults.noPong) client.pong(data);
  });
  client.on('close', () => {
    end.closed();
  });
  client.on('error', () => {
    client.terminate();
  });
}

function socketsOf(world: AlpacaWorld, connections: ReadonlySet<Socket>, later: Later): AlpacaSockets {
  let cuts = 0;
  let walks = 0;
  const cut = (): void => {
    for (const socket of connections) socket.destroy();
  };
  return {
    cut,
    cutEvery: (ms) => {
      const run = (cuts += 1);
      const next = (): void => {
        if (ms === null) return;
        later(world.random.between(ms[0], ms[1]), () => {
          if (run !== cuts) return;
          for (const socket of connections) if (world.random.chance(0.7)) socket.destroy();
          next();
        });
      };
      next();
    },
    walkEvery: (ms, fraction) => {
      const run = (walks += 1);
      const next = (): void => {
        if (ms === null) return;
        later(ms, () => {
          if (run !== walks) return;
          world.walk(fraction);
          next();
        });
      };
      next();
    },
  };
}

async function rule(
  world: AlpacaWorld,
  sockets: AlpacaSockets,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  if (body === null) return;
  const command = (request.url ?? '/').slice(1);
  try {
    const given = body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>);
    const result = control(world, sockets, command, given);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  } catch (error) {
    response.writeHead(400).end(error instanceof Error ? error.message : String(error));
  }
}

/** Null when the connection ended before all of it was here. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > BODY_MAX) return null;
    }
  } catch {
    return null;
  }
  return text + decoder.decode();
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
