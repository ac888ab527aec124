import { failure, type Failure } from '../contract/errors.ts';
import type { CreatePortfolio, MoveHolder, PortfolioView, UpdatePortfolio } from '../contract/portfolio.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { accountIdIn } from '../domain/owned-id.ts';
import { accountFor, requireScope, requireUnlimited } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

const PORTFOLIOS_MAX = 50;
/** Holders that are no bot. */
const BY_PEOPLE = ['manual', 'external'];

export async function showPortfolio(
  deps: Pick<UseCaseDeps, 'portfolios'>,
  caller: Caller,
  id: string,
): Promise<Result<PortfolioView, Failure>> {
  const portfolio = (await deps.portfolios.list(caller.userId)).find((stored) => stored.id === id);
  return portfolio === undefined ? err(failure('not-found', { id })) : ok(portfolio);
}

export async function createPortfolio(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreatePortfolio,
): Promise<Result<PortfolioView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const there = await deps.portfolios.list(caller.userId);
  if (there.length >= PORTFOLIOS_MAX) return err(failure('too-many-here', { max: PORTFOLIOS_MAX }));
  return showPortfolio(deps, caller, await deps.portfolios.create(caller.userId, input, deps.now()));
}

export async function updatePortfolio(
  deps: UseCaseDeps,
  caller: Caller,
  request: { id: string; input: UpdatePortfolio },
): Promise<Result<PortfolioView, Failure>> {
  const found = await changeable(deps, caller, request.id);
  if (!found.ok) return found;
  const { name, isDefault } = request.input;
  if (isDefault && found.value.kind === 'elsewhere') return err(failure('portfolio-elsewhere', undefined, 'isDefault'));
  const change = { ...(name !== undefined && { name }), ...(isDefault && { isDefault }) };
  await deps.portfolios.update(caller.userId, request.id, change);
  return showPortfolio(deps, caller, request.id);
}

/** Its holders go to the default one, which itself stays; what was written down of elsewhere goes with it. */
export async function deletePortfolio(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const found = await changeable(deps, caller, id);
  if (!found.ok) return found;
  if (found.value.isDefault) return err(failure('portfolio-default', { name: found.value.name }));
  await deps.portfolios.remove(caller.userId, id);
  return ok({ id });
}

/** Puts a bot, or what people hold on an account, into this portfolio and out of any other of the caller's. */
export async function moveHolder(
  deps: UseCaseDeps,
  caller: Caller,
  request: { id: string; input: MoveHolder },
): Promise<Result<PortfolioView, Failure>> {
  const found = await changeable(deps, caller, request.id);
  if (!found.ok) return found;
  if (found.value.kind === 'elsewhere') return err(failure('portfolio-elsewhere', undefined, 'id'));
  const { accountId, holder } = request.input;
  const account = accountFor(deps, caller, accountId);
  if (!account.ok) return account;
  if (!BY_PEOPLE.includes(holder) && accountIdIn(holder) !== accountId)
    return err(failure('not-found', { id: holder }, 'holder'));
  const isThere = BY_PEOPLE.includes(holder)
    ? await account.value.allows(caller, 'read')
    : await account.value.bot(caller, holder);
  if (!isThere.ok) return isThere;
  await deps.portfolios.moveHolder(caller.userId, request.id, { accountId, holder });
  return showPortfolio(deps, caller, request.id);
}

/** One of the caller's, for a caller who may change it: a token bound to some accounts has no business with what is kept elsewhere. */
export async function changeable(
  deps: Pick<UseCaseDeps, 'portfolios'>,
  caller: Caller,
  id: string,
): Promise<Result<PortfolioView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const found = await showPortfolio(deps, caller, id);
  const unlimited = found.ok && found.value.kind === 'elsewhere' ? requireUnlimited(caller) : ok(undefined);
  return unlimited.ok ? found : unlimited;
}
