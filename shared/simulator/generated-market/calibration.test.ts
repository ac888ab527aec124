import { beforeAll, describe, expect, it } from 'vitest';
import type { BotId } from '../../domain/ids.ts';
import type { RiskLevel } from '../../domain/risk-profile.ts';
import type { LookingBot, Signal } from '../../domain/signal.ts';
import { ceilingPrice } from '../../engine/ceiling.ts';
import { lookForBot } from '../../engine/look.ts';
import { invariant } from '../../lib/invariant.ts';
import { ScreenCache } from '../../screeners/screen-cache.ts';
import { INDEX_POSITION } from './instruments.ts';
import type { Tape } from './tape.ts';
import { recordTape } from './tape.ts';

/*
 * What a newcomer meets, over 200 markets: the clock stands at step 100 until there is a bot, then runs at the standard
 * pace of 0.8 steps a second. Look, screen, strategy and ceiling are the real ones; the account's limits are left out.
 */
const SEEDS = 200;
const STANDING_STEPS = 100;
const STEPS_PER_MINUTE = 48;
const EXIT_STEPS = 10 * STEPS_PER_MINUTE;

interface Trial {
  /** Steps from the first look to the first proposal, and from the first fill to the first exit; null: not in time. */
  readonly proposedAfter: number | null;
  readonly exitedAfter: number | null;
  readonly wasFilled: boolean;
}

/** One bot up to its first exit, the best of each look approved at once. */
function meet(seed: number, riskLevel: RiskLevel): Trial {
  const tape = recordTape(seed, STANDING_STEPS + 2 * STEPS_PER_MINUTE + EXIT_STEPS + 2);
  const screens = new ScreenCache();
  for (let step = 0; step < STANDING_STEPS; step++) tape.advance();

  let proposedAfter: number | null = null;
  for (let step = 0; step <= 2 * STEPS_PER_MINUTE; step++) {
    const buy = look(tape, screens, aBot(riskLevel)).find(({ side }) => side === 'buy');
    if (buy) {
      if (step <= STEPS_PER_MINUTE) proposedAfter ??= step;
      const position = screens.positionOf(tape.window(), buy.instrumentId);
      const instrument = tape.market.instruments[position];
      invariant(instrument, 'a signal is about an instrument of the market');
      tape.advance();
      const open = lastBar(tape, position).o;
      if (open <= ceilingPrice(buy.price, buy.atr, instrument)) {
        return { proposedAfter, wasFilled: true, exitedAfter: hold(tape, screens, { buy, position, riskLevel, open }) };
      }
    } else tape.advance();
  }
  return { proposedAfter, wasFilled: false, exitedAfter: null };
}

interface Held {
  readonly buy: Signal;
  readonly position: number;
  readonly riskLevel: RiskLevel;
  readonly open: number;
}

/** Steps to the stop, the target or the strategy's sell. Nothing splits within a trial's five days: notice is longer. */
function hold(tape: Tape, screens: ScreenCache, { buy, position, riskLevel, open }: Held): number | null {
  const holding = {
    instrumentId: buy.instrumentId,
    quantity: 1,
    averagePrice: open,
    openedAt: tape.window().marketAt,
  };
  for (let step = 0; step < EXIT_STEPS; step++) {
    const { h, l } = lastBar(tape, position);
    if (l <= (buy.stopPrice ?? 0) || h >= (buy.targetPrice ?? Infinity)) return step;
    if (look(tape, screens, aBot(riskLevel, [holding])).some(({ side }) => side === 'sell')) return step + 1;
    tape.advance();
  }
  return null;
}

function look(tape: Tape, screens: ScreenCache, bot: LookingBot): readonly Signal[] {
  const market = tape.window();
  return lookForBot({ bot, market, screens, events: new Map(), nextLookAt: null }).signals;
}

const STOCKS = recordTape(0, 1)
  .market.instruments.slice(0, INDEX_POSITION)
  .map(({ id }) => id);

function aBot(riskLevel: RiskLevel, holdings: LookingBot['holdings'] = []): LookingBot {
  return {
    botId: 'newcomer' as BotId,
    strategy: 'ma-cross',
    strategyConfig: {},
    riskLevel,
    timeframe: '15m',
    instrumentIds: STOCKS,
    holdings,
  };
}

function lastBar(tape: Tape, position: number): { readonly o: number; readonly h: number; readonly l: number } {
  const { columns, step } = tape.window();
  const bars = columns[position];
  return { o: bars?.o[step - 1] ?? NaN, h: bars?.h[step - 1] ?? NaN, l: bars?.l[step - 1] ?? NaN };
}

describe('the generated market, as a newcomer meets it', () => {
  let trials: Trial[] = [];
  beforeAll(() => {
    trials = Array.from({ length: SEEDS }, (_, seed) => meet(seed * 7_919 + 1, 'medium'));
  }, 60_000);

  it('gives a first proposal within 60 s in at least 95 % of the markets', () => {
    const prompt = trials.filter(({ proposedAfter }) => proposedAfter !== null);
    expect(prompt.length / SEEDS).toBeGreaterThanOrEqual(0.95);
  });

  it('gives a first exit within 10 minutes of the first fill in most of the markets', () => {
    const filled = trials.filter(({ wasFilled }) => wasFilled);
    const prompt = filled.filter(({ exitedAfter }) => exitedAfter !== null);
    expect(filled.length / SEEDS).toBeGreaterThan(0.95);
    expect(prompt.length / filled.length, 'above a half puts the median in time; this is the margin').toBeGreaterThan(
      0.9,
    );
  });
});
