/** A replay at its end: three ways the same money could have gone. Parameters are formatted unless they are counts. */
export const scorecard = {
  title: 'The replay’s scorecard',
  open: 'See the scorecard',
  over: 'The replay is at its end.',
  notOver: 'The replay still runs. It is scored at its end.',
  lead: (p: { from: string; to: string }) => `From ${p.from} to ${p.to}`,
  you: 'You',
  auto: 'The bot on auto',
  hold: 'Its list, held',
  fees: (fees: string) => `${fees} in fees and taxes`,
  trades: (count: number) => (count === 1 ? '1 closed trade' : `${count} closed trades`),
  questions: (p: { asked: number; approved: number; skipped: number; unanswered: number }) =>
    `It asked ${p.asked}: ${p.approved} approved, ${p.skipped} skipped, ${p.unanswered} unanswered`,
  reckoning: 'being reckoned…',
  notReckoned: 'not reckoned',
  notYours: 'Nobody has reckoned it yet who may.',
  test: 'The test behind it',
  how: 'The same bars, money, fees and taxes for all three; what is still held counts at the last close. “On auto” buys everything the bot would have asked about, within its own rules, and is hypothetical. “Held” buys equal parts of its list in whole shares on the first day and waits, hypothetical too.',
  tooFew: 'Under 20 trades: too few to judge.',
  none: 'No bot ran in this replay.',
  line: (p: { who: string; result: string; share: string }) => `${p.who}: ${p.result} (${p.share})`,
};
