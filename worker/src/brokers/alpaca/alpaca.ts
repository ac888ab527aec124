import type { KnockAnswer, Vendor, VendorParts } from '../vendor.ts';
import { AlpacaBroker } from './adapter.ts';
import { calls } from './calls.ts';
import { AlpacaClient, bodyOf, keyHeaders } from './client.ts';
import { reportedEnvironment } from './environment.ts';
import { strange } from './errors.ts';
import { brokerAccount } from './mapper.ts';
import { observe } from './observe.ts';
import { quoteStream } from './quote-stream.ts';
import { AlpacaAccount, AlpacaConfigurations } from './schema.ts';
import { orderStream } from './stream.ts';

const DATA = { data: 'https://data.alpaca.markets', quoteStream: 'https://stream.data.alpaca.markets' } as const;

export const alpaca: Vendor = {
  name: 'alpaca',
  title: 'Alpaca',
  page: 'https://app.alpaca.markets',
  hosts: {
    paper: { trading: 'https://paper-api.alpaca.markets', orderStream: 'https://paper-api.alpaca.markets', ...DATA },
    live: { trading: 'https://api.alpaca.markets', orderStream: 'https://api.alpaca.markets', ...DATA },
  },
  perMinute: 200,
  orderStream,
  quoteStream,
  headersOf: keyHeaders,
  observe,
  knock,
  brokerOf: (parts) => new AlpacaBroker(parts),
};

/** Keys of one door do not open the other, so which account answers is what the keys are. */
async function knock({ http, secret, environment }: Omit<VendorParts, 'instruments'>): Promise<KnockAnswer> {
  const client = new AlpacaClient(http, secret);
  const reply = await client.ask(calls.account());
  if (reply.kind !== 'answer') return { kind: 'unavailable', message: reply.message };
  const observed = observe(reply.response);
  if (observed.kind === 'keys-refused') return { kind: 'keys-refused' };
  if (observed.kind === 'limited') return { kind: 'limited', retryAfterMs: observed.retryAfterMs ?? 0 };
  const account = bodyOf(reply, AlpacaAccount);
  if (account === null) return { kind: 'unavailable', message: strange(reply) };
  const reported = reportedEnvironment(environment, account);
  if (reported === null) return { kind: 'unavailable', message: 'the account says paper where only real accounts are' };
  const settings = await client.read(calls.configurations(), AlpacaConfigurations);
  if (settings === null) return { kind: 'unavailable', message: 'the settings of the account were not answered' };
  return { kind: 'opened', account: brokerAccount(account, settings, reported), observed };
}
