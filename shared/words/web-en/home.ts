import { s } from './plural.ts';

/** Home. */
export const home = {
  title: 'Home',
  today: 'today',
  todaySince: (time: string) => `today, since ${time}`,
  noResultYet: 'no result yet today',
  equityUnknown: 'Value not known right now',
  safe: {
    none: 'Nothing invested, nothing at risk',
    protected: (done: number, all: number) => `Protected ${done} of ${all}`,
    heldByBroker: 'stops at the broker',
    heldByNod: 'stops held by Nod, only while it runs',
    mixed: (broker: number, nod: number) => `${broker} at the broker, ${nod} by Nod while it runs`,
    checked: (age: string) => `broker checked ${age}`,
    unprotected: (count: number) => `${count} position${s(count)} without a stop-loss`,
    unresolved: (count: number) =>
      `${count} order${s(count)} not confirmed yet. We keep asking; do not repeat ${count === 1 ? 'it' : 'them'} by hand.`,
    recovering: 'Catching up with the broker. No new buys until it matches.',
    look: 'Look',
  },
  needs: 'Needs you',
  nothing: 'Nothing needs you.',
  /** Of an account that is not the one on the screen. */
  elsewhere: (count: number, account: string) =>
    count === 1 ? `1 proposal waits in ${account}` : `${count} proposals wait in ${account}`,
  nextLook: (time: string) => `Next look ${time}.`,
  silent: (count: number) => `${count} bot${s(count)} stopped asking, because nobody answered.`,
  noneLooks: 'No bot is looking now.',
  noBot: 'No bot yet',
  noBotBody: 'A bot looks at the market for you, explains what it found and asks before it buys.',
  makeBot: 'Make a bot',
  review: 'Review',
  positions: 'Positions',
  allOf: (count: number) => `All ${count}`,
  noPositions: 'You hold nothing now. What a bot buys after your nod appears here with its stop-loss.',
  bots: 'Bots',
  earlier: 'What happened',
  nothingHappened: 'Nothing has happened yet. Every look, question, order and fill leaves one line here.',
  allEvents: 'All events',
};
