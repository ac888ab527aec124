import { failure, type Failure } from '#shared/contract/errors.ts';
import type { Caller, Need, Scope } from '#shared/domain/caller.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { err, type Result } from '#shared/lib/result.ts';
import { allow } from './access.ts';
import type { AccountContext, Present } from './context.ts';
import { findInstrument } from './instruments.ts';
import type { PaperSplit } from './splits.ts';
import { fetchPresent, type Reach } from './valuation.ts';

/** What the account object lends: its context, its readiness, and what has to happen after every change. */
export interface AccountHost {
  context(): AccountContext;
  isReady(): boolean;
  ready(): Promise<void>;
  afterwards(): Promise<void>;
  /** Goes on after the call has answered. */
  background(work: Promise<void>): void;
  /** The counterparty counts in new shares too. */
  readonly splitPaper: PaperSplit;
}

/** What an answer is made from. */
export interface Ask {
  readonly ctx: AccountContext;
  readonly present: Present;
  readonly isReady: boolean;
}

/** Answers now; the work goes on, and ends as it does otherwise. */
export type AnswerNow<T> = (answer: Result<T, Failure>) => void;

interface AskAbout {
  readonly more?: readonly InstrumentId[];
  readonly reach?: (ctx: AccountContext) => Reach;
}

type Answer<T> = Result<T, Failure> | Promise<Result<T, Failure>>;

/** How the account answers anybody: grants first, then the present, then the work, then everybody who has to know. */
export class Asking {
  readonly #host: AccountHost;

  constructor(host: AccountHost) {
    this.#host = host;
  }

  get host(): AccountHost {
    return this.#host;
  }

  /**
   * Grants first; then the present is fetched, the work is done, and the market and the people are told. `more` are
   * instruments it is about; `reach` is `prices` where nothing can be bought by it, `past` where past prices are shown.
   */
  async ask<T>(
    caller: Caller,
    scope: Scope,
    work: (ask: Ask & { answerNow: AnswerNow<T> }) => Answer<T>,
    { more = [], reach = () => (scope === 'read' ? 'prices' : 'all') }: AskAbout = {},
  ): Promise<Result<T, Failure>> {
    return this.atOnce(caller, scope, async (ctx, answerNow) =>
      work({ ...(await this.#present(ctx, more, reach(ctx))), answerNow }),
    );
  }

  async #present(ctx: AccountContext, more: readonly InstrumentId[], reach: Reach): Promise<Ask> {
    await this.#host.ready();
    const present = await fetchPresent(ctx, more, reach);
    return { ctx, present, isReady: this.#host.isReady() };
  }

  /** For what must not wait: the work begins in the turn of the call. */
  async atOnce<T>(
    caller: Caller,
    need: Need,
    work: (ctx: AccountContext, answerNow: AnswerNow<T>) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const ctx = this.#host.context();
    const allowed = allow(ctx, caller, need);
    if (!allowed.ok) return allowed;
    const early = Promise.withResolvers<Result<T, Failure>>();
    const whole = (async () => {
      try {
        return await work(ctx, (answer) => {
          early.resolve(answer);
          this.#host.background(isOver());
        });
      } finally {
        await this.#host.afterwards();
      }
    })();
    // Nobody waits for it any more: what was stored is found again by its rows.
    const isOver = async (): Promise<void> => {
      try {
        await whole;
      } catch (error) {
        ctx.log({ event: 'call-failed', error: String(error) });
      }
    };
    return Promise.race([early.promise, whole]);
  }

  /** The same about one instrument, as a person names it; `prices` where nothing can be bought by it. */
  async about<T>(
    caller: Caller,
    scope: Scope,
    symbol: string,
    work: (ask: Ask & { answerNow: AnswerNow<T>; instrument: Instrument }) => Answer<T>,
    reach: Reach = 'all',
  ): Promise<Result<T, Failure>> {
    return this.atOnce(caller, scope, async (ctx, answerNow) => {
      const instrument = await findInstrument(ctx, symbol);
      if (instrument === null) return err(failure('unknown-instrument', { symbol }, 'symbol'));
      return work({ ...(await this.#present(ctx, [instrument.id], reach)), answerNow, instrument });
    });
  }
}
