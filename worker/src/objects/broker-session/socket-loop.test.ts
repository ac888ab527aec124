import { expect, test } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import type { StreamNews, VendorStream } from '../../brokers/vendor.ts';
import { SocketLoop, type SocketEffect, type SocketEvent } from './socket-loop.ts';

const SECRET = { keyId: 'the key', secretKey: 'the secret' };

/** A stream whose frames are the news themselves, as JSON. */
function aStream(change: Partial<VendorStream> = {}): VendorStream {
  return {
    host: 'orderStream',
    path: '/stream',
    greetsFirst: false,
    headers: () => ({}),
    hello: ({ keyId }) => [`hello ${keyId}`],
    listen: (symbols) => [`listen ${symbols.join()}`],
    probe: () => 'probe',
    silenceMaxMs: 20_000,
    read: (frame) => [JSON.parse(typeof frame === 'string' ? frame : '') as StreamNews],
    ...change,
  };
}

class Played {
  readonly loop: SocketLoop;
  now = 1_800_000_000_000;

  constructor(stream = aStream()) {
    this.loop = new SocketLoop(stream);
  }

  /** What is to be done, without the log. */
  on(event: SocketEvent): Exclude<SocketEffect, { do: 'log' }>[] {
    return this.loop.on(event, this.now as WallMs, SECRET).filter((effect) => effect.do !== 'log');
  }

  news(...news: StreamNews[]) {
    return news.flatMap((one) => this.on({ kind: 'frame', frame: JSON.stringify(one) }));
  }

  want(...symbols: string[]) {
    return this.on({ kind: 'want', wanted: true, symbols });
  }

  tick(afterMs: number) {
    this.now += afterMs;
    return this.on({ kind: 'tick' });
  }

  open(): void {
    this.want();
    this.on({ kind: 'opened' });
    this.news({ kind: 'authorised' }, { kind: 'listening' });
  }
}

const order = (executionId: string | null): StreamNews => ({
  kind: 'order',
  executionId,
  clientOrderId: 'ptest-1',
  at: 0 as WallMs,
});

test('wanted, it says who we are, listens and closes the gap', () => {
  const socket = new Played();
  expect(socket.loop.state).toBe('closed');
  expect(socket.want()).toEqual([{ do: 'connect' }]);
  expect(socket.on({ kind: 'opened' })).toEqual([{ do: 'send', text: 'hello the key' }]);
  expect(socket.loop.state).toBe('connecting');
  expect(socket.news({ kind: 'authorised' })).toEqual([{ do: 'send', text: 'listen ' }]);
  expect(socket.news({ kind: 'listening' })).toEqual([{ do: 'catch-up' }]);
  expect(socket.loop.state).toBe('open');
});

test('where the server greets first, nothing is said before', () => {
  const socket = new Played(aStream({ greetsFirst: true }));
  socket.want();
  expect(socket.on({ kind: 'opened' })).toEqual([]);
  expect(socket.news({ kind: 'greeted' })).toEqual([{ do: 'send', text: 'hello the key' }]);
});

test('every reconnection closes the gap again', () => {
  const socket = new Played();
  socket.open();
  expect(socket.on({ kind: 'closed', message: '1006' })).toEqual([]);
  expect(socket.loop.state).toBe('connecting');
  expect(socket.tick(1_000)).toEqual([{ do: 'connect' }]);
  socket.on({ kind: 'opened' });
  expect(socket.news({ kind: 'authorised' }, { kind: 'listening' }).at(-1)).toEqual({ do: 'catch-up' });
});

test('an execution that is told twice is news once; other news always', () => {
  const socket = new Played();
  socket.open();
  expect(socket.news(order('e1'), order('e1'), order('e2'))).toHaveLength(2);
  expect(socket.news(order(null), order(null))).toHaveLength(2);
  socket.on({ kind: 'closed', message: '' });
  socket.tick(1_000);
  socket.on({ kind: 'opened' });
  socket.news({ kind: 'authorised' }, { kind: 'listening' });
  expect(socket.news(order('e2'))).toEqual([]);
});

test('a socket that answers nothing is given up and made anew', () => {
  const socket = new Played();
  socket.open();
  expect(socket.tick(30_000)).toEqual([{ do: 'send', text: 'probe' }]);
  expect(socket.tick(10_000)).toEqual([]);
  expect(socket.tick(10_000)).toEqual([{ do: 'close' }, { do: 'connect' }]);
});

test('a quiet socket that answers its probe stays', () => {
  const socket = new Played();
  socket.open();
  for (let i = 0; i < 20; i++) {
    expect(socket.tick(30_000)).toEqual([{ do: 'send', text: 'probe' }]);
    expect(socket.news({ kind: 'alive' })).toEqual([]);
  }
});

test('where heartbeats come by themselves, their absence is enough', () => {
  const socket = new Played(aStream({ probe: () => null }));
  socket.open();
  expect(socket.tick(19_999)).toEqual([]);
  expect(socket.tick(1)).toEqual([{ do: 'close' }, { do: 'connect' }]);
});

test('it tries later and later while there is no way through, and never gives up', () => {
  const socket = new Played();
  socket.want();
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    socket.on({ kind: 'failed', message: 'refused' });
    const pause = (socket.loop.retryAt ?? 0) - socket.now;
    pauses.push(pause);
    expect(socket.tick(pause - 1)).toEqual([]);
    expect(socket.tick(1)).toEqual([{ do: 'connect' }]);
  }
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('a connection that nobody answers is given up', () => {
  const socket = new Played();
  socket.want();
  expect(socket.tick(15_000)).toEqual([{ do: 'close' }]);
  socket.tick(1_000);
  socket.on({ kind: 'opened' });
  expect(socket.tick(15_000)).toEqual([{ do: 'close' }]);
});

test('refused keys end it until there are new ones', () => {
  const socket = new Played();
  socket.want();
  socket.on({ kind: 'opened' });
  const refused: StreamNews = { kind: 'refused', isKey: true, message: 'unauthorized' };
  expect(socket.news(refused)).toEqual([{ do: 'close' }, { do: 'keys-refused' }]);
  expect(socket.loop.state).toBe('closed');
  expect(socket.loop.retryAt).toBeNull();
  expect(socket.tick(3_600_000)).toEqual([]);
  socket.loop.keysChanged();
  expect(socket.tick(1)).toEqual([{ do: 'connect' }]);
});

test('another refusal is tried again, without haste', () => {
  const socket = new Played();
  socket.want();
  socket.on({ kind: 'opened' });
  expect(socket.news({ kind: 'refused', isKey: false, message: 'connection limit' })).toEqual([{ do: 'close' }]);
  expect(socket.tick(59_999)).toEqual([]);
  expect(socket.tick(1)).toEqual([{ do: 'connect' }]);
});

test('nobody needs it: it closes, and what still comes says nothing', () => {
  const socket = new Played();
  socket.open();
  expect(socket.on({ kind: 'want', wanted: false, symbols: [] })).toEqual([{ do: 'close' }]);
  expect(socket.news(order('e1'))).toEqual([]);
  expect(socket.on({ kind: 'closed', message: '' })).toEqual([]);
  expect(socket.tick(60_000)).toEqual([]);
  expect(socket.loop.state).toBe('closed');
});

test('other symbols are listened to over the same socket', () => {
  const socket = new Played();
  socket.open();
  expect(socket.want('NVDA', 'KO')).toEqual([{ do: 'send', text: 'listen NVDA,KO' }]);
  expect(socket.want('NVDA', 'KO')).toEqual([]);
});

test('a refusal that echoes the key is logged short and without it', () => {
  const socket = new Played();
  socket.want();
  socket.on({ kind: 'opened' });
  const message = `no ${SECRET.secretKey} for ${SECRET.keyId} ${'x'.repeat(5_000)}`;
  const frame = JSON.stringify({ kind: 'refused', isKey: true, message });
  const effects = socket.loop.on({ kind: 'frame', frame }, socket.now as WallMs, SECRET);
  const log = effects.find((effect) => effect.do === 'log')?.message ?? '';
  expect(log).toMatch(/^refused: no \*{3} for \*{3} x+$/);
  expect(log.length).toBeLessThan(300);
});
