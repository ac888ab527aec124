import type { Role } from '../../domain/role.ts';

/*
 * What Home says of the topics of other rooms, so that the first screen loads these lines without the rest. Each topic
 * takes its part from here (`...botLines`), and chat and the other rooms read the topic.
 */

export interface Whose {
  readonly name: string;
  readonly account: string;
  readonly role: string;
}

/** What a bot did, at a look or at its end. */
export const botLines = {
  deleted: (name: string) => `${name} is deleted`,
  sold: (name: string) => `${name} has sold what it held`,
  unsold: (p: { name: string; count: number }) =>
    `${p.name} has not sold everything yet: ${p.count === 1 ? '1 position' : `${p.count} positions`} left`,
  ending: (p: { name: string; day: string }) => `${p.name} asks: its last day is ${p.day}. What then?`,
  endingChosen: {
    extend: (p: { name: string; day: string }) => `${p.name} goes on until ${p.day}`,
    sell: (p: { name: string; day: string }) => `${p.name} sells what it holds on its last day, ${p.day}`,
    keep: (p: { name: string; day: string }) => `${p.name} stops buying on ${p.day} and keeps what it holds`,
  },
  endingChosenNow: {
    sell: (name: string) => `${name} is over: it sells what it holds`,
    keep: (name: string) => `${name} is over: it keeps what it holds`,
  },
  askedFor: (p: { names: string }) => `asked about ${p.names}`,
  andMore: (p: { names: string; count: number }) => `${p.names} and ${p.count} more`,
  wantedBlocked: (p: { name: string; reason: string }) => `wanted ${p.name}, blocked: ${p.reason}`,
  nothingPassed: 'nothing passed',
  closest: (p: { name: string; filter: string }) => `closest ${p.name}: ${p.filter}`,
  nextLook: (p: { time: string }) => `next look ${p.time}`,
};

/** Endings. */
export const leavingLines = {
  closed: (name: string) => `${name} is closed`,
  handedOver: (p: { bot: string; name: string; stop: string | null }) =>
    `${p.name} is yours now, from ${p.bot}${p.stop === null ? '' : `, with its stop-loss ${p.stop}`}`,
};

/** Who became what. */
export const roleLines = {
  names: { viewer: 'viewer', approver: 'approver', trader: 'trader', owner: 'owner' } satisfies Record<Role, string>,
  joined: ({ name, account, role }: Whose) => `${name} is now ${role} of ${account}`,
  changed: (p: Whose & { before: string }) => `${p.name} is now ${p.role} of ${p.account}, before: ${p.before}`,
  removed: ({ name, account, role }: Whose) => `${name} is no longer ${role} of ${account}`,
  left: ({ name, account }: Whose) => `${name} left ${account}`,
};

/** Selling everything. */
export const sellingLines = {
  /** While it is under way. */
  left: (p: { count: number }) =>
    `Not everything is sold yet: ${p.count === 1 ? '1 position' : `${p.count} positions`} left`,
  leftUnread: 'Not everything is sold yet, as far as we know',
  done: 'Everything is sold',
  takenBack: 'Selling everything was taken back',
};

/** What did not work for a while. */
export const watchLines = {
  names: {
    'job-missed': 'Work not done',
    'job-failed': 'Work that failed',
    'stale-quotes': 'No new prices',
    'silent-socket': 'Broker tells nothing',
    undelivered: 'Messages not delivered',
    unprotected: 'A position without a stop-loss',
    research: 'Research is finished',
  },
  off: (p: { from: string; to: string }) => `Nod was off from ${p.from} to ${p.to}`,
  /** In a list of what happened. */
  overLine: (p: { what: string }) => `Over: ${p.what}`,
};

/** How an account or a bot stands. */
export const modeNames = {
  modes: { active: 'running', reducing: 'not buying, protecting', halted: 'stopped' },
  /** A bot that runs, and asks nothing because nobody answered. */
  silent: 'not asking, protecting',
};

/** A broker by its code. */
export const brokerNames = { paper: 'the paper broker', alpaca: 'Alpaca', kis: 'KIS', ibkr: 'IBKR' };

/** Why somebody skips. */
export const skipReasons = {
  'too-big': 'Too big',
  'not-this-company': 'Not this company',
  'bad-moment': 'Bad moment',
  'own-enough': 'Own enough',
  'do-not-believe-it': 'Don’t believe it',
};
