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

  it('is the one with real money where no screen is told of', async () => {
    const person = somebody();
    const [today] = await person.says('today');
    expect(today).toMatchObject({ title: expect.stringMatching(/^LIVE · /) as string, accountId: LIVE.id });
  });

  it('stays the one that is talked about: to choose another in the chat shows it and no more', async () => {
    const person = somebody();
    const [shown] = await person.sends({ text: 'account paper', accountId: LIVE.id });
    expect(shown?.title).toMatch(/^PAPER · /);
    expect(shown?.lines[0]).toBe('Here in the app, what you say is about the account at the top of the screen.');
    const [today] = await person.sends({ text: 'today', accountId: LIVE.id });
    expect(today?.title).toMatch(/^LIVE · /);
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
