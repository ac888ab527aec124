import { leavingLines } from './on-home.ts';

/** Endings: an account that is closed, a broker's keys that are forgotten, and what becomes of what is held. */
export const leaving = {
  ...leavingLines,
  /** Of an account’s position: whose it is. */
  whose: (p: { line: string; bot: string }) => `${p.bot}: ${p.line}`,
  /** With the keys gone, Nod’s own stops end. */
  keyHolds: (p: { quantity: string; name: string; stop: string }) =>
    `${p.quantity} ${p.name}: stop-loss ${p.stop} is held by Nod and ends with the keys, then nobody holds one`,
  joins: (p: { name: string; quantity: string; stop: string | null }) =>
    `Handed over, ${p.name} joins the ${p.quantity} you hold${p.stop === null ? '' : `: stop-loss ${p.stop} for all of them`}.`,
  ends: (p: { bots: string }) => `These bots end: ${p.bots}.`,
  choices: {
    'hand-over': {
      label: 'Hand over to me',
      line: 'What bots hold becomes yours, each with the stop-loss and target it has. Nothing is sold; no bot moves a stop after that.',
    },
    keep: {
      label: 'Keep the stops',
      line: 'Everything stays where it is, with these stops and targets, until it is sold.',
    },
    sell: { label: 'Sell everything', line: 'Sold at the market price; you get a message for each.' },
  },
  keyKeep: {
    label: 'Leave the stops at the broker',
    line: 'What lies at the broker stays there. Nod no longer watches it.',
  },
  keyHandOver: 'What bots hold is yours, with the stops that lie at the broker. Nothing is sold.',
  keySell: 'Nod sells first and needs the keys for it; when nothing is left, it forgets them by itself and tells you.',
  keySelling:
    'It is being sold. The keys are needed until nothing is left; then they go by themselves and you get a message.',
  keyJoining:
    'Stops are being put together at the broker. The keys are needed until they stand there; then you can forget them here.',
  closeTitle: (name: string) => `Close ${name}?`,
  closeBody: 'Its bots end and it buys nothing again. Its history stays, and it is listed as closed.',
  closeAction: 'Close this account',
  closeAsk: 'Close this account…',
  closedBadge: 'closed',
  closedLine: 'You closed it: it buys nothing again. Its history stays to be read.',
  closedNote: {
    none: 'Nothing was held. Its history stays to be read.',
    sell: 'What was held is being sold; you get a message for each. Nothing is confirmed sold yet.',
    keep: 'What is held keeps its stops until it is sold. Nothing more is bought.',
    'hand-over': 'What its bots held is yours now, each with its stop. Nothing was sold.',
  },
};
