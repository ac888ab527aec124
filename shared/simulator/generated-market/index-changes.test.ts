import { expect, it } from 'vitest';
import type { BotId, InstrumentId } from '../../domain/ids.ts';
import type { UpcomingEvent } from '../../domain/screen.ts';
import { lookForBot } from '../../engine/look.ts';
import { ScreenCache } from '../../screeners/screen-cache.ts';
import { STEPS_PER_DAY } from './calendar.ts';
import { COMPANIES } from './companies.ts';
import { upcomingEvents } from './events.ts';
import { createGeneratedMarket } from './generated-market.ts';
import { firstConstituents } from './market-index.ts';
import type { MarketId } from '../../domain/ids.ts';
import { recordTape } from './tape.ts';

const DAYS = 60;

it('begins with a list of forty, and changes one for another every few weeks', () => {
  for (const seed of [1, 2, 3]) {
    expect(firstConstituents(seed)).toHaveLength(40);
    const market = createGeneratedMarket(seed, 'm' as MarketId);
    const first = market.initialState().stocks.flatMap(({ isMember }, i) => (isMember ? [COMPANIES[i]?.symbol] : []));
    expect(firstConstituents(seed).map(({ symbol }) => symbol)).toEqual(first);
  }
});

it('gives a bot that trades index changes something to buy and to sell', { timeout: 60_000 }, () => {
  const tape = recordTape(7, DAYS * STEPS_PER_DAY);
  const generator = createGeneratedMarket(7, 'demo' as MarketId);
  let state = generator.initialState();
  const screens = new ScreenCache();
  const held = new Map<InstrumentId, number>();
  let [bought, sold] = [0, 0];
  for (let step = 0; step < DAYS * STEPS_PER_DAY; step += 1) {
    tape.advance();
    state = generator.nextStep(state).state;
    const { change } = state.index;
    // Looks that can end in something: one a day is announced at most, and what is held may have to go.
    if (change === null && held.size === 0) continue;
    const whole = tape.window();
    const instruments = whole.instruments.slice(0, -1);
    const market = {
      ...whole,
      instruments,
      columns: whole.columns.slice(0, -1),
      counts: whole.counts?.slice(0, -1) ?? null,
    };
    const events = upcomingEvents(state).flatMap(({ kind, instrumentIndex, at, announcedAt }): UpcomingEvent[] => {
      const id = instruments[instrumentIndex]?.id;
      return id === undefined ? [] : [{ instrumentId: id, kind, at, knownAt: announcedAt }];
    });
    const holdings = [...held].map(([instrumentId, averagePrice]) => ({
      instrumentId,
      quantity: 1,
      averagePrice,
      openedAt: market.marketAt,
    }));
    const bot = {
      botId: 'b' as BotId,
      strategy: 'index-rebalancing',
      strategyConfig: {},
      riskLevel: 'medium',
      timeframe: '15m',
      instrumentIds: null,
      holdings,
    } as const;
    const byInstrument = Map.groupBy(events, ({ instrumentId }) => instrumentId);
    const report = lookForBot({ bot, market, screens, events: byInstrument, nextLookAt: null });
    for (const { side, instrumentId, price } of report.signals) {
      if (side === 'buy') held.set(instrumentId, price);
      else held.delete(instrumentId);
      if (side === 'buy') bought += 1;
      else sold += 1;
    }
  }
  expect(bought).toBeGreaterThan(0);
  expect(sold).toBe(bought - held.size);
});
