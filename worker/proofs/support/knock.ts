import { request as send, type Agent } from 'node:http';

/** A request as it is, with headers that no client of good manners would send. */
export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
}

/** `status` 499: the runtime itself hung up on what it could not read. */
export interface Opened {
  readonly status: number;
  readonly text: string;
}

export function knock(port: number, { method, path, headers, body }: Knock, agent?: Agent): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const request = send(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        ...(agent && { agent }),
        headers: { host: `localhost:${port}`, ...headers, ...(body && { 'content-length': String(body.byteLength) }) },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() });
        });
        response.once('error', reject);
      },
    );
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 101, text: '' });
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve({ status: 499, text: '' });
      else reject(error);
    });
    request.end(body);
  });
}

/** Does `work` for every number below `count`, so many at once. */
export async function atOnce(many: number, count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: many }, one));
}
