/** The brief before a day, after it, and the review of a week. */
export const briefs = {
  morning: (p: { value: string; result: string | null }) =>
    p.result === null ? p.value : `${p.value}, yesterday ${p.result}`,
  close: (p: { value: string; result: string | null }) =>
    p.result === null ? p.value : `${p.value}, today ${p.result}`,
  week: (p: { result: string | null }) => (p.result === null ? 'Your week' : `Your week ${p.result}`),
  /** A result with its percent and what the market did. */
  result: (p: { amount: string; percent: string | null; benchmark: string | null }) => {
    const inside = [p.percent, p.benchmark].filter((part) => part !== null).join('; ');
    return inside === '' ? p.amount : `${p.amount} (${inside})`;
  },
  benchmark: (p: { name: string; percent: string }) => `${p.name} ${p.percent}`,
  wholeMarket: 'the whole market',
  noValue: 'The value is not known right now',
  sent: (p: { sent: number; known: number; broker: string }) =>
    p.sent === 0 ? 'No orders were sent' : `Sent ${p.sent}, ${p.broker} shows ${p.known}`,
  matches: 'cash and positions match',
  differs: (p: { count: number }) => (p.count === 1 ? '1 difference to look at' : `${p.count} differences to look at`),
  overnight: (p: { what: string }) => `Since the close: ${p.what}`,
  overnightNone: 'Nothing happened since the close',
  bought: (p: { count: number }) => `bought ${p.count}`,
  sold: (p: { count: number }) => `sold ${p.count}`,
  notBought: (p: { count: number }) => `not bought ${p.count}`,
  boughtLine: (p: { count: number }) => `Bought ${p.count}`,
  notBoughtLine: (p: { count: number }) => `Not bought ${p.count}`,
  looks: (p: { bot: string; time: string }) => `${p.bot} looks at ${p.time}`,
  looksUnknown: (p: { bot: string }) => `${p.bot} looks at the next close`,
  event: (p: { name: string; what: string; day: string }) => `${p.name}: ${p.what} on ${p.day}`,
  soldOne: (p: { name: string; result: string }) => `${p.name} ${p.result}`,
  soldAll: (p: { list: string }) => `Sold: ${p.list}`,
  halted: 'Buying is stopped until you lift it',
  closed: (p: { list: string; open: string | null }) =>
    p.open === null ? `Closed ${p.list}` : `Closed ${p.list}; open ${p.open}`,
  closedNone: (p: { open: string | null }) =>
    p.open === null ? 'Nothing was closed' : `Nothing was closed; open ${p.open}`,
  questions: (p: { asked: number; approved: number; skipped: number; unanswered: number }) =>
    `${p.asked} proposal${p.asked === 1 ? '' : 's'}: ${p.approved} approved, ${p.skipped} skipped, ${p.unanswered} unanswered${
      p.asked < 20 ? '; too few to judge' : ''
    }`,
  questionsNone: 'No proposals',
  drawdown: (p: { percent: string; max: string }) => `${p.percent} below the peak, ${p.max} allowed`,
  keep: 'Keep',
  half: 'Half size',
  pause: 'Pause',
};
