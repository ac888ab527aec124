import { expect, test } from 'vitest';
import { failure, type Failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Confirmation } from './account-port.ts';
import { asConfirmed } from './as-confirmed.ts';
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

/** An account that lifts a halt of these confirmed only; the need may be another at each try. */
function halted(...needs: (string | null)[]) {
  return (given?: Confirmation) => {
    const about = needs.length > 1 ? needs.shift() : needs[0];
    const isFree = about === null || (given?.reason === 'lift-halt' && given.about === about);
    return Promise.resolve(
      isFree ? ok('resumed') : err(failure('step-up-required', { reason: 'lift-halt', about: about ?? '' })),
    );
  };
}

test('nobody is asked where nothing needs them', async () => {
  const { deps, asked } = proven();
  expect(await asConfirmed(deps, PERSON, halted(null))).toEqual(ok('resumed'));
  expect(asked).toEqual([]);
});

test('a halt is lifted with a proof about this very account', async () => {
  const { deps } = proven('a_1');
  expect(await asConfirmed(deps, PERSON, halted('a_1'))).toEqual(ok('resumed'));
  expect(await asConfirmed(deps, PERSON, halted('a_2'))).toMatchObject({
    error: { code: 'step-up-required', values: { reason: 'lift-halt', about: 'a_2' } },
  });
});

test('what became another thing while the proof was looked up is refused', async () => {
  const { deps } = proven('a_1');
  expect(await asConfirmed(deps, PERSON, halted('a_1', 'a_2'))).toMatchObject({
    error: { code: 'step-up-required', values: { about: 'a_2' } },
  });
});

test('a chat lifts no halt: it has no session that could have proven anything', async () => {
  const { deps } = proven('a_1');
  const { sessionId: _, ...person } = PERSON;
  const answer = await asConfirmed(deps, { ...person, channel: 'chat' }, halted('a_1'));
  expect(answer).toMatchObject({ error: { code: 'step-up-required' } });
});
