import { createServer } from 'node:net';

/*
 * Below what systems give out by themselves (from 32768 on Linux, from 49152 elsewhere): whoever is to listen does so a
 * moment later, and until then no connection on its way out may have been given the same number.
 */
const FIRST = 20_000;
const COUNT = 10_000;
const TRIES = 50;

/** A port of this computer that nobody listens on. Throws when none is found. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found on this computer.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
