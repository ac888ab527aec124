import type { ScreenEvent } from './screen-tree.ts';

/**
 * Something dated about what is listed under a symbol. `about` is the index of an addition or removal, else empty; an
 * addition `at` 0 is a member since before its list begins.
 */
export interface MarketEvent {
  readonly symbol: string;
  readonly kind: ScreenEvent;
  readonly about: string;
  readonly at: number;
  readonly knownAt: number;
}
