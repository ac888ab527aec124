import { describe, expect, it } from 'vitest';
import { anAccount } from '../../testing/builders.ts';
import { aPerson } from './scripted-person.ts';

/*
 * Somebody with a practice account and one with real money, who looks at the second: what is said in the chat beside it
 * is about that one, and what a card's button does is about the account the card speaks of.
 */
const LIVE = anAccount({ id: 'a_live', name: 'Alpaca live', world: 'live', broker: 'alpaca' });
const somebody = () => aPerson('en', { others: [LIVE] });

describe('the account on the screen', () => {
  it('is what a command is about', async () => {
    const person = somebody();
    const [today] = await person.sends({ text: 'today', accountId: LIVE.id });
    expect(today?.title).toMatch(/^LIVE · /);
    expect(today?.accountId).toBe(LIVE.id);
    await person.sends({ text: 'pause', accountId: LIVE.id });
    expect(person.state.calls).toEqual(['pauseAccount of a_live']);
  });

  it('is the default one where no screen is told of', async () => {
    const person = somebody();
    const [today] = await person.says('today');
    expect(today).toMatchObject({ title: expect.stringMatching(/^PAPER · /) as string, accountId: 'a_00000001' });
  });

  it('does not change what a question was begun for', async () => {
    const person = somebody();
    await person.sends({ text: 'buy NVDA', accountId: LIVE.id });
    await person.sends({ text: '2', accountId: 'a_00000001' });
    const [last] = await person.sends({ text: 'market', accountId: 'a_00000001' });
    expect(last?.title).toMatch(/^LIVE · /);
    expect(last?.accountId).toBe(LIVE.id);
  });
});
