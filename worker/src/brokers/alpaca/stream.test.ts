import { describe, expect, it } from 'vitest';
import { SECRET } from '../../testing/an-alpaca-broker.ts';
import { TRADE_UPDATES } from './fixtures/trade-updates.ts';
import { quoteStream } from './quote-stream.ts';
import { orderStream } from './stream.ts';

const bytes = (text: string): ArrayBuffer => new Uint8Array(new TextEncoder().encode(text)).buffer;
const data = (stream: string, data: unknown): string => JSON.stringify({ stream, data });

describe('the order stream', () => {
  it.each(TRADE_UPDATES)('takes %s for a reason to look, as text and as bytes', (event, frame) => {
    const executionId = /"execution_id":"(\w+)"/.exec(frame)?.[1] ?? null;
    expect(executionId !== null).toBe(['fill', 'partial_fill', 'trade_bust'].includes(event));
    const news = {
      kind: 'order',
      executionId,
      clientOrderId: 'ptest-1-e-1',
      at: Date.parse('2026-11-20T15:31:25.981Z'),
    };
    expect(orderStream.read(frame)).toEqual([news]);
    expect(orderStream.read(bytes(frame))).toEqual([news]);
  });

  it('signs in, listens, and asks again to hear whether anybody is there', () => {
    const [hello] = orderStream.hello(SECRET);
    expect(JSON.parse(hello ?? '')).toEqual({
      action: 'authenticate',
      data: { key_id: SECRET.keyId, secret_key: SECRET.secretKey },
    });
    const signedIn = bytes(data('authorization', { status: 'authorized', action: 'authenticate' }));
    expect(orderStream.read(signedIn)).toEqual([{ kind: 'authorised' }]);
    expect(orderStream.listen([]).map((text) => JSON.parse(text) as unknown)).toEqual([
      { action: 'listen', data: { streams: ['trade_updates'] } },
    ]);
    expect(orderStream.read(data('listening', { streams: ['trade_updates'] }))).toEqual([{ kind: 'listening' }]);
    expect(orderStream.probe([])).not.toBeNull();
  });

  it('knows a refused key', () => {
    const refused = data('authorization', { status: 'unauthorized', action: 'authenticate' });
    expect(orderStream.read(refused)).toEqual([{ kind: 'refused', isKey: true, message: 'refused' }]);
  });

  it.each(['', '{', 'null', '[]', '{"stream":1}', data('trade_updates', {}), data('trade_updates', { event: 'fill' })])(
    'says that %j is unreadable',
    (frame) => {
      expect(orderStream.read(frame)).toMatchObject([{ kind: 'unreadable' }]);
    },
  );

  it('lets streams pass that it never asked for', () => {
    expect(orderStream.read(data('account_updates', {}))).toEqual([{ kind: 'alive' }]);
  });
});

describe('the quote stream', () => {
  it('waits to be greeted, signs in and subscribes', () => {
    expect(quoteStream.greetsFirst).toBe(true);
    expect(quoteStream.read('[{"T":"success","msg":"connected"}]')).toEqual([{ kind: 'greeted' }]);
    expect(quoteStream.read('[{"T":"success","msg":"authenticated"}]')).toEqual([{ kind: 'authorised' }]);
    expect(quoteStream.listen(['AAPL']).map((text) => JSON.parse(text) as unknown)).toEqual([
      { action: 'subscribe', trades: ['AAPL'] },
    ]);
    expect(quoteStream.read('[{"T":"subscription","trades":["AAPL"]}]')).toEqual([{ kind: 'listening' }]);
  });

  it('never asks for more symbols than the free plan has', () => {
    const many = Array.from({ length: 40 }, (_, index) => `S${index}`);
    expect((JSON.parse(quoteStream.listen(many)[0] ?? '{}') as { trades: string[] }).trades).toHaveLength(30);
  });

  it('reads several messages of one frame', () => {
    const t = '2026-11-20T15:31:25.981482123Z';
    const frame = JSON.stringify([
      { T: 't', S: 'AAPL', i: 1, x: 'V', p: 150.4, s: 100, c: ['@'], t, z: 'C' },
      { T: 'q', S: 'AAPL', ax: 'V', ap: 150.5, as: 1, bx: 'V', bp: 0, bs: 0, t, c: ['R'], z: 'C' },
      { T: 'b', S: 'AAPL' },
    ]);
    const at = Date.parse('2026-11-20T15:31:25.981Z');
    expect(quoteStream.read(frame)).toEqual([
      { kind: 'quote', quote: { symbol: 'AAPL', bid: null, ask: null, last: 150.4, size: 100, at } },
      { kind: 'quote', quote: { symbol: 'AAPL', bid: null, ask: 150.5, last: null, size: null, at } },
      { kind: 'alive' },
    ]);
  });

  it.each([
    [402, { kind: 'refused', isKey: true }],
    [406, { kind: 'refused', isKey: false }],
    [405, { kind: 'refused', isKey: false }],
    [403, { kind: 'alive' }],
  ])('tells error %i apart', (code, expected) => {
    expect(quoteStream.read(JSON.stringify([{ T: 'error', code, msg: 'no' }]))).toMatchObject([expected]);
  });

  it.each(['', '{}', '[1]', '[{"T":"t","S":"AAPL"}]', '[{"T":"t","S":"AAPL","p":1,"t":"never"}]'])(
    'says that %j is unreadable',
    (frame) => {
      expect(quoteStream.read(frame)).toMatchObject([{ kind: 'unreadable' }]);
    },
  );
});
