import type { Answer, UseCases } from '#shared/usecases/facade.ts';

/** What no chat asks for: portfolios, what is kept elsewhere, notes. `never` answers that it cannot be had. */
export const neverAsked = (never: () => Answer<never>) =>
  ({
    portfolios: never,
    portfolio: never,
    createPortfolio: never,
    updatePortfolio: never,
    deletePortfolio: never,
    moveHolder: never,
    portfolioContent: never,
    addHolding: never,
    updateHolding: never,
    removeHolding: never,
    importHoldings: never,
    instrumentEvents: never,
    note: never,
    notes: never,
    writeNote: never,
    benchmarkLine: never,
  }) satisfies Partial<UseCases>;
