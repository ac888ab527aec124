import type { PositionView } from '#shared/contract/account.ts';
import type { CommandContext, Desk } from './command.ts';

type Holding = PositionView['holders'][number];

/** What is held of a stock by one holder, else by the first; undefined where nothing is, or nobody can say. */
export async function findHolding(
  { useCases, caller }: CommandContext,
  { account }: Desk,
  { symbol, holder }: { readonly symbol: string; readonly holder: string | undefined },
): Promise<Holding | undefined> {
  const positions = await useCases.positions(caller, account.id);
  const position = positions.ok ? positions.value.items.find((item) => item.symbol === symbol) : undefined;
  return position?.holders.find((item) => holder === undefined || item.holder === holder);
}
