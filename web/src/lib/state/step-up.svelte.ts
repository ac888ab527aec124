import type { StepUpReason } from '#shared/contract/step-up.ts';
import { asApiError } from '../api/error.ts';

/** What the server wants confirmed by the person themself: the words of its refusal. */
export interface StepUpAsk {
  readonly reason: StepUpReason;
  /** What exactly, e.g. a proposal's hash; part of the challenge. */
  readonly about: string | undefined;
}

/** One question at a time: the sheet in the layout shows `asked` and answers with `answered`. */
class StepUp {
  asked = $state.raw<StepUpAsk | null>(null);
  #answer: ((proven: boolean) => void) | null = null;

  /** Asks the person; false when they closed the sheet. */
  prove(ask: StepUpAsk): Promise<boolean> {
    this.#answer?.(false);
    this.asked = ask;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  answered(proven: boolean): void {
    const answer = this.#answer;
    this.#answer = null;
    this.asked = null;
    answer?.(proven);
  }
}

export const stepUp = new StepUp();

/** Runs a call; where the server wants the person first, asks them and repeats it once. Throws what the call threw. */
export async function withStepUp<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    const error = asApiError(thrown);
    const { reason, about } = error.values;
    if (error.code !== 'step-up-required' || typeof reason !== 'string') throw thrown;
    const proven = await stepUp.prove({
      reason: reason as StepUpReason,
      about: about === undefined ? undefined : String(about),
    });
    if (!proven) throw thrown;
    return call();
  }
}
