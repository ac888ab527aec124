/** What can be asked of stored bars. The words catalogue has a name for each code of this file. */
export const RUN_KINDS = ['backtest', 'grid', 'walk-forward', 'monte-carlo'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** How far it is: `waiting` nobody began, `running`, and three ends. */
export const RUN_STATUSES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What the best of many is chosen by. */
export const OBJECTIVES = ['sharpe', 'return', 'calmar', 'profit-factor', 'sqn'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** `rolling`: every choice looks back equally far. `anchored`: every choice looks back to the beginning. */
export const WALKS = ['rolling', 'anchored'] as const;
export type Walk = (typeof WALKS)[number];

/**
 * How other pasts are made of the one that was: `trades` draws single trades with replacement, `blocks` draws stretches
 * of neighbouring bars, so that calm and rough times stay together (circular block bootstrap: Politis & Romano, 1992).
 */
export const RESAMPLINGS = ['trades', 'blocks'] as const;
export type Resampling = (typeof RESAMPLINGS)[number];
