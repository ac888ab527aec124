import { fc } from '#shared/testing/property.ts';
import { describe, expect, test } from 'vitest';
import {
  isForward,
  isTerminal,
  isUnresolved,
  isWorking,
  nextOrderState,
  ORDER_EVENTS,
  ORDER_STATES,
  orderCan,
  type OrderEvent,
  type OrderState,
} from './order.ts';

const after = (state: OrderState, ...events: OrderEvent[]): OrderState => {
  let now = state;
  for (const event of events) {
    const step = nextOrderState(now, event);
    if (!step.ok) throw new Error(`${now} refused ${event}`);
    now = step.value.state;
  }
  return now;
};

describe('the order table', () => {
  test('walks the usual ways', () => {
    expect(after('waiting-for-open', 'released', 'accepted', 'partial-fill', 'fill')).toBe('filled');
    expect(after('sending', 'unclear', 'gave-up', 'accepted', 'expired')).toBe('expired');
    expect(after('waiting-for-open', 'held-back')).toBe('not-sent');
    expect(after('accepted', 'partial-fill', 'cancelled')).toBe('cancelled');
  });

  test('keeps a fill that overtook its acknowledgement', () => {
    expect(after('sending', 'partial-fill', 'accepted')).toBe('partially-filled');
    expect(after('sending', 'fill', 'accepted', 'unclear')).toBe('filled');
  });

  test.each(ORDER_STATES.filter(isTerminal))('lets an execution report win over %s and pages', (state) => {
    for (const event of ['partial-fill', 'fill'] as const) {
      if (state === 'replaced' && event === 'partial-fill') continue;
      const step = nextOrderState(state, event);
      expect(step.ok && step.value.pages, `${state} + ${event}`).toBe(true);
    }
    expect(after(state, 'fill')).toBe('filled');
  });

  test('a fill that crossed a change on its way wakes nobody', () => {
    expect(nextOrderState('replaced', 'partial-fill')).toEqual({
      ok: true,
      value: { state: 'replaced', changed: false, pages: false },
    });
  });

  test('a late partial fill leaves a cancelled order cancelled, a complete one fills it', () => {
    expect(after('cancelled', 'partial-fill')).toBe('cancelled');
    expect(after('cancelled', 'partial-fill', 'fill', 'cancelled')).toBe('filled');
  });

  test('adopts with a page what was declared not sent and is at the broker after all', () => {
    expect(nextOrderState('not-sent', 'accepted')).toEqual({
      ok: true,
      value: { state: 'accepted', changed: true, pages: true },
    });
  });

  test('refuses what is not in it', () => {
    expect(nextOrderState('sending', 'released')).toEqual({
      ok: false,
      error: { code: 'order-event-refused', state: 'sending', event: 'released' },
    });
    expect(nextOrderState('rejected', 'cancelled').ok).toBe(false);
    expect(nextOrderState('cancelled', 'expired').ok).toBe(false);
    expect(nextOrderState('waiting-for-open', 'accepted').ok, 'nothing was sent').toBe(false);
  });

  test('only ever goes forward, stays, or pages', () => {
    for (const state of ORDER_STATES) {
      for (const event of ORDER_EVENTS) {
        const step = nextOrderState(state, event);
        if (!step.ok || !step.value.changed || step.value.pages) continue;
        expect(isForward(state, step.value.state), `${state} + ${event} -> ${step.value.state}`).toBe(true);
        expect(isTerminal(state), `${state} is final without a page`).toBe(false);
      }
    }
  });

  test('an order that was filled stays filled whatever follows', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ORDER_EVENTS)), (events) => {
        let state: OrderState = 'filled';
        for (const event of events) {
          const step = nextOrderState(state, event);
          if (step.ok) state = step.value.state;
        }
        expect(state).toBe('filled');
      }),
    );
  });
});

describe('what a state means', () => {
  test('working is everything that may be at a broker', () => {
    expect(ORDER_STATES.filter(isWorking)).toEqual([
      'sending',
      'accepted',
      'partially-filled',
      'unknown',
      'needs-human',
    ]);
  });

  test('unresolved is everything nobody confirmed', () => {
    expect(ORDER_STATES.filter(isUnresolved)).toEqual(['sending', 'unknown', 'needs-human']);
  });

  test('can be cancelled before the send or once the broker has it, never in between', () => {
    expect(ORDER_STATES.filter((state) => orderCan.cancel(state, 'entry'))).toEqual([
      'waiting-for-open',
      'accepted',
      'partially-filled',
    ]);
    for (const state of ORDER_STATES.filter((state) => orderCan.cancel(state, 'entry'))) {
      expect(nextOrderState(state, 'cancelled').ok, state).toBe(true);
    }
    for (const state of ORDER_STATES.filter((state) => orderCan.replace(state, 'entry')))
      expect(after(state, 'replaced')).toBe('replaced');
    expect(ORDER_STATES.filter(orderCan.release)).toEqual(['waiting-for-open']);
    expect(ORDER_STATES.filter(orderCan.resolve)).toEqual(['needs-human']);
  });
});
