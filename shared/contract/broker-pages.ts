import type { BrokerName } from './connection.ts';

/** The broker's own page, where a person can look and act without Nod; null where there is none. */
export const BROKER_PAGES: Readonly<Record<BrokerName, string | null>> = {
  paper: null,
  alpaca: 'https://app.alpaca.markets/',
  kis: 'https://securities.koreainvestment.com/',
  ibkr: 'https://www.interactivebrokers.com/sso/Login',
};
