import { expect, it } from 'vitest';
import { CALLER, aPerson } from '../channels/web/scripted-person.ts';
import { anEvent, NOW } from '../testing/builders.ts';
import { fakeUseCases } from '../testing/fake-use-cases.ts';
import { aFilledOrder } from '../testing/trading-builders.ts';
import { readerOf } from '#shared/words/format-time.ts';
import { failure } from '#shared/contract/errors.ts';
import { err } from '#shared/lib/result.ts';
import { cardContext } from '../cards/context.ts';
import { benchmarkFor } from './benchmark-for.ts';
import { cardForEvent } from './card-for-event.ts';

const SINCE = '2026-11-20T14:30:00.000Z';
const sold = (realizedPnl: string) =>
  aFilledOrder({ side: 'sell', purpose: 'stop', averagePrice: '114.41', realizedPnl });
const plan = { stopPrice: '114.63', plannedLoss: '-116.16', plannedGain: '227.76', openedAt: SINCE };
const about = { lost: '5000', fraction: 0.05, limit: 0.05, allowed: '5000' };

const LOSSES = [
  anEvent('mode.changed', { mode: 'halted', reason: 'daily-loss', about: { ...about, since: SINCE } }),
  anEvent('mode.changed', { mode: 'halted', reason: 'drawdown', about: { ...about, has: '85000', since: SINCE } }),
  anEvent('account.tripped', { reason: 'stop-outs', has: 4, limit: 4, lost: '400', since: SINCE }),
  anEvent('position.closed', { order: sold('-118.8'), ...plan }),
];

it.each([
  ['en', 'Over the same time SPY: +0.4%.'],
  ['ko', '같은 기간 SPY: +0.4%.'],
] as const)('every message of a loss says the benchmark over the same time (%s)', async (language, line) => {
  const { state } = aPerson(language);
  const useCases = fakeUseCases(state);
  const { account, bots } = state;
  const context = cardContext({ reader: readerOf(language), now: NOW, account, market: null, bots });
  for (const event of LOSSES) {
    const benchmark = await benchmarkFor(useCases, CALLER, event);
    expect(cardForEvent(event, context, 'chat', { benchmark })?.lines, event.type).toContain(line);
    const unknown = { benchmark: () => Promise.resolve(err(failure('unavailable'))) };
    const untold = cardForEvent(event, context, 'chat', {
      benchmark: await benchmarkFor(unknown, CALLER, event),
    });
    expect(untold?.lines.join(), 'where nobody knows it nothing is said').not.toMatch(/SPY|%s/);
  }
});

it('a gain, a person’s own stop and a loss since nobody knows when ask for none', async () => {
  const none = { benchmark: () => Promise.reject(new Error('nobody asks')) };
  for (const event of [
    anEvent('position.closed', { order: sold('118.8'), ...plan }),
    anEvent('position.closed', { order: sold('-118.8'), ...plan, openedAt: null }),
    anEvent('mode.changed', { mode: 'reducing', reason: 'person' }),
    anEvent('mode.changed', { mode: 'halted', reason: 'drawdown', about }),
  ])
    expect(await benchmarkFor(none, CALLER, event)).toBeNull();
});
