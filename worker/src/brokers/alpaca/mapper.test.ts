import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import { aRequest } from '../../testing/an-alpaca-broker.ts';
import { AAPL_ID, anAlpacaOrder, anAlpacaPosition } from './fixtures/an-alpaca-order.ts';
import { brokerOrders, orderBody, position } from './mapper.ts';
import { AlpacaOrder, AlpacaPosition } from './schema.ts';

const instruments = { idOf: (symbol: string) => `i_${symbol}` as InstrumentId };
const read = (changes: Readonly<Record<string, unknown>>) =>
  brokerOrders(AlpacaOrder.parse(anAlpacaOrder(changes)), instruments);

describe('an order of Alpaca', () => {
  it('reads in the words of the port, decimals canonical', () => {
    expect(read({ qty: '10.000', filled_qty: 4, status: 'partially_filled', replaces: 'old' })).toEqual([
      {
        clientOrderId: 'ptest-1-e-1',
        brokerOrderId: '7b08df51-c1ac-453c-99f9-323a5f075f0d',
        instrumentId: AAPL_ID,
        symbol: 'AAPL',
        side: 'buy',
        type: 'limit',
        quantity: '10',
        filledQuantity: '4',
        limitPrice: '150.5',
        stopPrice: null,
        timeInForce: 'gtc',
        state: 'partially-filled',
        reason: null,
        replaces: 'old',
        replacedBy: null,
        parentId: null,
        submittedAt: Date.parse('2026-11-20T15:31:24.577Z'),
      },
    ]);
  });

  it.each([
    ['new', 'accepted'],
    ['accepted', 'accepted'],
    ['pending_new', 'accepted'],
    ['accepted_for_bidding', 'accepted'],
    ['held', 'accepted'],
    ['pending_cancel', 'accepted'],
    ['pending_replace', 'accepted'],
    ['stopped', 'accepted'],
    ['suspended', 'accepted'],
    ['done_for_day', 'accepted'],
    ['calculated', 'accepted'],
    ['filled', 'filled'],
    ['canceled', 'cancelled'],
    ['expired', 'expired'],
    ['rejected', 'rejected'],
    ['replaced', 'replaced'],
  ])('in status %s is %s', (status, state) => {
    expect(read({ status })[0]?.state).toBe(state);
  });

  it('in a status nobody has heard of still works, as far as it filled', () => {
    expect(read({ status: 'status_of_next_year' })[0]?.state).toBe('accepted');
    expect(read({ status: 'status_of_next_year', filled_qty: '4' })[0]?.state).toBe('partially-filled');
    expect(read({ status: 'calculated', filled_qty: '10' })[0]?.state).toBe('filled');
  });

  it('by money has the quantity that filled so far', () => {
    expect(read({ qty: null, notional: '500', filled_qty: '3.25' })[0]).toMatchObject({
      quantity: '3.25',
      state: 'partially-filled',
    });
  });

  it('gives its legs as orders that name it', () => {
    const legs = [
      anAlpacaOrder({ id: 'target', client_order_id: 'x', side: 'sell', legs: null }),
      anAlpacaOrder({
        id: 'stop',
        client_order_id: 'y',
        side: 'sell',
        type: 'stop',
        stop_price: '140',
        status: 'held',
        legs: null,
      }),
    ];
    const [parent, ...children] = read({ order_class: 'bracket', legs });
    expect(parent?.parentId).toBeNull();
    expect(children.map(({ brokerOrderId, parentId }) => [brokerOrderId, parentId])).toEqual([
      ['target', parent?.brokerOrderId],
      ['stop', parent?.brokerOrderId],
    ]);
  });

  it('over several options shows its legs, which have instruments, and not its frame', () => {
    const legs = [anAlpacaOrder({ id: 'leg', type: '', legs: null })];
    const orders = read({ order_class: 'mleg', asset_id: '', symbol: '', side: '', legs });
    expect(orders.map(({ brokerOrderId }) => brokerOrderId)).toEqual(['leg']);
  });

  it('is refused as a whole when money in it cannot be read', () => {
    expect(AlpacaOrder.safeParse(anAlpacaOrder({ filled_qty: 'many' })).success).toBe(false);
    expect(AlpacaOrder.safeParse(anAlpacaOrder({ filled_qty: undefined })).success).toBe(false);
  });
});

describe('a position of Alpaca', () => {
  it.each([
    [{ qty: '4', side: 'long' }, '4'],
    [{ qty: '-4', side: 'short' }, '-4'],
    [{ qty: '4', side: 'short' }, '-4'],
    [{ qty: '0.500', side: 'long' }, '0.5'],
  ])('%o is signed %s', (changes, quantity) => {
    const parsed = AlpacaPosition.parse(anAlpacaPosition(changes));
    expect(position(parsed, instruments)).toEqual({ instrumentId: AAPL_ID, quantity });
  });
});

describe('the body of an order', () => {
  const EXITS = { takeProfit: { limitPrice: '160' }, stopLoss: { stopPrice: '140', limitPrice: '139.5' } } as const;
  const base = { symbol: 'AAPL', side: 'buy', time_in_force: 'gtc', client_order_id: 'ptest-1-e-1' };
  const CASES: readonly (readonly [string, Partial<BrokerOrderRequest>, Record<string, unknown>])[] = [
    ['limit', {}, { type: 'limit', qty: '10', limit_price: '150.5' }],
    ['market', { type: 'market', limitPrice: null }, { type: 'market', qty: '10' }],
    ['stop', { type: 'stop', limitPrice: null, stopPrice: '140' }, { type: 'stop', qty: '10', stop_price: '140' }],
    [
      'stop-limit',
      { type: 'stop-limit', stopPrice: '151' },
      { type: 'stop_limit', qty: '10', limit_price: '150.5', stop_price: '151' },
    ],
    [
      'trail by money',
      { type: 'trailing-stop', limitPrice: null, trail: { price: '2' } },
      { type: 'trailing_stop', qty: '10', trail_price: '2' },
    ],
    [
      'trail in percent',
      { type: 'trailing-stop', limitPrice: null, trail: { percent: '2.5' } },
      { type: 'trailing_stop', qty: '10', trail_percent: '2.5' },
    ],
    [
      'money',
      { type: 'market', limitPrice: null, quantity: null, notional: '500', timeInForce: 'day' },
      { type: 'market', notional: '500', time_in_force: 'day' },
    ],
    [
      'extended hours',
      { extendedHours: true },
      { type: 'limit', qty: '10', limit_price: '150.5', extended_hours: true },
    ],
    [
      'bracket',
      { orderClass: 'bracket', ...EXITS },
      {
        type: 'limit',
        qty: '10',
        limit_price: '150.5',
        order_class: 'bracket',
        take_profit: { limit_price: '160' },
        stop_loss: { stop_price: '140', limit_price: '139.5' },
      },
    ],
    [
      'oto',
      { orderClass: 'oto', stopLoss: { stopPrice: '140', limitPrice: null } },
      { type: 'limit', qty: '10', limit_price: '150.5', order_class: 'oto', stop_loss: { stop_price: '140' } },
    ],
    [
      'oco',
      { orderClass: 'oco', side: 'sell', limitPrice: '160', ...EXITS },
      {
        type: 'limit',
        side: 'sell',
        qty: '10',
        order_class: 'oco',
        take_profit: { limit_price: '160' },
        stop_loss: { stop_price: '140', limit_price: '139.5' },
      },
    ],
  ];
  it.each(CASES)('of %s', (_, changes, body) => {
    expect(orderBody(aRequest(changes))).toEqual({ ...base, ...body });
  });

  it.each(['day', 'gtc', 'ioc', 'fok', 'opg', 'cls'] as const)('carries %s', (timeInForce) => {
    expect(orderBody(aRequest({ timeInForce }))['time_in_force']).toBe(timeInForce);
  });
});
