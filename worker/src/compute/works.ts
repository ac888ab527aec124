import { backtestWork } from './backtest.ts';
import type { Work } from './work.ts';

/** Every kind of heavy work by the name it is asked for. */
export const WORKS: Readonly<Record<string, Work>> = {
  backtest: backtestWork,
};
