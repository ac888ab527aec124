import { failure, type Failure } from '../contract/errors.ts';
import type {
  CreateHolding,
  ImportedHoldings,
  ImportHoldings,
  PortfolioContent,
  PortfolioView,
  UpdateHolding,
} from '../contract/portfolio.ts';
import type { Caller } from '../domain/caller.ts';
import { HOLDINGS_MAX, usualCurrency, type Holding } from '../domain/holdings/holding.ts';
import { readHoldingsCsv } from '../domain/holdings/read-holdings-csv.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireUnlimited } from './access.ts';
import { showPortfolioContent } from './portfolio-content.ts';
import { changeable } from './portfolios.ts';
import type { StoredHolding, UseCaseDeps } from './ports.ts';

interface Asked<T> {
  readonly id: string;
  readonly input: T;
  /** Whose market prices it in the answer. */
  readonly accountId?: string | undefined;
}
type Content = Promise<Result<PortfolioContent, Failure>>;

export async function addHolding(deps: UseCaseDeps, caller: Caller, asked: Asked<CreateHolding>): Content {
  const there = await holdingsOf(deps, caller, asked.id);
  if (!there.ok) return there;
  if (there.value.length >= HOLDINGS_MAX) return err(failure('too-many-here', { max: HOLDINGS_MAX }));
  const holding = { ...asked.input, currency: asked.input.currency ?? usualCurrency(asked.input.name) };
  await deps.portfolios.saveHoldings(asked.id, { put: [holding], drop: [] }, deps.now());
  return showPortfolioContent(deps, caller, asked);
}

export async function updateHolding(
  deps: UseCaseDeps,
  caller: Caller,
  asked: Asked<UpdateHolding> & { readonly holdingId: string },
): Content {
  const there = await holdingsOf(deps, caller, asked.id);
  if (!there.ok) return there;
  if (!there.value.some(({ id }) => id === asked.holdingId)) return err(failure('not-found', { id: asked.holdingId }));
  const { name, quantity, totalCost, currency, price } = asked.input;
  const change = {
    ...(name !== undefined && { name }),
    ...(quantity !== undefined && { quantity }),
    ...(totalCost !== undefined && { totalCost }),
    ...(currency !== undefined && { currency }),
    ...(price !== undefined && { price }),
  };
  await deps.portfolios.updateHolding(asked.id, asked.holdingId, change, deps.now());
  return showPortfolioContent(deps, caller, asked);
}

export async function removeHolding(
  deps: UseCaseDeps,
  caller: Caller,
  asked: { readonly id: string; readonly holdingId: string; readonly accountId?: string | undefined },
): Content {
  const there = await holdingsOf(deps, caller, asked.id);
  if (!there.ok) return there;
  if (!there.value.some(({ id }) => id === asked.holdingId)) return err(failure('not-found', { id: asked.holdingId }));
  await deps.portfolios.saveHoldings(asked.id, { put: [], drop: [asked.holdingId] }, deps.now());
  return showPortfolioContent(deps, caller, asked);
}

/** A file of holdings: kept whole or not at all, and shown first. */
export async function importHoldings(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: Asked<ImportHoldings>,
): Promise<Result<ImportedHoldings, Failure>> {
  const there = await holdingsOf(deps, caller, id);
  if (!there.ok) return there;
  const read = readHoldingsCsv(input.csv);
  if (!read.ok) {
    const { line, code, values } = read.error;
    return err(failure('bad-holdings-csv', { ...values, line, fault: code }));
  }
  const names = new Map(there.value.map((holding) => [keyOf(holding), holding]));
  const inFile = new Set(read.value.map(keyOf));
  const goes = there.value.filter((holding) => input.mode === 'replace' || inFile.has(keyOf(holding)));
  if (there.value.length - goes.length + read.value.length > HOLDINGS_MAX)
    return err(failure('too-many-here', { max: HOLDINGS_MAX }));
  if (!input.preview) {
    const inPlaceOf = input.mode === 'replace' ? 'all' : 'the-same';
    const change = { put: read.value, drop: goes.map((holding) => holding.id), inPlaceOf } as const;
    await deps.portfolios.saveHoldings(id, change, deps.now());
  }
  return ok({
    items: read.value.map((holding) => ({ ...holding, isNew: !names.has(keyOf(holding)) })),
    dropped: goes.filter((holding) => !inFile.has(keyOf(holding))).map(({ name }) => name),
    kept: !input.preview,
  });
}

const keyOf = ({ name, currency }: Holding): string => `${name.toLowerCase()} ${currency}`;

/** What is written down in one of the caller's; a token bound to some accounts has no business with it. */
async function holdingsOf(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<StoredHolding[], Failure>> {
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const found: Result<PortfolioView, Failure> = await changeable(deps, caller, id);
  if (!found.ok) return found;
  if (found.value.kind !== 'elsewhere') return err(failure('portfolio-trades', undefined, 'id'));
  return ok(await deps.portfolios.holdings(id));
}
