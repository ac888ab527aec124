import type { AlertLevel } from '../../domain/alerts/alert-kinds.ts';
import type { ProposalState } from '../../domain/proposal.ts';

interface What {
  readonly quantity: string;
  readonly name: string;
}

/** What stands on a locked screen, and what a button there came to. */
export const push = {
  /** The question, as much of it as the person wants shown. */
  buy: (p: What & { cost: string }) => `Buy ${p.quantity} ${p.name} for ${p.cost}?`,
  sell: (p: What & { price: string }) => `Sell ${p.quantity} ${p.name} at ${p.price} or more?`,
  buyBare: (p: { name: string }) => `Buy ${p.name}?`,
  sellBare: (p: { name: string }) => `Sell ${p.name}?`,
  atStop: (p: { loss: string }) => `At the stop ${p.loss}.`,
  noStop: (p: { loss: string }) => `Without a stop-loss: up to ${p.loss}.`,
  until: (p: { time: string }) => `Answer by ${p.time}.`,
  within: (p: { duration: string }) => `Answer within ${p.duration}.`,
  /** Of a bot that sells unless it is told not to. */
  sells: 'No answer: it is sold.',
  /** The same where nothing may be said of what it is about. */
  goesOn: 'No answer: it goes ahead.',
  onlyTells: 'This bot only tells.',
  again: (p: { question: string }) => `Still open: ${p.question}`,
  /** Without a word of what it is about. */
  hidden: {
    'act-now': 'Nod: act now',
    proposal: 'Nod has a question',
    news: 'Nod has news',
    brief: 'Nod has news',
  } satisfies Record<AlertLevel, string>,
  hiddenSettled: 'A question of Nod is settled',
  /** Under news without amounts. */
  inside: 'The figures are in Nod.',
  /** What became of a question, without amounts; `where` is "in Telegram", or empty. */
  settled: {
    pending: (p: { what: string; where: string }) => `Open: ${p.what}`,
    approved: (p: { what: string; where: string }) => `Approved${p.where === '' ? '' : ` ${p.where}`}: ${p.what}`,
    rejected: (p: { what: string; where: string }) => `Skipped${p.where === '' ? '' : ` ${p.where}`}: ${p.what}`,
    expired: (p: { what: string; where: string }) => `Not answered in time: ${p.what}`,
    superseded: (p: { what: string; where: string }) => `Asked again at a new price: ${p.what}`,
    withdrawn: (p: { what: string; where: string }) => `Taken back: ${p.what}`,
  } satisfies Record<ProposalState, (p: { what: string; where: string }) => string>,
  news: (p: { name: string; kind: string }) => `${p.name}: ${p.kind}`,
  test: { title: 'Nod reaches this device', body: 'A test. Proposals, fills and what needs you come like this.' },
  /** Buttons. `approveFor`: it approves by itself; `approve` opens the card. */
  approve: 'Approve',
  approveFor: (p: { cost: string }) => `Approve · ${p.cost}`,
  didIt: 'I did it myself',
  skip: 'Skip',
  /** What a button came to, as the answer says and no more. */
  working: 'Asking Nod…',
  skipped: 'Skipped.',
  approved: {
    sent: 'Approved. The order left; what it comes to is told.',
    waits: 'Approved. It goes at the next open, if the price is right then.',
    filled: 'Approved, and filled.',
    nothing: 'Approved, but the order came to nothing. Tap to see why.',
    unknown: 'Approved. The broker has not answered yet; we keep asking.',
    second: 'Your nod counts. A second person has to nod as well.',
    none: 'Approved. No order exists yet.',
  },
  failed: {
    /** Nobody can say whether it was taken. */
    unanswered: 'No answer from Nod. Tap to see how it stands.',
    card: 'Nothing was decided. This one needs its card: tap to open it.',
    moved: 'The price moved. Nothing was decided: tap to see the new one.',
    signedOut: 'Nothing was decided. Sign in on this device again first.',
    lapsed: 'Too late: it can no longer be answered.',
    other: 'That did not work. Tap to see how it stands.',
  },
  already: {
    approved: (p: { name: string }) => `Already approved${p.name === '' ? '' : ` by ${p.name}`}.`,
    rejected: (p: { name: string }) => `Already skipped${p.name === '' ? '' : ` by ${p.name}`}.`,
    other: 'It is settled already. Tap to see how.',
  },
};
