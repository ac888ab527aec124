import { createServer } from 'node:net';

/*
 * Below what systems give out by themselves (from 32768 on Linux, from 16000 in some containers, from 49152 elsewhere):
 * whoever is to listen does so a moment later, and until then no connection on its way out should have been given the
 * same number. It still may; so whoever listens asks for another one then.
 */
const FIRST = 10_000;
const COUNT = 6_000;
const TRIES = 50;
const STARTS = 5;

/** A port of this computer that nobody listens on. Throws when none is found. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port was found on this computer.');
}

/** Starts what listens on a free port, and again on another one where somebody was given the port meanwhile. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return await start(port);
    } catch (error) {
      if (tries === STARTS || !isTaken(error, port)) throw error;
    }
  }
}

function isTaken(error: unknown, port: number): boolean {
  return (
    error instanceof Error && error.message.includes('Address already in use') && error.message.includes(`:${port})`)
  );
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
