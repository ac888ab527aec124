import { failure, type Failure } from '../contract/errors.ts';
import type { CreatePortfolio, PortfolioView, UpdatePortfolio } from '../contract/portfolio.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireScope } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

export async function showPortfolio(
  deps: UseCaseDeps,
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
  return showPortfolio(deps, caller, await deps.portfolios.create(caller.userId, input.name, deps.now()));
}

export async function updatePortfolio(
  deps: UseCaseDeps,
  caller: Caller,
  request: { id: string; input: UpdatePortfolio },
): Promise<Result<PortfolioView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const { name, isDefault } = request.input;
  const change = { ...(name !== undefined && { name }), ...(isDefault && { isDefault }) };
  const isThere = await deps.portfolios.update(caller.userId, request.id, change);
  return isThere ? showPortfolio(deps, caller, request.id) : err(failure('not-found', { id: request.id }));
}
