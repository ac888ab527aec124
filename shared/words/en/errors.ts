import type { LossReason } from '../../contract/account.ts';
import type { Channel } from '../../contract/channel.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Fill, Phrase } from '../fill.ts';
import { holdingFault } from './holdings.ts';
import { states } from './states.ts';

/** What a loss that stopped buying is called. */
const LOSSES: Readonly<Record<string, string>> = {
  'daily-loss': 'the loss of the day',
  drawdown: 'the fall from the peak',
  'stop-outs': 'so many stop-losses',
} satisfies Record<LossReason, string>;

/** Where the token of a bot is copied. */
const TOKEN_FROM: Readonly<Record<string, string>> = {
  telegram: ' Copy the whole token that BotFather wrote.',
  discord: ' In Discord’s developer portal choose Bot, then Reset Token, and copy the whole of it.',
} satisfies Record<Channel, string>;

/** Where somebody decided; null: the time did, or nobody can say. */
const channelIn = (v: Fill): string | null => {
  const channel = v.text('channel');
  const isPlace = channel !== 'clock' && Object.hasOwn(states.channels, channel);
  return isPlace ? states.channels[channel as keyof typeof states.channels] : null;
};

/** One sentence for every error code: what happened and, where there is one, the next right thing to do. */
export const errors: Record<ErrorCode, Phrase> = {
  'invalid-request': (v) =>
    v.text('field') === 'token'
      ? 'That is not a whole token. Copy all of it, without anything around it, and paste it again.'
      : v.has('field')
        ? `“${v.text('field')}” was not understood. Please check it.`
        : 'That was not understood. Please check what you entered.',
  'unknown-field': (v) =>
    v.has('field') ? `There is no field “${v.text('field')}” here.` : 'A field was sent that does not exist here.',
  'not-signed-in': () => 'You are not signed in. Open a new sign-in link.',
  'link-code-invalid': () => 'This sign-in link was used or is older than 10 minutes. Ask for a new one.',
  'sign-in-failed': () => 'That did not sign you in. Try again, or take another way.',
  'installer-stays': () =>
    'You run this installation, so it stays yours. To end it, stop Nod and remove its folder of state.',
  'still-open': (v) => {
    const accounts = v.raw('accounts') === 1 ? ['your account'] : v.raw('accounts') > 1 ? ['your accounts'] : [];
    const open = [...accounts, ...(v.raw('connections') > 0 ? ['the keys of your broker'] : [])];
    const what = open.length === 0 ? 'what is yours' : open.join(' and ');
    return `First end ${what}: each says what it holds, and who protects that.`;
  },
  'name-mismatch': () => 'That is not your name as it stands here.',
  'email-taken': () => 'Somebody else here signs in with this address. Take another one.',
  'password-weak': (v) =>
    v.text('fault') === 'short'
      ? `A password needs at least ${v.count('min')} characters. A few words that are yours alone are easiest to keep.`
      : v.text('fault') === 'long'
        ? `That is longer than the ${v.count('max')} characters a password may have.`
        : v.text('fault') === 'about-you'
          ? 'That is hardly more than your name or address. Take a few words that nobody would guess.'
          : 'That is one of the first everybody tries. Take a few words that nobody would guess.',
  'invitation-invalid': () => 'This invitation was taken, was taken back or is older than a day. Ask for a new one.',
  'step-up-required': (v) =>
    v.text('reason') === 'large-approval'
      ? 'This purchase is large enough to need you in person. Confirm it in the web app; until then nothing is bought.'
      : 'This needs you to confirm that it is you. Do it in the web app; until then nothing changes.',
  'step-up-failed': () => 'That did not show that it is you. Nothing was done.',
  'step-up-needs-person': () => 'A token cannot confirm this. Sign in with a browser and do it there.',
  'not-allowed': () => 'This account does not let you do that.',
  'scope-missing': () => 'Your sign-in or token does not cover this.',
  'bad-origin': () => 'This request came from another site and was refused.',
  'bad-host': () => 'Nod does not answer under this address.',
  'not-found': () => 'That does not exist, or is not yours.',
  'unknown-indicator': (v) =>
    v.has('name') ? `There is no indicator or pattern called “${v.text('name')}”.` : 'There is no such indicator.',
  'unknown-line': (v) =>
    v.has('lines')
      ? `${v.text('name')} has no line “${v.text('line')}”; it has ${v.text('lines')}.`
      : 'There is no such line.',
  'indicator-setting': (v) =>
    v.has('setting')
      ? `“${v.text('setting')}” of ${v.text('name')} has to be a number from ${v.text('min')} to ${v.text('max')}.`
      : v.has('name')
        ? `These settings do not fit ${v.text('name')}: too many, or the fast one is not shorter than the slow one.`
        : 'These settings do not fit the indicator.',
  'too-few-bars': (v) =>
    v.has('needs')
      ? `${v.has('name') ? v.text('name') : 'This'} needs ${v.count('needs')} bars, and there are ${v.count('has')}.`
      : 'There are too few bars for that.',
  'unknown-instrument': (v) =>
    v.has('symbol') ? `No instrument is called “${v.text('symbol')}” here.` : 'No instrument has this name here.',
  'method-not-allowed': () => 'That cannot be done at this address.',
  'already-decided': (v) => {
    const who = v.has('name') ? ` by ${v.text('name')}` : '';
    const where = channelIn(v);
    return `Already decided${who}${where === null ? '' : `${who === '' ? '' : ','} in ${where}`}. Nothing was changed.`;
  },
  'hash-mismatch': () => 'What you saw has changed since. Nothing was sent; please look again.',
  'proposal-lapsed': () => 'The time to answer is over. It goes as without an answer.',
  'price-moved': (v) =>
    v.raw('now') > 0 && v.has('limit')
      ? `The price is now ${v.price('now')}, above your ${v.price('limit')}. Nothing was sent.`
      : 'The price went above what you allowed. Nothing was sent.',
  'passkey-not-here': () =>
    'No passkey can be used at this address. Open Nod under localhost or its https address, or use a recovery code.',
  'last-passkey': () => 'This is your only passkey. Make recovery codes first, so that you are never locked out.',
  'owner-stays': () => 'Whoever opened this account stays its owner: it trades with their keys.',
  'has-role': () =>
    'You have a part in this account already. An owner changes it under More → People; the link stays open.',
  'invitations-open': () => 'Too many invitations are open. Take one back first.',
  'already-live': () => 'This account trades with real money already.',
  'not-live': () => 'This account does not trade with real money.',
  'connection-has-account': () =>
    'An account of Nod trades over this connection already. Two would not know of each other’s orders.',
  'connection-not-ready': () => 'The broker does not answer over this connection right now. Mend the connection first.',
  'practice-thin': (v) =>
    `Paper has shown ${v.count('days')} days and ${v.count('trades')} trades so far: too little to judge. Confirm that you know.`,
  'sentence-mismatch': () => 'The sentence is not the same. Type it with the amount you chose.',
  'order-not-cancellable': (v) =>
    v.text('reason') === 'protection'
      ? 'This order is the stop-loss of a position. Move the stop-loss, or sell.'
      : 'This order can no longer be cancelled.',
  'order-not-changeable': (v) =>
    v.text('reason') === 'protection'
      ? 'This order is the stop-loss of a position. Move the stop-loss there.'
      : 'This order cannot be changed any more; look at it again.',
  'order-not-settleable': () => 'This order needs no answer any more; look at it again.',
  'bot-ended': () => 'This bot has ended.',
  'bot-holds': (v) =>
    `It still has something open: positions ${v.count('positions')}, orders ${v.count('orders')}. Say whether they are sold, kept with their stops or handed over to you.`,
  'account-holds': (v) =>
    `This account still has something open: positions ${v.count('positions')}, orders ${v.count('orders')}. Say whether they are sold, kept with their stops or handed over to you.`,
  'account-closed': () => 'This account is closed. It buys nothing again; its history stays to be read.',
  'booked-by-broker': (v) =>
    v.text('type') === 'split'
      ? 'The broker does not show the shares split like that. A split can be entered here once it does.'
      : 'The broker keeps the book of this account, and Nod follows it. Pay in or take out at the broker.',
  'nothing-to-take-back': () => 'Nothing is being sold any more, so there is nothing to take back.',
  'mode-blocks': () => 'Buying is stopped here. Start it again first.',
  'limits-locked': (v) =>
    `After ${LOSSES[v.text('reason')] ?? 'a loss'} no limit of this account can be loosened before ${v.dayTime('until')}. Tightening works at once.`,
  'beyond-account-limits': (v) =>
    `At most ${v.percent('limit')} is within the limits of this account. Choose less, or change the limits first.`,
  'beyond-owner-limits': () => 'The owner’s limits for all accounts are stricter. Stay within them, or ask the owner.',
  'account-recovering': () => 'Nod is catching up with the broker. Buying waits until that is done.',
  'job-running': () => 'This job is already running.',
  'connection-exists': (v) =>
    v.has('name')
      ? `This brokerage account is connected already, as “${v.text('name')}”. Give that connection new keys instead.`
      : 'This brokerage account is connected already. Give that connection new keys instead.',
  'connection-in-use': (v) =>
    `Its accounts still have something open: positions ${v.count('positions')}, working orders ${v.count('orders')}. ` +
    'Say whether they are sold first, stay with their stops at the broker, or are handed over to you.',
  'keys-just-replaced': (v) =>
    `Other keys for ${v.text('name')} came in just before yours, and those are in use now. Yours were not kept.`,
  'other-brokerage-account': (v) =>
    `These keys open another brokerage account than the one ending in ${v.text('ending')}. Nothing was changed.`,
  'not-a-price': (v) => `Bar ${v.count('bar')} of its history holds no real price, so nothing was forecast.`,
  'bars-out-of-order': (v) => `Bar ${v.count('bar')} of its history is not after the one before it.`,
  'bars-with-gap': (v) =>
    `${v.count('days')} days are missing before bar ${v.count('bar')} of its history. Import them first.`,
  'price-never-moves': (v) => `Its price did not move once in ${v.count('bars')} bars; there is nothing to forecast.`,
  'price-jumps': (v) =>
    `At bar ${v.count('bar')} its price jumps to a multiple: a split that was not adjusted, or a wrong figure.`,
  'too-large': () => 'That is too much at once.',
  'portfolio-elsewhere': () =>
    'That portfolio is for what you keep elsewhere: nothing is traded in it. Choose one of the others.',
  'portfolio-trades': () =>
    'Bots and people trade in that portfolio. Write down what you keep elsewhere in one of its own.',
  'portfolio-default': (v) =>
    `New bots go to “${v.text('name')}”. Make another one the default first, then this one can go.`,
  'too-many-here': (v) => `There can be ${v.count('max')} of them. Take one away first.`,
  'bad-holdings-csv': (v) => holdingFault(v),
  'bad-csv': (v) =>
    v.has('line')
      ? `The file has a fault in line ${v.count('line')}. Nothing of it was kept.`
      : 'The file has a fault. Nothing of it was kept.',
  'channel-token-refused': (v) =>
    `That token opens no bot; one that was revoked or reset works no more.${TOKEN_FROM[v.text('channel')] ?? ''}`,
  'channel-address-refused': () =>
    'The token is right, but the chat app does not reach Nod under its public address. Check that the address answers from outside, then try again. Nothing was changed.',
  'address-refused': () =>
    'Nod calls public https addresses with a name of their own, without a port, user or password in them.',
  'keys-refused': (v) =>
    `${v.has('broker') ? v.text('broker') : 'The broker'} does not accept these keys. Check both parts, or make new ones there. Nothing was kept.`,
  'environment-mismatch': (v) =>
    v.text('found') === 'live'
      ? 'These keys open an account with real money, not a paper one. Choose live if you mean it. Nothing was kept.'
      : 'These keys open a paper account, not one with real money. Choose paper. Nothing was kept.',
  'act-now-unheard': () =>
    'What needs an action at once has to be heard somewhere. Turn it down on one channel, not on all. Nothing was changed.',
  'idempotency-mismatch': () => 'This was sent before with other content. Nothing was done twice.',
  'check-denied': () => 'A limit blocks this. Nothing was sent.',
  'insufficient-cash': (v) =>
    v.has('has') && v.has('needs')
      ? `There is not enough cash: ${v.money('has')} of ${v.money('needs')}.`
      : 'There is not enough cash for this.',
  'no-cash-in-currency': (v) =>
    v.has('currency')
      ? `There is no cash in ${v.text('currency')}. Exchange some first.`
      : 'There is no cash in this currency. Exchange some first.',
  'market-mismatch': () => 'This account trades in another market.',
  'quantity-exceeds-position': (v) =>
    v.has('has') ? `That is more than is held: ${v.count('has')}.` : 'That is more than is held.',
  'too-many-requests': () => 'That was a lot at once. Please wait a moment.',
  'backtests-waiting': () => 'Several of your tests are not finished yet. Wait for one of them, or cancel it.',
  'broker-limits': (v) =>
    `${v.has('broker') ? v.text('broker') : 'The broker'} takes no more requests right now. Please try again in ${v.has('seconds') ? v.count('seconds') : '60'} seconds.`,
  'channel-unreachable': () =>
    'The chat app does not answer right now, or this computer is not online. Nothing was changed; try again in a moment.',
  'broker-unreachable': (v) =>
    `${v.has('broker') ? v.text('broker') : 'The broker'} could not be reached. Nothing was kept; please try again in a moment.`,
  'no-vault-key': () => 'There is no key here to seal secrets with. `npm run nod -- doctor` says how to mend that.',
  'no-push-key': () =>
    'There is no key here to sign notifications with. Start Nod anew, or deploy it again: one is made then.',
  'too-many-devices': (v) =>
    v.has('limit')
      ? `${v.text('limit')} devices are the most. Remove one you no longer use first.`
      : 'There are as many devices as there may be. Remove one first.',
  'device-opens-card': () => 'This has to be answered on its card. Nothing was decided.',
  internal: () => 'Something broke on our side. Nothing more was done; it is in the error list.',
  unavailable: () => 'This cannot be reached right now. Please try again in a moment.',
};
