import type { Failure } from '#shared/contract/errors.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Card, CardButton } from '../cards/card.ts';
import { errorCard } from '../cards/error.ts';
import type { CommandContext, Desk } from './command.ts';

/** Draws what a use case answered, or the error's sentence with the next right thing to do. */
export async function drawn<T>(
  context: CommandContext,
  answer: Promise<Result<T, Failure>>,
  draw: (value: T) => readonly Card[] | Promise<readonly Card[]>,
  next: readonly CardButton[] = [],
): Promise<readonly Card[]> {
  const result = await answer;
  return result.ok ? draw(result.value) : [errorCard(result.error, context.reader, next)];
}

/** The same with the default account at hand. */
export function atDesk(
  context: CommandContext,
  draw: (desk: Desk) => readonly Card[] | Promise<readonly Card[]>,
): Promise<readonly Card[]> {
  return drawn(context, context.desk(), draw);
}
