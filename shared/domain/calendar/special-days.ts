import type { EpochDay } from './day.ts';

/** A session that is not the usual one: local minutes after midnight where they differ. */
export interface SpecialSession {
  readonly openMinute?: number;
  readonly closeMinute?: number;
  readonly kind: 'regular' | 'half';
}

/** What is particular about one year of one exchange. Weekends are closed anyway and need not be listed. */
export interface YearDays {
  readonly closed: ReadonlySet<EpochDay>;
  readonly special: ReadonlyMap<EpochDay, SpecialSession>;
  /** By rule, not by a list the exchange has published: a broker's calendar is asked before the first entry. */
  readonly projected: boolean;
}
