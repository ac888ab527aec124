import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export interface Line {
  /** What a request waits before it goes on its way. */
  readonly delayMs: number;
  /** Of all answers together. */
  readonly bytesPerSecond: number;
}
/** What WebPageTest calls 3G Slow. */
export const SLOW_3G: Line = { delayMs: 400, bytesPerSecond: 50_000 };

const WORKER = '/service-worker.js';

/**
 * A way to the product that can be cut, as a network is: what goes through is what the product itself says. Its name in
 * the address is `localhost` too, so a browser signed in on one side is signed in on the other.
 */
export interface Door {
  /** Like http://localhost:41234, without a slash at the end. */
  readonly baseUrl: string;
  /** Cuts what is under way and lets nothing through. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** From now on requests and their answers go over this line; null: as fast as they can. */
  slow(line: Line | null): void;
  /** From now on the product's service worker is another one, as after an update. */
  bringNewVersion(): void;
}

/** `passes`: takes what asks for a socket in the place of the product's own. */
export async function openDoor(
  productUrl: string,
  passes?: (incoming: IncomingMessage, socket: Socket, head: Buffer) => void,
): Promise<Door> {
  const { port } = new URL(productUrl);
  let version = 0;
  let line: Line | null = null;
  let isFreeAt = 0;
  const passed = new Set<Socket>();
  const ask = (incoming: IncomingMessage) =>
    request({
      port,
      method: incoming.method,
      path: incoming.url,
      headers: {
        ...incoming.headers,
        'if-none-match': '',
        ...(incoming.url === WORKER && { 'accept-encoding': 'identity' }),
      },
    });
  /** One answer after the other: they share the line. */
  const thin = ({ bytesPerSecond }: Line): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const now = performance.now();
        isFreeAt = Math.max(now, isFreeAt) + (chunk.length / bytesPerSecond) * 1_000;
        setTimeout(() => done(null, chunk), isFreeAt - now);
      },
    });
  const server = createServer((incoming, outgoing) => {
    const asked = ask(incoming);
    asked.on('response', (answer) => {
      const isWorker = incoming.url === WORKER;
      const { 'content-length': _length, ...headers } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, isWorker ? headers : answer.headers);
      const coming = line === null ? answer : answer.pipe(thin(line));
      if (!isWorker) return void coming.pipe(outgoing);
      coming.pipe(outgoing, { end: false });
      coming.on('end', () => outgoing.end(`\n// version ${version}`));
    });
    asked.on('error', () => outgoing.destroy());
    if (line === null) incoming.pipe(asked);
    else setTimeout(() => incoming.pipe(asked), line.delayMs);
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    if (passes !== undefined) return passes(incoming, socket, head);
    const onward = connect(Number(port), 'localhost', () => {
      const names = incoming.rawHeaders.flatMap((text, place) =>
        place % 2 === 0 ? [`${text}: ${incoming.rawHeaders[place + 1]}`] : [],
      );
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${names.join('\r\n')}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    for (const side of [socket, onward]) {
      passed.add(side);
      side.on('error', () => side.destroy());
      side.on('close', () => [socket, onward].forEach((one) => passed.delete(one.destroy())));
    }
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => server.listen(at, 'localhost', () => resolve()));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  return {
    baseUrl: `http://localhost:${own}`,
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of passed) socket.destroy();
      }),
    open: () => listen(own),
    slow: (by) => void (line = by),
    bringNewVersion: () => void (version += 1),
  };
}
