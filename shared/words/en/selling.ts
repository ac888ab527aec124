import { sellingLines } from './on-home.ts';

const positions = (count: number): string => (count === 1 ? '1 position' : `${count} positions`);

/** Selling everything: the bill before, what is left meanwhile, and the end of it. Parameters are formatted unless they are counts. */
export const selling = {
  ...sellingLines,
  title: 'Sell everything?',
  nothing: 'Nothing is held, so nothing is sold. Everything stays stopped until you start it again.',
  line: (p: { quantity: string; name: string; brings: string; gain: string | null }) =>
    `${p.quantity} ${p.name}: about ${p.brings}${p.gain === null ? '' : ` (${p.gain})`}`,
  lineUnknown: (p: { quantity: string; name: string }) => `${p.quantity} ${p.name}: price not known`,
  more: (p: { count: number }) => `and ${positions(p.count)} more`,
  total: (p: { brings: string; gain: string }) =>
    `In all about ${p.brings} after fees and tax, ${p.gain} against what was paid. Sold at the market price, which can be lower.`,
  totalUnknown: 'Sold at the market price. What it brings in all is not known: a price or a rate is missing.',
  /** Shares whose market is closed, by the currency they trade in. */
  later: {
    USD: (p: { count: number; time: string }) =>
      `${p.count === 1 ? '1 US position' : `${p.count} US positions`}: at ${p.time}, unless you take it back`,
    KRW: (p: { count: number; time: string }) =>
      `${p.count === 1 ? '1 Korean position' : `${p.count} Korean positions`}: at ${p.time}, unless you take it back`,
  },
  notNow: (p: { name: string; why: string }) => `${p.name}: not now, ${p.why}`,
  then: (p: { cancels: number; takesBack: number }) => {
    const orders = p.cancels === 1 ? '1 purchase is cancelled' : `${p.cancels} purchases are cancelled`;
    const questions = p.takesBack === 1 ? '1 proposal is taken back' : `${p.takesBack} proposals are taken back`;
    const ends = [...(p.cancels === 0 ? [] : [orders]), ...(p.takesBack === 0 ? [] : [questions])];
    return `${ends.length === 0 ? 'Everything' : `${ends.join(', ')}, and everything`} stays stopped until you start it again.`;
  },
  confirm: (count: number) => (count === 1 ? 'Yes, sell 1 position' : `Yes, sell ${count} positions`),
  takeBack: 'Take it back',
  leftLine: (p: { quantity: string; name: string; why: string | null }) =>
    `${p.quantity} ${p.name}${p.why === null ? ': its sale is at the broker' : `: ${p.why}`}`,
  mayStillBuy: (p: { count: number }) =>
    p.count === 1
      ? '1 purchase may still fill; what it brings is sold too'
      : `${p.count} purchases may still fill; what they bring is sold too`,
  differs: 'The broker’s positions and ours are not the same: please look there.',
  unread: 'The broker cannot be reached; we keep asking and sell as soon as it answers.',
  leftNote: 'We keep selling and tell you when nothing is left. Buying stays stopped.',
  doneNothing: 'Nothing was held, and nothing is',
  doneLine: (p: { brought: string; result: string }) => `Brought ${p.brought} after fees and tax, ${p.result} in all`,
  doneNote: 'The broker’s own book shows no position. Everything stays stopped until you start it again.',
  takenBackNote: (p: { count: number }) =>
    p.count === 0
      ? 'Nothing was left to sell. Buying stays stopped.'
      : `${positions(p.count)} ${p.count === 1 ? 'stays' : 'stay'}; stops that were there are put back. What the broker sold meanwhile is sold. Buying stays stopped.`,
};
