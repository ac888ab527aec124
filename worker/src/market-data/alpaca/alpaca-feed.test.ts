import { beforeEach, describe, expect, it } from 'vitest';
import type { MarketMs, TradingDay } from '#shared/lib/time.ts';
import { REHEARSAL_KEY, AlpacaWorld } from '../../testing/alpaca-server/world.ts';
import { alpacaDoor } from '../../testing/alpaca-server/vendor-door.ts';
import { keyHeaders } from '../../brokers/alpaca/client.ts';
import type { VendorResponse } from '../../brokers/vendor.ts';
import { alpacaFeed } from './alpaca-feed.ts';
import { livePrice } from './live-price.ts';

const NOW = Date.parse('2026-11-20T18:00:00Z');
let world: AlpacaWorld;
beforeEach(() => {
  world = new AlpacaWorld({ now: () => NOW, ratePerMinute: 100_000 });
});

const feedOf = (one: AlpacaWorld) => {
  const door = alpacaDoor(one, () => NOW);
  const headers = keyHeaders({ keyId: REHEARSAL_KEY.id, secretKey: REHEARSAL_KEY.secret });
  return alpacaFeed((path, host) => door.send({ method: 'GET', host, path, headers, body: null }));
};
const feedSaying = (response: VendorResponse) => alpacaFeed(() => Promise.resolve(response));

describe('prices', () => {
  it('are the last trades, of what has any', async () => {
    world.setPrice('AAPL', 190.25);
    const prices = await feedOf(world).prices(['AAPL', 'NOPE']);
    expect([...(prices ?? [])]).toEqual([['AAPL', { price: 190.25, at: NOW }]]);
  });

  it.each<[string, VendorResponse]>([
    ['lost', { kind: 'lost', message: 'x' }],
    ['a page', { kind: 'answer', status: 200, headers: {}, text: '<html>', at: 0 as never }],
    ['refused', { kind: 'answer', status: 403, headers: {}, text: '{"message":"forbidden."}', at: 0 as never }],
    ['empty', { kind: 'answer', status: 200, headers: {}, text: '', at: 0 as never }],
  ])('are out of reach, not absent, when the answer is %s', async (_, response) => {
    const feed = feedSaying(response);
    expect(await feed.prices(['AAPL'])).toBeNull();
    expect(
      await feed.bars({ symbols: ['AAPL'], timeframe: '1d', from: 0 as MarketMs, to: NOW as MarketMs }),
    ).toBeNull();
    expect(await feed.listing('AAPL')).toEqual({ kind: 'unavailable' });
  });
});

describe('the price now', () => {
  const trade = (p: number, t: string) => ({ p, t });
  const quote = (bp: number, ap: number, t: string) => ({ bp, ap, t });
  const EARLY = '2026-11-20T17:00:00Z';
  const LATE = '2026-11-20T17:30:00Z';

  it.each([
    ['a trade alone', { latestTrade: trade(100, EARLY) }, { price: 100, at: Date.parse(EARLY) }],
    [
      'a trade inside a younger tight quote',
      { latestTrade: trade(100, EARLY), latestQuote: quote(99.9, 100.1, LATE) },
      { price: 100, at: Date.parse(LATE) },
    ],
    [
      'a trade above a younger tight quote',
      { latestTrade: trade(100, EARLY), latestQuote: quote(94.9, 95, LATE) },
      { price: 95, at: Date.parse(LATE) },
    ],
    [
      'a trade beside a younger wide quote',
      { latestTrade: trade(100, EARLY), latestQuote: quote(50, 150, LATE) },
      { price: 100, at: Date.parse(EARLY) },
    ],
    [
      'a trade beside a quote with one side',
      { latestTrade: trade(100, EARLY), latestQuote: quote(0, 101, LATE) },
      { price: 100, at: Date.parse(EARLY) },
    ],
    [
      'a trade after the quote',
      { latestTrade: trade(100, LATE), latestQuote: quote(94.9, 95, EARLY) },
      { price: 100, at: Date.parse(LATE) },
    ],
    ['a tight quote alone', { latestQuote: quote(99.9, 100.1, LATE) }, { price: 100, at: Date.parse(LATE) }],
    ['a wide quote alone', { latestQuote: quote(50, 150, LATE) }, null],
    ['nothing', {}, null],
  ])('of %s', (_, now, expected) => {
    expect(livePrice(now)).toEqual(expected);
  });
});

describe('bars', () => {
  it('of days carry midnight UTC of the trading day', async () => {
    const from = Date.parse('2026-11-09T00:00:00Z') as MarketMs;
    const bars = await feedOf(world).bars({ symbols: ['AAPL'], timeframe: '1d', from, to: NOW as MarketMs });
    const t = [...(bars?.get('AAPL')?.t ?? [])];
    expect(t.slice(0, 2)).toEqual([Date.parse('2026-11-09'), Date.parse('2026-11-10')]);
    expect(t.every((one) => one % 86_400_000 === 0)).toBe(true);
  });

  it('of minutes carry their instant, over all pages', async () => {
    const from = Date.parse('2026-11-20T14:30:00Z') as MarketMs;
    const bars = await feedOf(world).bars({ symbols: ['AAPL', 'F'], timeframe: '1m', from, to: NOW as MarketMs });
    expect(bars?.get('AAPL')?.t[0]).toBe(from);
    expect(bars?.get('F')?.c.length).toBe(bars?.get('AAPL')?.c.length);
  });
});

describe('a listing', () => {
  it('is found by symbol, in any case, and by its own id', async () => {
    const feed = feedOf(world);
    const bySymbol = await feed.listing('aapl');
    expect(bySymbol).toMatchObject({ kind: 'found', listing: { symbol: 'AAPL', kind: 'stock' } });
    const id = bySymbol.kind === 'found' ? bySymbol.listing.id : '';
    expect(id).toMatch(/^i_alp_[0-9a-f]{32}$/);
    expect(await feed.listing(id)).toEqual(bySymbol);
  });

  it.each(['NOPE', 'not a symbol', '../v2/account', '삼성전자', 'i_alp_x', ''])('is not made of %j', async (name) => {
    expect(await feedOf(world).listing(name)).toEqual({ kind: 'unknown' });
  });
});

describe('the calendar', () => {
  it('is the trading days of New York with their hours', async () => {
    const days = await feedOf(world).calendar('2026-11-26' as TradingDay, '2026-11-30' as TradingDay);
    expect(days).toEqual([
      { day: '2026-11-27', openMinute: 570, closeMinute: 780 },
      { day: '2026-11-30', openMinute: 570, closeMinute: 960 },
    ]);
  });
});
