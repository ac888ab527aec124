/** What is said about orders and positions. Only what the stored broker event says; parameters are formatted. */
interface Traded {
  readonly quantity: string;
  readonly name: string;
}
const verb = { buy: 'Buy', sell: 'Sell' } as const;
const done = { buy: 'bought', sell: 'sold' } as const;
type SideWord = 'buy' | 'sell';

/** At the start of a sentence. */
const first = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const orders = {
  waiting: (p: Traded & { side: SideWord; limit: string | null }) =>
    `Approved: ${p.side} ${p.quantity} ${p.name} goes at the next open${p.limit === null ? '' : ` if at ${p.side === 'buy' ? 'most' : 'least'} ${p.limit}`}`,
  waitingNote: 'Nothing is sent yet. You can take it back until then.',
  sending: (p: Traded & { side: SideWord }) => `Approved: ${p.side} ${p.quantity} ${p.name} is being sent`,
  sendingNote: (p: { side: SideWord }) => `Nothing is ${done[p.side]} yet.`,
  accepted: (p: Traded & { side: SideWord; broker: string; limit: string | null }) =>
    `Accepted by ${p.broker}: ${p.side} ${p.quantity} ${p.name}${p.limit === null ? '' : `, at ${p.side === 'buy' ? 'most' : 'least'} ${p.limit}`}`,
  acceptedNote: (p: { side: SideWord }) => `Nothing is ${done[p.side]} yet.`,
  partly: (p: { side: SideWord; filled: string; quantity: string; name: string; price: string }) =>
    `Partly ${done[p.side]}: ${p.filled} of ${p.quantity} ${p.name} at ${p.price}`,
  partlyNote: 'The rest is still working.',
  bought: (p: Traded & { price: string; total: string; time: string }) =>
    `Bought ${p.quantity} ${p.name} at ${p.price}, ${p.total} (${p.time})`,
  inAll: (total: string) => `${total} in all`,
  beforeFees: (total: string) => `${total} before fees`,
  stopAtBroker: (p: { stop: string; broker: string; since: string | null; loss: string | null }) =>
    `Stop-loss ${p.stop} is at ${p.broker}${p.since === null ? '' : ` since ${p.since}`}${p.loss === null ? '' : `; if hit ${p.loss}`}.`,
  stopToBroker: (p: { stop: string; broker: string; loss: string | null }) =>
    `The stop-loss ${p.stop} is on its way to ${p.broker}; until it is there Nod keeps it, only while it runs${p.loss === null ? '' : `; if hit ${p.loss}`}.`,
  stopAtNod: (p: { stop: string; loss: string | null }) =>
    `Nod keeps the stop-loss ${p.stop}, only while it runs${p.loss === null ? '' : `; if hit ${p.loss}`}.`,
  stopNone: 'Act now: nobody holds a stop-loss for it.',
  targetAt: (p: { target: string; gain: string | null }) =>
    `Target ${p.target}${p.gain === null ? '' : `; if hit ${p.gain}`}.`,
  stoppedOut: (p: Traded & { price: string; time: string }) =>
    `Sold ${p.quantity} ${p.name} at its stop-loss: ${p.price}, ${p.time}`,
  targetHit: (p: Traded & { price: string; time: string }) =>
    `Sold ${p.quantity} ${p.name} at its target: ${p.price}, ${p.time}`,
  sold: (p: Traded & { price: string; time: string; purpose: string }) =>
    `Sold ${p.quantity} ${p.name} at ${p.price}, ${p.time} (${p.purpose})`,
  result: (p: { gain: boolean; result: string }) => `${p.gain ? 'Gain' : 'Loss'} ${p.result}`,
  planned: (p: { planned: string }) => `; planned ${p.planned}`,
  belowStop: (p: { amount: string }) => `, sold ${p.amount} below the stop-loss`,
  nothingToDo: 'Nothing to do.',
  openMissed: (p: { name: string; opened: string | null; limit: string }) =>
    `Not bought: ${p.name} opened${p.opened === null ? '' : ` at ${p.opened},`} above your ${p.limit}`,
  notSent: (p: Traded & { side: SideWord }) => `Not ${done[p.side]}: ${p.quantity} ${p.name} was not sent`,
  nothingSent: 'Nothing was sent.',
  rejected: (p: Traded & { side: SideWord; broker: string }) =>
    `Not ${done[p.side]}: ${p.broker} refused ${p.quantity} ${p.name}`,
  nothingSpent: 'Nothing was spent.',
  nothingSoldNote: 'The shares are still yours.',
  unknown: (p: Traded & { side: SideWord }) => `Not confirmed yet: ${p.side} ${p.quantity} ${p.name}`,
  unknownNote: (p: { sent: string; broker: string }) =>
    `Sent ${p.sent}, no answer from ${p.broker}. We keep asking and never send it as a second order.`,
  setAside: (p: { amount: string }) => `${p.amount} is set aside.`,
  newsBy: (p: { time: string }) => `News by ${p.time}.`,
  doNotRepeat: 'Don’t repeat it by hand.',
  needsHuman: (p: Traded & { side: SideWord }) => `Needs your check: ${p.side} ${p.quantity} ${p.name}`,
  needsHumanNote: (p: { broker: string }) =>
    `Nobody could tell what became of it. Look at ${p.broker}’s own list; nothing is sent until this is settled.`,
  needsHumanAsk: (p: { broker: string; count: number }) =>
    p.count === 1
      ? `${first(p.broker)} lists one order it could be:`
      : `${first(p.broker)} lists ${p.count} orders it could be. Which one is it?`,
  needsHumanNone: (p: { broker: string }) => `${first(p.broker)} lists no order that it could be. Was it never placed?`,
  candidate: (p: Traded & { side: SideWord; filled: string; limit: string | null; time: string }) =>
    `${p.side} ${p.quantity} ${p.name}${p.limit === null ? '' : ` at ${p.limit}`}, ${p.filled} filled, ${p.time}`,
  settled: (p: Traded & { side: SideWord; status: string }) =>
    `Settled by you: ${p.side} ${p.quantity} ${p.name} is ${p.status}`,
  adopted: (p: Traded & { side: SideWord; broker: string }) =>
    `Placed outside Nod: ${p.side} ${p.quantity} ${p.name} at ${p.broker}`,
  adoptedNote: 'It counts in your limits. No bot changes or sells it.',
  amended: (p: Traded & { side: SideWord; limit: string | null }) =>
    `Changed: ${p.side} ${p.quantity} ${p.name}${p.limit === null ? '' : `, now at ${p.side === 'buy' ? 'most' : 'least'} ${p.limit}`}`,
  cancelled: (p: Traded & { side: SideWord }) => `Cancelled: ${p.side} ${p.quantity} ${p.name}`,
  lapsed: (p: Traded & { side: SideWord }) => `Lapsed at the broker: ${p.side} ${p.quantity} ${p.name}`,
  replaced: (p: Traded & { side: SideWord }) => `Replaced by a new order: ${p.side} ${p.quantity} ${p.name}`,
  filledBefore: (p: { side: SideWord; filled: string; quantity: string }) =>
    `${p.filled} of ${p.quantity} were ${done[p.side]} before.`,
  nothingDone: (p: { side: SideWord }) => `Nothing was ${done[p.side]}.`,
  because: (reason: string) => `Reason: ${reason}.`,
  exitBlocked: (p: { name: string; stop: string | null }) =>
    `Act now: ${p.name} passed its stop-loss${p.stop === null ? '' : ` ${p.stop}`} and is not sold`,
  exitBlockedNote: (p: { quantity: string }) => `You hold ${p.quantity}. We keep trying to sell.`,
  mismatch: (p: { name: string }) => `Needs your check: ${p.name} does not match the broker’s list`,
  difference: {
    position: (p: { name: string; broker: string; theirs: string; ours: string }) =>
      `${p.name}: ${p.broker} has ${p.theirs} shares, we have ${p.ours}`,
    cash: (p: { name: string; broker: string; theirs: string; ours: string }) =>
      `Cash ${p.name}: ${p.broker} has ${p.theirs}, we have ${p.ours}`,
    order: (p: { name: string; broker: string; theirs: string; ours: string }) =>
      `Order ${p.name}: ${p.broker} says ${p.theirs}, we say ${p.ours}`,
  },
  differences: (p: { broker: string; count: number }) =>
    p.count === 1
      ? `Needs your check: ${p.broker} and Nod differ`
      : `Needs your check: ${p.broker} and Nod differ in ${p.count} things`,
  differencesNote: 'Nothing new is bought until they agree.',
  differencesCashNote: 'Often a fee that is not told yet. Buying goes on.',
  differencesGone: (p: { broker: string }) => `${first(p.broker)} and Nod agree again`,
  mismatchNote: 'The difference is booked as placed outside Nod. No bot sells it.',
  line: (p: { time: string; side: SideWord; quantity: string; name: string; status: string; at: string }) =>
    `${p.time} · ${verb[p.side]} ${p.quantity} ${p.name} · ${p.status}${p.at}`,
  lineAt: (price: string) => ` at ${price}`,
  none: 'No orders yet',
  title: (p: { count: number }) => (p.count === 1 ? 'Your last order' : `Your last ${p.count} orders`),
  movedTitle: (p: { name: string }) => `Stop-loss of ${p.name} moved`,
  buttons: {
    cancel: 'Cancel',
    takeBack: 'Take it back',
    sell: 'Sell',
    moveStop: 'Move stop',
    orders: 'Orders',
    settle: 'Settle it',
    look: 'Look',
  },
};
