import type { AccountLimitsView, UpdateLimits } from '../contract/account.ts';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountFor, requireScope } from './access.ts';
import { activeMarket } from './active-market.ts';
import { asConfirmed } from './as-confirmed.ts';
import { finderOf, type InstrumentFinder } from './find-instrument.ts';
import { inMarketOf } from './market-of.ts';
import type { UseCaseDeps } from './ports.ts';

interface Update {
  readonly id: string;
  readonly input: UpdateLimits;
}

/**
 * Changes some of an account's limits. A name that nothing has would limit nothing: it is refused here, and what is stored
 * is the symbol, however it was written. Names that stood there before stay.
 */
export async function updateLimits(
  deps: UseCaseDeps,
  caller: Caller,
  update: Update,
): Promise<Result<AccountLimitsView, Failure>> {
  const scope = requireScope(caller, 'admin');
  if (!scope.ok) return scope;
  const account = accountFor(deps, caller, update.id);
  if (!account.ok) return account;
  const named = await withKnownNames(deps, caller, update);
  if (!named.ok) return named;
  return asConfirmed(deps, caller, (given) => account.value.updateLimits(caller, named.value, given));
}

async function withKnownNames(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: Update,
): Promise<Result<UpdateLimits, Failure>> {
  const names = namesIn(input);
  if (names.length === 0 && !input.blockedSectors?.length) return ok(input);
  const account = accountFor(deps, caller, id);
  if (!account.ok) return account;
  const before = await account.value.limits(caller);
  if (!before.ok) return before;
  return inMarketOf(deps, { caller, accountId: id }, async (market) => {
    const active = await activeMarket(market);
    if (!active.ok) return active;
    const { id: marketId, state } = active.value;
    const finder = await finderOf(market, { marketId, marketAt: state.marketAt, names });
    return resolved(input, before.value, finder);
  });
}

const LISTS = ['blockList', 'allowList', 'block', 'unblock'] as const;
/** Something said of each name. */
const RECORDS = ['sectors', 'blockedUntil', 'blockUntil'] as const;

/** Every instrument that the change names. */
type Naming = Partial<Pick<UpdateLimits, (typeof LISTS)[number] | (typeof RECORDS)[number]>>;

function namesIn(input: Naming): string[] {
  const listed = LISTS.flatMap((name) => input[name] ?? []);
  return [...listed, ...RECORDS.flatMap((name) => Object.keys(input[name] ?? {}))];
}

function resolved(
  input: UpdateLimits,
  before: AccountLimitsView,
  finder: InstrumentFinder,
): Result<UpdateLimits, Failure> {
  const stood = new Set(namesIn(before));
  const symbolOf = (name: string): string | null => finder.find(name)?.symbol ?? (stood.has(name) ? name : null);
  const change: { -readonly [Name in keyof UpdateLimits]: UpdateLimits[Name] } = { ...input };
  for (const field of [...LISTS, ...RECORDS]) {
    const lost = namesIn({ [field]: input[field] }).find((name) => symbolOf(name) === null);
    if (lost !== undefined) return err(failure('unknown-instrument', { symbol: lost.slice(0, 40) }, field));
  }
  const symbols = (list: readonly string[]): string[] => [...new Set(list.map((name) => symbolOf(name) ?? name))];
  for (const name of LISTS) if (input[name]) change[name] = symbols(input[name]);
  const named = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).map(([name, said]) => [symbolOf(name) ?? name, said]));
  if (input.sectors) change.sectors = named(input.sectors);
  if (input.blockedUntil) change.blockedUntil = named(input.blockedUntil);
  if (input.blockUntil) change.blockUntil = named(input.blockUntil);
  const known = new Set([
    ...finder.instruments.map(({ sector }) => sector),
    ...Object.values(change.sectors ?? before.sectors),
    ...before.blockedSectors,
  ]);
  const mistyped = input.blockedSectors?.find((sector) => !known.has(sector));
  if (mistyped === undefined) return ok(change);
  return err(failure('invalid-request', { field: 'blockedSectors', has: mistyped }, 'blockedSectors'));
}
