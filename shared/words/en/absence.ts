/** Bots that nobody answers, and what somebody is told who was away. Parameters are formatted unless they are counts. */
export const absence = {
  stopped: (name: string) => `${name} stopped asking`,
  why: {
    unanswered: (p: { count: number }) => `${p.count} proposals in a row had no answer.`,
    unvisited: (p: { days: number }) => `Nobody was here for ${p.days} days.`,
  },
  note: (p: { positions: number }): string =>
    p.positions === 0
      ? 'It holds nothing, and buys nothing until you start it again.'
      : 'It buys nothing until you start it again. What it holds keeps its stop-loss and target.',
  again: 'Start asking again',
  againAll: 'Start all again',
  asksAgain: (name: string) => `${name} asks again`,
  allAsk: 'Every bot asks already',
  asksAgainNote: 'From its next look on.',
  /** What needs somebody, in a list of it. */
  waits: (p: { count: number }) => (p.count === 1 ? '1 bot stopped asking' : `${p.count} bots stopped asking`),
  /** What somebody is told who was away: on the app's first screen, and as the first message in a chat. */
  away: {
    title: 'While you were away',
    titleFor: (p: { span: string }) => `While you were away: ${p.span}`,
    value: (p: { then: string; now: string }) => `${p.then} then, ${p.now} now`,
    valueNow: (p: { now: string }) => `${p.now} now; what it was then is not written down`,
    valueUnknown: 'Value not known right now',
    result: (p: { result: string }) => `Made of it: ${p.result}`,
    moved: (p: { amount: string }) => `${p.amount} put in or taken out is not counted`,
    bought: (p: { count: number }) => `Bought ${p.count}`,
    sold: (p: { count: number; result: string | null }) =>
      `Sold ${p.count}${p.result === null ? '' : `, result ${p.result}`}`,
    noTrades: 'Nothing was bought or sold.',
    lapsed: (p: { count: number }) =>
      p.count === 1 ? '1 proposal had no answer in time' : `${p.count} proposals had no answer in time`,
    lapsedResult: (p: { judged: number; result: string }) =>
      `${p.judged} judged since: ${p.result} had they been bought, hypothetical`,
    lapsedWaits: 'what became of them is not judged yet',
    lapsedNone: 'No proposal went unanswered.',
    // The app's first screen.
    lead: (p: { from: string; span: string }) => `Since ${p.from}, ${p.span}`,
    valueTitle: 'Value',
    then: 'Then',
    now: 'Now',
    made: 'Result',
    movedName: 'Put in or taken out, not counted',
    tradesTitle: 'Bought and sold',
    more: (count: number) => `${count} more in the ledger`,
    lapsedTitle: 'Proposals that ran out',
    lapsedMore: (count: number) => `${count} more in the record of nods`,
    endedTitle: 'Stopped or ended',
    endedNone: 'Nothing stopped or ended.',
    needsTitle: 'What needs you',
    needsNone: 'Nothing needs you.',
    needs: {
      unprotected: (count: number) =>
        count === 1 ? '1 position has no stop-loss' : `${count} positions have no stop-loss`,
      proposals: (count: number) => (count === 1 ? '1 proposal waits' : `${count} proposals wait`),
      unresolved: (count: number) =>
        count === 1 ? '1 order is not confirmed yet' : `${count} orders are not confirmed yet`,
      connection: 'The connection to the broker needs a look',
    },
    toHome: 'Go to Home',
    never: 'You were never away for three days.',
    neverBody: 'After three days or more this page says what happened meanwhile.',
    endingAsks: (p: { name: string; day: string }) => `${p.name} asks what is to become of it on ${p.day}`,
  },
  /** Beside what a bot may do alone. */
  rule: (p: { count: number; days: number }) =>
    `It stops buying after ${p.days} days without you, or ${p.count} proposals in a row without an answer, and goes on protecting.`,
};
