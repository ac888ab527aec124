import { portfolioBrief } from './on-home.ts';

/** Portfolio. */
export const portfolio = {
  ...portfolioBrief,
  title: 'Portfolio',
  cash: 'Cash',
  reserved: 'Set aside for orders',
  sinceStart: 'since the start',
  belowPeak: (percent: string) => `${percent} below the peak`,
  atPeak: 'at its peak',
  curveEmpty: 'The curve begins with the first day. Come back after the market has moved.',
  curveLabel: (from: string, to: string) => `Value from ${from} to ${to}`,
  positions: 'Positions',
  orders: 'Latest orders',
  ledger: 'Latest bookings',
  seeAll: 'See all',
  average: 'bought at',
  sellOther: 'Sell a part, or at a price',
  held: { broker: 'stop at the broker', nod: 'stop held by Nod while it runs', none: 'no stop-loss' },
  by: { manual: 'by hand', external: 'placed outside Nod' },
  sell: 'Sell',
  moveStop: 'Move stop',
  sellTitle: (name: string) => `Sell ${name}?`,
  sellBody: (quantity: string, value: string) =>
    `${quantity} shares, about ${value}, at the next price. Its stop-loss is lifted with it.`,
  sellAction: 'Sell now',
  moveTitle: (name: string) => `Move the stop-loss of ${name}`,
  moveBody: 'A higher stop-loss risks less. A lower one risks more.',
  moveNow: (price: string) => `The price now: ${price}.`,
  newStop: 'Stop-loss',
  atThisStop: (amount: string) => `If hit: about ${amount}`,
  exportCsv: 'Save as CSV',
};
