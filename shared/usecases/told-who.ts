import type { Failure } from '../contract/errors.ts';
import { err, type Result } from '../lib/result.ts';
import type { UseCaseDeps } from './ports.ts';

/** Whoever lost a race is told by name who was faster. The account knows people by their ids only. */
export async function toldWho<T>(
  { users }: Pick<UseCaseDeps, 'users'>,
  answer: Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const result = await answer;
  if (result.ok || result.error.code !== 'already-decided') return result;
  const { values = {} } = result.error;
  const { by } = values;
  const user = typeof by === 'string' ? await users.find(by) : null;
  return user === null ? result : err({ ...result.error, values: { ...values, name: user.name } });
}
