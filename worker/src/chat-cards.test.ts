import { describe, expect, it } from 'vitest';
import { anEvent } from '#bot/testing/builders.ts';
import { fakeState, fakeUseCases } from '#bot/testing/fake-use-cases.ts';
import { NOW } from '#bot/testing/builders.ts';
import { failure } from '#shared/contract/errors.ts';
import { err } from '#shared/lib/result.ts';
import { chatCards } from './chat-cards.ts';

const users = {
  find: () => Promise.resolve(null),
  list: () => Promise.resolve([]),
  create: () => Promise.resolve(),
  update: () => Promise.resolve(),
};
const halted = anEvent('mode.changed', { mode: 'halted', reason: null });

describe('what Nod says by itself', () => {
  const cards = (code: 'not-found' | 'unavailable') =>
    chatCards({
      useCases: { ...fakeUseCases(fakeState()), account: () => Promise.resolve(err(failure(code))) },
      users,
      now: () => NOW,
    });

  it('is nothing to somebody who has no part in the account any more', async () => {
    expect(await cards('not-found').ofEvent('u_1', halted, 'telegram')).toBeNull();
  });

  it('is asked for again where the account does not answer', async () => {
    await expect(cards('unavailable').ofEvent('u_1', halted, 'telegram')).rejects.toThrow('does not answer');
  });
});
