/** The asking card and what became of it. Parameters are already formatted. */
export const proposal = {
  asksBuy: (p: { bot: string; quantity: string; name: string; price: string }) =>
    `${p.bot} asks: buy ${p.quantity} ${p.name}, at most ${p.price}`,
  asksSell: (p: { bot: string; quantity: string; name: string; price: string }) =>
    `${p.bot} asks: sell ${p.quantity} ${p.name}, at least ${p.price}`,
  somebody: 'Nod',
  /** A bot's name inside a sentence. */
  botName: (name: string) => name,
  cost: (p: { cost: string; ofBot: string | null; ofAccount: string | null; cashLeft: string }) => {
    const shares = [p.ofBot && `${p.ofBot} of the bot`, p.ofAccount && `${p.ofAccount} of the account`].filter(Boolean);
    return `Cost ${p.cost}${shares.length > 0 ? `: ${shares.join(', ')}` : ''}. Cash left ${p.cashLeft}`;
  },
  proceeds: (p: { amount: string; held: string; after: string }) =>
    `Brings about ${p.amount}. Held now ${p.held}, afterwards ${p.after}`,
  atStop: (p: { price: string; loss: string; share: string | null }) =>
    `At the stop-loss ${p.price}: ${p.loss}${p.share === null ? '' : ` (${p.share} of the account)`}`,
  noStop: (p: { loss: string }) => `No stop-loss: up to ${p.loss}, the whole amount`,
  inGap: (p: { move: string; basis: string; loss: string }) => `In a bad gap (${p.move}, ${p.basis}): ${p.loss}`,
  gapBasis: {
    'two-years': 'worst night in 2 years',
    'twice-the-stop': 'twice the way to the stop-loss; too few past nights are known',
    'whole-amount': 'without protection',
  },
  atTarget: (p: { price: string; gain: string; ratio: string | null; held: string }) =>
    `At the target ${p.price}: ${p.gain}${p.ratio === null ? '' : `, ${p.ratio} for every 1 at risk`}. Usually held ${p.held}`,
  noTarget: (p: { held: string }) => `No target: the stop-loss or the strategy ends it. Usually held ${p.held}`,
  for: (reasons: string) => `For: ${reasons}`,
  against: (reasons: string) => `Against: ${reasons}`,
  /** Between the reasons of one side. */
  separator: '; ',
  nothingFound: 'nothing found',
  rank: (p: { place: number; of: number }) => `${p.place === 1 ? 'first' : `number ${p.place}`} of ${p.of}`,
  record: (p: { wins: number; total: number }) => `this setup won ${p.wins} of ${p.total} times`,
  recordFew: (p: { wins: number; total: number }) => `this setup won ${p.wins} of ${p.total} times, too few to judge`,
  recordNone: 'this setup was never seen here before',
  heldBy: {
    broker: (broker: string) => `Stop held by ${broker}, also when Nod is off`,
    nod: () => 'Stop held by Nod, only while it runs',
    none: () => 'Nobody holds a stop',
  },
  priceNow: (p: { price: string; age: string; source: string }) => `Price ${p.price}, ${p.age} (${p.source})`,
  priceAt: (p: { price: string; at: string; source: string }) => `Price ${p.price} of ${p.at} (${p.source})`,
  priceUnknown: 'Price not known right now',
  answerBy: (p: { time: string }) => `Answer by ${p.time}`,
  answerWithin: (p: { duration: string }) => `Answer within ${p.duration}`,
  silence: {
    'buys-nothing': 'No answer: nothing is bought',
    'sells-nothing': 'No answer: nothing is sold, the stop-loss stays',
    sells: 'No answer: it is sold',
  },
  onlyTells: 'This bot only tells: nothing is sent',
  doneByHand: (p: { what: string }) => `Noted that you did it yourself: ${p.what}`,
  atNextOpen: 'Goes at the next open',
  conflict: 'Cannot be paid for beside the other open proposal: one of the two',
  buttons: {
    didIt: 'I did it myself',
    approve: (cost: string) => `Approve · ${cost}`,
    half: (cost: string) => `Half · ${cost}`,
    change: 'Change',
    later: 'Later',
    skip: 'Skip',
    why: 'Why',
    back: 'Back to the proposal',
  },

  // What became of it.
  skipped: (p: { what: string; by: string | null }) => `Skipped: ${p.what}${p.by === null ? '' : `, ${p.by}`}`,
  expired: (p: { what: string }) => `Not answered in time: ${p.what}`,
  withdrawn: (p: { what: string }) => `Taken back: ${p.what}`,
  superseded: (p: { what: string }) => `Asked again at a new price: ${p.what}`,
  approved: (p: { what: string; by: string | null }) => `Approved: ${p.what}${p.by === null ? '' : `, ${p.by}`}`,
  /** Below what was approved: what its order came to. */
  filledAt: (p: { side: 'buy' | 'sell'; price: string; time: string }) =>
    `${p.side === 'buy' ? 'Bought' : 'Sold'} at ${p.price}, ${p.time}.`,
  asAsked: (p: { at: string }) => `As it was asked, ${p.at}:`,
  approvedNoOrder: 'No order exists yet. Nothing is bought.',
  inChannel: (channel: string) => `in ${channel}`,
  nothingBought: 'Nothing is bought.',
  nothingSold: 'Nothing is sold.',
  soldUnasked: 'Nobody said no: it is being sold.',
  because: (reason: string) => `Reason: ${reason}`,
  changedSince: 'It has changed since you saw it. This is how it is now:',
  kept: (p: { until: string }) => `Kept for later. ${p.until}.`,
  reminded: 'You wanted to look at it now:',
  laterNote: '/pending shows it again. Without an answer nothing happens.',

  // Skip and change.
  skipTitle: (p: { what: string }) => `Skip ${p.what}?`,
  skipLine: 'Why? It is kept beside the result, nothing else.',
  justSkip: 'Just skip',
  groupAsks: (p: { bot: string; side: 'buy' | 'sell'; name: string }) => `${p.bot} asks: ${p.side} ${p.name}`,
  groupShares: (p: { cost: string; loss: string }) => `${p.cost} of the account; at the stop-loss −${p.loss} of it`,
  what: (p: { side: 'buy' | 'sell'; quantity: string; name: string }) => `${p.side} ${p.quantity} ${p.name}`,
  changeTitle: (p: { name: string }) => `How many ${p.name}?`,
  changeLine: (p: { quantity: string }) => `Asked for ${p.quantity}. Type a smaller number, or choose.`,
  changeTooMany: (p: { quantity: string }) => `It has to be a number above 0 and below ${p.quantity}.`,
  changedConfirm: (p: { quantity: string; name: string; price: string }) =>
    `Buy ${p.quantity} ${p.name} instead, at most ${p.price}?`,
  changedCost: (p: { cost: string; loss: string; gap: string }) =>
    `Cost ${p.cost}. At the stop-loss about ${p.loss}, in a bad gap about ${p.gap}`,
  changedChecks: 'Price and every check are taken again when you approve.',

  // Why.
  whyTitle: (p: { what: string }) => `Why ${p.what}`,
  whyAsks: (reason: string) => `Why it asks: ${reason}`,
  whySize: (bound: string) => `The size comes from ${bound}`,
  whyFees: (p: { fees: string }) => `Fees about ${p.fees}`,
  whyChecksPassed: (p: { count: number }) => `Checks: all ${p.count} passed`,
  whyChecksFailed: (p: { passed: number; count: number }) => `Checks: ${p.passed} of ${p.count} passed`,
  whyCheck: (p: { check: string; reason: string }) => `${p.check}: ${p.reason}`,
  notKnown: 'not known yet',
  pendingNone: 'Nothing waits for your answer',
  pendingHead: (p: { count: number; cost: string | null }) =>
    `${p.count === 1 ? '1 proposal waits' : `${p.count} proposals wait`}${p.cost === null ? '' : `, ${p.cost} in all`}`,
};
