import type { MarketId } from '../../domain/ids.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { initialState } from './initial-state.ts';
import { generatedInstruments } from './instruments.ts';
import type { GeneratedStep } from './next-step.ts';
import { nextStep } from './next-step.ts';
import { stockParameters } from './parameters.ts';
import type { GeneratorState } from './state.ts';

/** A market that a seed makes. It sees its seed and the step, nothing else; equal seeds are equal markets. */
export interface GeneratedMarket {
  /** 60 stocks, then the index (kind `index`, not for trading). */
  readonly instruments: readonly Instrument[];
  initialState(): GeneratorState;
  /** The bars of `state.step`. */
  nextStep(state: GeneratorState): GeneratedStep;
}

/** `seed`: a safe integer. */
export function createGeneratedMarket(seed: number, marketId: MarketId): GeneratedMarket {
  const parameters = stockParameters(seed);
  return {
    instruments: generatedInstruments(marketId),
    initialState: () => initialState(seed, parameters),
    nextStep: (state) => nextStep(seed, parameters, state),
  };
}
