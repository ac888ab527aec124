import type { BookNews, BookNewsKind } from '#shared/simulator/broker/book.ts';
import { isGoodKey } from './exchange.ts';
import { tradeMessages, type DataChannel } from './data.ts';
import { instant, orderJson, uuidOf, type Json } from './wire.ts';
import type { AlpacaWorld } from './world.ts';

/** The server's end of one socket, without the socket. */
export interface StreamEnd {
  receive(text: string): void;
  closed(): void;
}

export interface StreamWire {
  send(text: string): void;
  close(code: number): void;
}

/** Alpaca's word for what the stream tells. */
export const EVENT_OF: Readonly<Record<BookNewsKind, string>> = {
  'pending-new': 'pending_new',
  new: 'new',
  held: 'held',
  'partial-fill': 'partial_fill',
  fill: 'fill',
  'pending-cancel': 'pending_cancel',
  cancelled: 'canceled',
  'cancel-refused': 'order_cancel_rejected',
  'pending-replace': 'pending_replace',
  replaced: 'replaced',
  'replace-refused': 'order_replace_rejected',
  restated: 'restated',
  expired: 'expired',
  rejected: 'rejected',
};

export function tradeUpdate(world: AlpacaWorld, { kind, order, execution, at }: BookNews): Json {
  const isIoc = kind === 'expired' && order.timeInForce !== 'day' && order.reason !== 'split';
  return {
    stream: 'trade_updates',
    data: {
      event: isIoc ? 'canceled' : EVENT_OF[kind],
      execution_id: execution === null ? crypto.randomUUID() : uuidOf('execution', execution.seq),
      order: orderJson(order),
      timestamp: instant(at),
      ...(execution === null
        ? {}
        : { price: execution.price, qty: execution.quantity, position_qty: world.store.held(order.instrumentId) }),
    },
  };
}

/** `/stream` of the trading host: authenticate in either form, listen, then events; no replay. */
export function orderStream(world: AlpacaWorld, wire: StreamWire): StreamEnd {
  let isAuthorised = false;
  let streams: string[] = [];
  const say = (message: Json): void => {
    if (!world.plan.faults.streamStall) wire.send(JSON.stringify(message));
  };
  const onNews = (news: BookNews): void => {
    if (!streams.includes('trade_updates') || world.plan.dropsEvent()) return;
    const message = tradeUpdate(world, news);
    const times = world.plan.doublesEvent() ? 2 : 1;
    for (let n = 0; n < times; n += 1) {
      world.after(world.plan.delayMs(world.plan.faults.streamDelayMs), () => {
        say(message);
      });
    }
  };
  world.listeners.add(onNews);
  return {
    receive: (text) => {
      const message = parse(text);
      const action = message?.['action'];
      const data = (message?.['data'] ?? {}) as Readonly<Record<string, unknown>>;
      if (action === 'authenticate' || action === 'auth') {
        const [id, secret] =
          action === 'auth' ? [message?.['key'], message?.['secret']] : [data['key_id'], data['secret_key']];
        isAuthorised = isGoodKey(world, id, secret) === 'yes';
        say({
          stream: 'authorization',
          data: { status: isAuthorised ? 'authorized' : 'unauthorized', action: 'authenticate' },
        });
      } else if (action === 'listen' && isAuthorised) {
        streams = Array.isArray(data['streams']) && data['streams'].includes('trade_updates') ? ['trade_updates'] : [];
        say({ stream: 'listening', data: { streams } });
      } else {
        say({
          stream: 'listening',
          data: { streams: [], error: isAuthorised ? 'unknown action' : 'access key verification failed' },
        });
      }
    },
    closed: () => {
      world.listeners.delete(onNews);
    },
  };
}

const CHANNELS = ['trades', 'quotes', 'bars'] as const satisfies readonly DataChannel[];

/** `/v2/{feed}` of the data stream's host: one connection per account, arrays of messages. */
export function dataStream(world: AlpacaWorld, wire: StreamWire, open: Set<unknown>): StreamEnd {
  const subscribed: Record<DataChannel, Set<string>> = { trades: new Set(), quotes: new Set(), bars: new Set() };
  const me = {};
  let isAuthorised = false;
  const say = (...messages: Json[]): void => {
    if (!world.plan.faults.streamStall) wire.send(JSON.stringify(messages));
  };
  const fail = (code: number, msg: string): void => {
    say({ T: 'error', code, msg });
  };
  const onPrice = (symbol: string): void => {
    const out = tradeMessages(
      world,
      symbol,
      (channel) => subscribed[channel].has(symbol) || subscribed[channel].has('*'),
    );
    if (out.length > 0) say(...out);
  };
  world.priceListeners.add(onPrice);
  say({ T: 'success', msg: 'connected' });
  return {
    receive: (text) => {
      const message = parse(text);
      const action = message?.['action'];
      if (action === 'auth') {
        if (isAuthorised) return fail(403, 'already authenticated');
        if (isGoodKey(world, message?.['key'], message?.['secret']) !== 'yes') return fail(402, 'auth failed');
        if (open.size > 0) {
          fail(406, 'connection limit exceeded');
          return wire.close(1_008);
        }
        isAuthorised = true;
        open.add(me);
        return say({ T: 'success', msg: 'authenticated' });
      }
      if (!isAuthorised) return fail(401, 'not authenticated');
      if (action !== 'subscribe' && action !== 'unsubscribe') return fail(400, 'invalid syntax');
      for (const channel of CHANNELS) {
        const symbols = message?.[channel];
        if (!Array.isArray(symbols)) continue;
        for (const symbol of symbols as string[]) {
          if (action === 'subscribe') subscribed[channel].add(symbol);
          else subscribed[channel].delete(symbol);
        }
      }
      return say({
        T: 'subscription',
        ...Object.fromEntries(CHANNELS.map((channel) => [channel, [...subscribed[channel]]])),
      });
    },
    closed: () => {
      world.priceListeners.delete(onPrice);
      open.delete(me);
    },
  };
}

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
