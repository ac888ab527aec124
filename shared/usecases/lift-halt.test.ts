import { expect, test } from 'vitest';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { liftHalt } from './lift-halt.ts';
import type { UseCaseDeps } from './ports.ts';

const PERSON: Caller = {
  userId: 'u_1' as UserId,
  channel: 'web',
  scopes: ['trade'],
  accountIds: null,
  sessionId: 's_1',
};

/** Somebody who has proven what is in the list. */
function proven(...about: string[]) {
  const asked: string[] = [];
  const requireStepUp = (caller: Caller, reason: string, what = ''): Promise<Result<void, Failure>> => {
    asked.push(`${reason} ${what}`);
    const isProven = caller.sessionId !== undefined && about.includes(what);
    return Promise.resolve(isProven ? ok(undefined) : err(failure('step-up-required', { reason, about: what })));
  };
  return { deps: { requireStepUp } as unknown as UseCaseDeps, asked };
}

/** An account: halted ones resume confirmed only. */
const account = (isHalted: boolean) => (given: { confirmed: boolean }) =>
  Promise.resolve(isHalted && !given.confirmed ? err(failure('step-up-required')) : ok('resumed'));

test('nobody is asked where nothing is halted', async () => {
  const { deps, asked } = proven();
  expect(await liftHalt(deps, { caller: PERSON, about: 'a_1' }, account(false))).toEqual(ok('resumed'));
  expect(asked).toEqual([]);
});

test('a halt is lifted with a proof about this very account', async () => {
  const { deps } = proven('a_1');
  expect(await liftHalt(deps, { caller: PERSON, about: 'a_1' }, account(true))).toEqual(ok('resumed'));
  const other = await liftHalt(deps, { caller: PERSON, about: 'a_2' }, account(true));
  expect(other).toMatchObject({ error: { code: 'step-up-required', values: { reason: 'lift-halt', about: 'a_2' } } });
});

test('a chat lifts no halt: it has no session that could have proven anything', async () => {
  const { deps } = proven('a_1');
  const { sessionId: _, ...person } = PERSON;
  const answer = await liftHalt(deps, { caller: { ...person, channel: 'chat' }, about: 'a_1' }, account(true));
  expect(answer).toMatchObject({ error: { code: 'step-up-required' } });
});
