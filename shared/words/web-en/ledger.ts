import { ledgerBrief } from './on-home.ts';

/** Ledger. */
export const ledger = {
  ...ledgerBrief,
  empty: 'No booking yet. Every deposit, buy, sell and fee is booked here twice, so that the sums always meet.',
  /** The two sides of a booking, by the ledger's own names. */
  accounts: {
    cash: 'Cash',
    fees: 'Fees',
    tax: 'Tax',
    realised: 'Settled result',
    equity: 'From outside',
    dividends: 'Dividends',
    interest: 'Interest',
    conversion: 'Conversion',
  } as Record<string, string>,
  sharesOf: (name: string) => `${name} shares, at cost`,
  summary: 'Sums',
  filter: 'Type',
  entries: 'Entries',
  add: 'Pay in or out',
  addTitle: 'Paper money',
  addBody: 'Play money of this account, booked like the real thing.',
  atBroker: 'Pay in and take out at the broker. Nod books here what the broker shows.',
  amount: 'Amount',
  deposit: 'Pay in',
  withdraw: 'Take out',
  result: 'result',
};
