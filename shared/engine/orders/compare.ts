import { isUnresolved } from '../../domain/order.ts';
import { CURRENCIES } from '../../domain/instrument.ts';
import type { WallMs } from '../../lib/time.ts';
import type { Intent } from './intent.ts';
import type { Difference, OrderCore } from './ports.ts';
import type { BookRead } from './resolve.ts';
import { compare, minus } from './quantities.ts';
import { WORKING } from './states.ts';
import { tripped } from './stop-buying.ts';
import { MISMATCH_TOLERATED_MS } from './timing.ts';

/**
 * The broker's positions and cash against ours, once everything of its book is taken over. Its lists may trail its fills
 * for some seconds: a difference counts when it was there before and still is. Then it is told with both sides, and
 * buying stops over shares that one of the two does not know. Orders that are `behind` have fills that the list does not
 * show yet: of their shares, and of cash, nothing is concluded.
 */
export function compareBooks(
  core: OrderCore,
  { snapshot, askedAt, isComplete }: BookRead,
  behind: readonly Intent[],
): void {
  if (!isComplete) return;
  core.store.transaction(() => {
    const stored = core.store.meta('differences');
    // The first comparison says what an account begins with: it waits for the whole book.
    if (stored === null && behind.length > 0) return;
    const before = stored ?? [];
    const all = [...positionDifferences(core, snapshot.positions), ...cashDifferences(core, snapshot.cash)];
    if (stored !== null && before.length === 0 && all.length === 0) return;
    const isBehind = ({ what, name }: Found): boolean =>
      behind.length > 0 && (what === 'cash' || behind.some(({ instrumentId }) => instrumentId === name));
    const now = [...all.filter((found) => !isBehind(found)), ...before.filter(isBehind)];
    if (stored !== null && before.length === 0 && now.length === 0) return;
    const known = now.map((found) => since(before, found, askedAt as WallMs));
    const stayed = known.map((found) => ({
      ...found,
      isTold: found.isTold || (!isBehind(found) && isLasting(found, askedAt)),
    }));
    core.store.setMeta('differences', stayed);
    const appeared = stayed.filter((found, index) => found.isTold && known[index]?.isTold === false);
    const settled = before.filter((old) => old.isTold && !stayed.some((found) => isSame(old, found)));
    if (appeared.length + settled.length > 0) core.rules.tellDifferences({ appeared, settled });
    for (const { what, name, broker, ours, since: seenAt } of appeared) {
      if (what !== 'position') continue;
      if (core.rules.trip('position-mismatch', `${name}|${seenAt}`, { name, broker, ours })) tripped(core);
    }
    if (stayed.some((found) => !found.isTold)) {
      core.store.schedule('reconcile', 'all', askedAt + MISMATCH_TOLERATED_MS, 'keep-earlier');
    }
  });
}

/** A broker may count money finer than its smallest unit. */
const ROUNDING = '0.01';

type Found = Omit<Difference, 'since' | 'isTold'>;

/** Between a stranger's fill and its report nobody can tell; with an order of ours unconfirmed neither. */
function positionDifferences(core: OrderCore, positions: BookRead['snapshot']['positions']): Found[] {
  const held = core.store.heldByInstrument();
  const found: Found[] = [];
  const differ = (name: string, ours: string, broker: string): void => {
    const isOpen = core.store
      .intentsIn(WORKING)
      .some((intent) => intent.instrumentId === name && isUnresolved(intent.state));
    if (!isOpen) found.push({ what: 'position', name, broker, ours });
  };
  for (const [name, ours] of held) {
    const broker = positions.find(({ instrumentId }) => instrumentId === name)?.quantity ?? '0';
    if (compare(ours, broker) !== 0) differ(name, ours, broker);
  }
  for (const { instrumentId, quantity } of positions) {
    if (!held.has(instrumentId) && compare('0', quantity) !== 0) differ(instrumentId, '0', quantity);
  }
  return found;
}

/** Fees that the broker has charged and not told of yet are no difference. */
function cashDifferences(core: OrderCore, cash: BookRead['snapshot']['cash']): Found[] {
  if (cash === null) return [];
  const found: Found[] = [];
  for (const currency of CURRENCIES) {
    const broker = cash[currency];
    const ours = broker === undefined ? null : core.rules.cash(currency);
    if (broker === undefined || ours === null || isSettled(ours, broker, core.rules.unsettled(currency))) continue;
    found.push({ what: 'cash', name: currency, broker, ours });
  }
  return found;
}

/** Less than a unit either way is rounding; less at the broker, up to the fees that are owed, is a charge of them. */
function isSettled(ours: string, broker: string, unsettled: string): boolean {
  if (compare(ours, broker) === 0) return true;
  const less = minus(ours, broker);
  return compare(less, `-${ROUNDING}`) > 0 && compare(minus(less, unsettled), ROUNDING) < 0;
}

function since(before: readonly Difference[], found: Found, now: WallMs): Difference {
  const old = before.find((known) => isSame(known, found));
  return { ...found, since: old?.since ?? now, isTold: old?.isTold ?? false };
}

/** The same difference, whatever its size has become. */
function isSame(a: Found, b: Found): boolean {
  return a.what === b.what && a.name === b.name;
}

function isLasting(found: Difference, now: number): boolean {
  return now - found.since >= MISMATCH_TOLERATED_MS;
}
