import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { onFreePort } from './free-port.ts';

function listening(port: number): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', () => {
      reject(new Error(`Address already in use (127.0.0.1:${port}). Please check that…`));
    });
    server.listen({ port, host: '127.0.0.1' }, () => {
      resolve(server);
    });
  });
}

describe('a port somebody else was given meanwhile', () => {
  it('is left to them, and another one is tried', async () => {
    const others: Awaited<ReturnType<typeof listening>>[] = [];
    const tried: number[] = [];
    const mine = await onFreePort(async (port) => {
      tried.push(port);
      if (tried.length < 3) others.push(await listening(port));
      return listening(port);
    });
    expect(new Set(tried).size).toBe(3);
    for (const server of [mine, ...others]) server.close();
  });

  it('does not hide why a start failed otherwise', async () => {
    let starts = 0;
    const start = onFreePort(() => {
      starts += 1;
      return Promise.reject(new Error('The disk is full.'));
    });
    await expect(start).rejects.toThrow('The disk is full.');
    expect(starts).toBe(1);
  });
});
