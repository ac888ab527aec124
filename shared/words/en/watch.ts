import { watchLines } from './on-home.ts';

/** What does not work while money may be at stake, what that means for what is held, and that it works again. */
export const watch = {
  ...watchLines,
  began: {
    'job-missed': (p: { names: string | null; since: string; broker: string; count: number }) =>
      p.names === null
        ? `The market has stood still since ${p.since}: no bot looks`
        : `Not done since ${p.since}: ${p.names}`,
    'job-failed': (p: { names: string | null; since: string }) =>
      `Failed, last at ${p.since}: ${p.names ?? 'scheduled work'}`,
    'stale-quotes': (p: { since: string }) => `No new prices since ${p.since}`,
    'silent-socket': (p: { broker: string; since: string }) => `${first(p.broker)} has told nothing since ${p.since}`,
    undelivered: (p: { count: number; since: string }) =>
      p.count === 1
        ? `1 message has not reached you, due ${p.since}`
        : `${p.count} messages have not reached you, the first due ${p.since}`,
    unprotected: (p: { name: string; quantity: string }) =>
      `Act now: nobody holds a stop-loss for ${p.quantity} ${p.name}`,
  },
  notes: {
    'job-missed': 'Nod tries again every minute. Health says what is in the way.',
    'job-failed': 'Nod tries again when it is due. Health says why it failed.',
    'stale-quotes': 'Nothing is bought meanwhile. A stop-loss that Nod holds works again with the next price.',
    'silent-socket': 'Fills and prices are asked for until it speaks again, so they come later.',
    undelivered: 'They wait, and go as soon as an app takes them. All of them stand in the chat here.',
    unprotected: 'If the price falls, nothing sells it. Set a stop-loss, or sell.',
  },
  ended: {
    'job-missed': (p: { away: string }) => `Nod does its work again, after ${p.away}`,
    'job-failed': (p: { away: string }) => `Scheduled work succeeds again, after ${p.away}`,
    'stale-quotes': (p: { away: string }) => `New prices come in again, after ${p.away}`,
    'silent-socket': (p: { broker: string; away: string }) => `${first(p.broker)} speaks again, after ${p.away}`,
    undelivered: (p: { away: string }) => `Messages reach you again, after ${p.away}`,
    unprotected: (p: { name: string }) => `${p.name} has a stop-loss again`,
  },
  over: 'Nothing to do.',
  /** Who protects what: `here` names what only Nod watches. */
  stops: (p: { atBroker: number; atNod: number; byNobody: number; broker: string; here: string | null }) => {
    const parts = [
      { count: p.atBroker, by: `at ${p.broker}` },
      { count: p.atNod, by: `only by Nod${p.here === null ? '' : ` (${p.here})`}` },
      { count: p.byNobody, by: 'by nobody' },
    ].filter(({ count }) => count > 0);
    const told = parts.map(({ count, by }, index) => `${index === 0 ? positions(count) : count} ${by}`);
    return told.length === 0 ? 'Nothing is held.' : `${told.join('; ')}.`;
  },
  offNothing: 'Nothing happened meanwhile.',
  offHappened: (p: { what: string }) => `Meanwhile: ${p.what}.`,
  unanswered: (p: { count: number }) =>
    p.count === 1 ? '1 proposal not answered' : `${p.count} proposals not answered`,
  unresolved: (p: { count: number }) => (p.count === 1 ? '1 order not confirmed' : `${p.count} orders not confirmed`),
  offUnwatched: 'Nobody watched what only Nod protects. Look at your positions.',
  research: (p: { what: string; strategy: string; symbols: string }) =>
    `Finished: ${p.what} of ${p.strategy} on ${p.symbols}`,
  researchNote: 'It is in the app under Research.',
  kinds: {
    backtest: 'backtest',
    grid: 'search',
    'walk-forward': 'walk-forward',
    'monte-carlo': 'Monte Carlo',
  } as Readonly<Record<string, string>>,
  buttons: { setStop: 'Set a stop-loss', health: 'Health', sent: 'What was sent' },
};

function first(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function positions(count: number): string {
  return count === 1 ? '1 position is protected' : `${count} positions are protected`;
}
