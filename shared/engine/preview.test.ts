import { describe, expect, it } from 'vitest';
import type { BotSizing } from '../domain/bot-sizing.ts';
import { RISK_PROFILES } from '../domain/risk-profile.ts';
import { DEFAULT_LIMITS } from '../risk/limits.ts';
import { anInstrument } from '../testing/an-instrument.ts';
import { previewBot, type PreviewInput } from './preview.ts';

function input(changes: Partial<PreviewInput> = {}): PreviewInput {
  return {
    amount: 10_000,
    profile: RISK_PROFILES.medium,
    limits: DEFAULT_LIMITS,
    account: { equity: 100_000, buyingPower: 100_000 },
    list: [100, 900, 2_990, 3_100, null].map((price) => ({ instrument: anInstrument(), price, rate: 1 })),
    fees: () => () => 0,
    ...changes,
  };
}

describe('the preview of a bot', () => {
  it('says the largest position, what one stop-out costs and how many in a row stop the bot', () => {
    const preview = previewBot(input());
    expect(preview.largestPosition).toBe(3_000);
    expect(preview.cutBy).toBeNull();
    expect(preview.stopOutCost).toBeCloseTo(3_000 * (0.08 + 0.92 * 0.001), 9);
    expect(preview.stopOutsToStop, '1,500 in losses of 243').toBe(7);
    expect(preview.stopsBuyingBelow).toBe(8_500);
  });

  it.each([
    ['position-fraction', { equity: 20_000, buyingPower: 20_000 }, 2_000],
    ['cash', { equity: 100_000, buyingPower: 1_200 }, 1_200],
  ] as const)('names %s when the account cuts the profile', (cutBy, account, largestPosition) => {
    expect(previewBot(input({ account }))).toMatchObject({ cutBy, largestPosition });
  });

  it('names the risk per trade when that cuts it', () => {
    const preview = previewBot(input({ limits: { ...DEFAULT_LIMITS, riskFractionMax: 0.001 } }));
    expect(preview.cutBy).toBe('risk-per-trade');
    expect(preview.stopOutCost).toBeCloseTo(100, 9);
  });

  it('counts the stocks of its list that one position can pay, an unknown price as none', () => {
    expect(previewBot(input())).toMatchObject({ instrumentCount: 5, affordable: 3 });
  });

  it('takes the dearest fees of the list into what a stop-out costs', () => {
    const taxed = previewBot(
      input({
        fees:
          () =>
          ({ side, quantity, price }) =>
            side === 'sell' ? quantity * price * 0.002 : 0,
      }),
    );
    expect(taxed.stopOutCost).toBeCloseTo(3_000 * (0.08 + 0.92 * 0.001 + 0.92 * 0.002), 6);
  });

  it('says what the bot’s own way to a size makes of a position', () => {
    const loss = 0.08 + 0.92 * 0.001;
    const sized = (sizing: BotSizing) => previewBot(input({ sizing }));
    const fixed = sized({ method: 'fixed-fraction', fraction: 0.01 });
    expect(fixed.sized).toEqual({ method: 'fixed-fraction', position: 100 / loss, at: 0.08 });
    expect(fixed).toMatchObject({ largestPosition: 3_000, stopOutCost: 100, stopOutsToStop: 15 });
    expect(sized({ method: 'volatility-target', fraction: 0.005 }).sized).toMatchObject({ position: 2_500, at: 0.02 });
    expect(sized({ method: 'equal-weight', positions: 5 })).toMatchObject({
      largestPosition: 2_000,
      cutBy: 'equal-weight',
      sized: { position: 2_000, at: null },
    });
    expect(sized({ method: 'capped-kelly', fraction: 0.5, max: 0.1 })).toMatchObject({
      largestPosition: 1_000,
      cutBy: 'capped-kelly',
    });
    expect(sized({ method: 'fixed-fraction', fraction: 1 }), 'never above a limit').toMatchObject({
      sized: { position: 3_000 },
      stopOutCost: 3_000 * loss,
    });
    expect(previewBot(input()).sized).toBeNull();
  });

  it('gives the month it was drawn up with, and the year that implies', () => {
    expect(previewBot(input({ profile: RISK_PROFILES.low })).yearlyImplied).toBeCloseTo(0.268242, 6);
    expect(previewBot(input()).yearlyImplied).toBeCloseTo(0.795856, 6);
    expect(previewBot(input({ profile: RISK_PROFILES.high })).yearlyImplied).toBeCloseTo(2.138428, 6);
  });

  it('has no number of stop-outs where nothing can be bought', () => {
    expect(previewBot(input({ account: { equity: 0, buyingPower: 0 } }))).toMatchObject({
      largestPosition: 0,
      stopOutsToStop: null,
      affordable: 0,
    });
  });
});
