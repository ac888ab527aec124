/** What Nod says where others read along: reasons and percentages, never an amount, a quantity or an id. */
export const groups = {
  onFor: (p: { account: string }) => `This group is told of ${p.account}`,
  onLines: {
    what: 'Proposals and news come here with their reasons and percentages. Amounts only ever go to people with a role, privately.',
    end: 'Its owner ends this with /group off, or in the app: Settings → Groups.',
  },
  off: 'This group is told of no account',
  offLine: 'The owner of an account turns it on here, or in the app: Settings → Groups.',
  turnedOff: 'Nothing is told here any more',
  taken: 'This group is told of somebody else’s account; only they can change that.',
  buttons: {
    on: (p: { account: string }) => `Tell of ${p.account}`,
    off: 'Turn off',
    private: 'Open privately',
  },
  inPrivate: 'Groups',
  inPrivateLines: {
    how: 'Add Nod to a group or a server and say /group there. Nothing is told in a group until the owner of an account turns it on.',
    on: (p: { group: string; app: string; account: string }) => `${p.group} (${p.app}): told of ${p.account}`,
    off: (p: { group: string; app: string }) => `${p.group} (${p.app}): told of nothing`,
    gone: (p: { group: string; app: string }) => `${p.group} (${p.app}): Nod was removed`,
  },
  unnamed: (p: { number: string }) => `Channel ${p.number}`,
  what: (p: { side: 'buy' | 'sell'; name: string }) => `${p.side} ${p.name}`,
  gap: (p: { move: string; loss: string }) => `In a bad gap (−${p.move}): −${p.loss} of the account`,
  /** One of several that wait: who asks for what, its shares, until when. */
  waits: (p: { place: number; asks: string; shares: string | null; until: string }) =>
    `${p.place}. ${[p.asks, p.shares, p.until].filter((part) => part !== null).join('; ')}`,
  andMore: (count: number) => `And ${count} more.`,
  openOne: 'A number opens one privately, with its amounts.',
  mayAnswer: 'Whoever may approve on this account can answer, in private. Thumbs are opinion and decide nothing',
  sentPrivately: 'Sent to you privately.',
  notReached: 'Nod cannot write to you alone. Open a private chat with it first.',
  notYours: 'Only people with a role in this account can open it.',
  somebody: 'Somebody',
  decided: {
    approved: (p: { by: string; what: string }) => `${p.by} approved: ${p.what}`,
    rejected: (p: { by: string; what: string }) => `${p.by} skipped: ${p.what}`,
    byNod: (p: { what: string }) => `Done by the bot itself: ${p.what}`,
  },
  order: (p: { state: string }) => `The order: ${p.state}`,
  bought: (p: { name: string }) => `Bought ${p.name}`,
  plan: (p: { stop: string; target: string | null }) =>
    p.target === null ? `Stop-loss ${p.stop}, no target` : `Stop-loss ${p.stop}, target ${p.target}`,
  noStop: 'No stop-loss',
  sold: {
    stop: (p: { name: string; result: string }) => `Sold ${p.name} at its stop-loss: ${p.result}`,
    target: (p: { name: string; result: string }) => `Sold ${p.name} at its target: ${p.result}`,
    other: (p: { name: string; result: string }) => `Sold ${p.name}: ${p.result}`,
  },
  planned: (p: { planned: string }) => `Planned ${p.planned}, after fees`,
  afterFees: 'After fees',
  unknownResult: 'result not known',
  modes: {
    active: 'Running again',
    reducing: 'Buying stopped; stops and sells go on',
    halted: 'Stopped: nothing is bought, protection goes on',
  },
  removed: (p: { group: string; app: string }) => `Nod was removed from ${p.group} (${p.app})`,
  removedLine: (p: { account: string | null }) =>
    p.account === null
      ? 'Nothing was told there.'
      : `Nothing of ${p.account} is told there any more. Adding Nod again tells nothing until you turn it on.`,
};
