import type { AccessKind, AccessType } from '../../domain/access-kinds.ts';
import type { WayIn } from '../../domain/way-in.ts';

/** Who else has a part in an account, how somebody comes in, and what happened to who can act. */
export const people = {
  title: 'People',
  line: 'who may do what, invite somebody, two people for large purchases',
  lead: (account: string) =>
    `Who has a part in ${account}. Each acts under their own name, and everything is written down.`,
  you: 'you',
  since: (when: string) => `since ${when}`,
  roleOf: (name: string) => `Role of ${name}`,
  opener: 'Opened the account: stays its owner.',
  alone: 'Nobody but you. Whoever you invite sees this account, and does what their role allows.',
  nowhere: 'You have no part in any account',
  nowhereBody: 'Whoever owns one can invite you. What you wrote for yourself (lists, screens, settings) is still here.',
  remove: 'Remove',
  leave: 'Leave',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeBody:
    'At once: they see nothing of this account any more, and a nod they gave for two counts no more. Bots and orders of theirs stay.',
  leaveTitle: (account: string) => `Leave ${account}?`,
  leaveBody: 'At once: you see nothing of it any more. Only an owner can let you in again.',
  removed: (name: string) => `${name} has no part in this account any more.`,
  left: 'You have left.',
  changed: (name: string, role: string) => `${name} is now ${role}.`,

  invite: 'Invite somebody',
  inviteBody:
    'A link for one person, once, within a day. Whoever opens it first is in: send it where only they read it.',
  name: 'Their name',
  nameHint: 'So that you know whose link it is.',
  role: 'What they may do',
  make: 'Make the link',
  ready: (role: string, until: string) => `For one person, as ${role}, until ${until}. It is shown once.`,
  scan: 'Or let their phone’s camera open it',
  shareText: (account: string) => `You are invited to ${account} on Nod. The link works once, for a day.`,
  share: 'Send it',
  done: 'Done',
  open: 'Open invitations',
  openLine: (role: string, until: string) => `${role}, until ${until}`,
  unnamed: 'No name',
  takeBack: 'Take back',
  takenBack: 'The link opens nothing any more.',
  homeOnly:
    'This address only opens on this computer. For somebody elsewhere, start Nod with --public and a name they can reach.',

  twoTitle: 'Two people for large purchases',
  twoBody: 'Above the amount, a purchase needs the nod of two different people. Selling and stops never wait for it.',
  second: (names: string) => `Who can be the second beside you: ${names}.`,
  noSecond: 'Nobody can be the second: invite an approver, or no purchase above the amount can go.',
  andMore: ', ',

  join: {
    title: 'Invitation',
    working: 'Looking at the invitation…',
    none: 'This page needs the whole link of an invitation.',
    failed: 'This invitation does not open',
    lead: (by: string, account: string) => `${by} invites you to ${account}`,
    as: (role: string) => `Your role: ${role}`,
    may: 'You will be able to',
    two: (amount: string) => `Purchases above ${amount} need two people here.`,
    until: (when: string) => `The invitation ends ${when}. It works once.`,
    recorded: 'What you do is written down under your name. You can leave whenever you like.',
    name: 'Your name',
    nameHint: 'As the others see you.',
    accept: 'Join',
    acceptAs: (name: string) => `Join as ${name}`,
    asNew: 'Join as somebody else',
    inTitle: (account: string) => `You are in: ${account}`,
    inBody: 'Do this first, within five minutes: after that it takes a passkey, or whoever runs Nod.',
    passkey: 'Secure your way in',
    passkeyLine: 'a passkey, or recovery codes on paper',
    phone: 'Link Telegram or Discord',
    phoneLine: 'proposals and news come to your phone',
    start: 'Open Nod',
  },

  access: {
    title: 'History of access',
    line: 'sign-ins, passkeys, tokens, broker keys, chats, devices, roles',
    lead: 'Everything that opened, used or closed a way to act as you, or changed who has a part where you are an owner. It cannot be changed.',
    all: 'All',
    kinds: {
      'sign-ins': 'Sign-ins',
      proofs: 'Passkeys, codes, password',
      tokens: 'Tokens',
      brokers: 'Broker keys',
      chats: 'Chats',
      devices: 'Devices',
      roles: 'Roles',
    } satisfies Record<AccessKind, string>,
    narrow: 'What to show',
    none: 'Nothing of this kind has happened.',
    by: (who: string, where: string) => `${who}, ${where}`,
    channels: {
      web: 'in the app',
      chat: 'in the app’s chat',
      api: 'by the API',
      telegram: 'on Telegram',
      discord: 'on Discord',
      cli: 'on the computer that runs Nod',
      clock: 'by itself',
    } as Readonly<Record<string, string>>,
    unnamed: 'without a name',
    ways: {
      link: 'a sign-in link',
      passkey: 'a passkey',
      password: 'e-mail and password',
      'recovery-code': 'a recovery code',
      invitation: 'an invitation',
    } satisfies Record<WayIn, string>,
    lines: {
      'access.signed-in': ({ device, way }) =>
        `${device === '' ? 'A browser' : device} signed in${way === '' ? '' : `, by ${way}`}`,
      'access.signed-out': ({ device }) => `${device === '' ? 'A browser' : device} signed out`,
      'access.signed-out-others': () => 'All other browsers were signed out',
      'access.signed-out-everywhere': () => 'Signed out everywhere',
      'access.forgotten': () => 'Said goodbye: everything else was erased',
      'access.password-set': () => 'A password was set',
      'access.password-removed': () => 'The password was removed',
      'access.broker-connected': ({ name }) => `Broker keys added: ${name}`,
      'access.broker-keys-replaced': ({ name }) => `Broker keys replaced: ${name}`,
      'access.broker-forgotten': ({ name }) => `Broker keys forgotten: ${name}`,
      'access.passkey-added': ({ name }) => `Passkey added: ${name}`,
      'access.passkey-removed': ({ name }) => `Passkey removed: ${name}`,
      'access.passkeys-forgotten': () => 'All passkeys and recovery codes were forgotten',
      'access.recovery-used': ({ left }) => `A recovery code was used, ${left} left`,
      'access.recovery-codes-made': () => 'New recovery codes were made',
      'access.token-made': ({ name }) => `API token made: ${name}`,
      'access.token-revoked': ({ name }) => `API token revoked: ${name}`,
      'access.chat-linked': ({ app, name }) => `Chat linked: ${app}, ${name}`,
      'access.chat-unlinked': ({ app, name }) => `Chat unlinked: ${app}, ${name}`,
      'access.device-added': ({ name }) => `Notifications turned on: ${name}`,
      'access.device-removed': ({ name }) => `Notifications turned off: ${name}`,
      'access.role-granted': ({ name, role, account }) => `${name} came in: ${role} of ${account}`,
      'access.role-changed': ({ name, role, before, account }) => `${name}: ${role} of ${account}, before ${before}`,
      'access.role-removed': ({ name, role, account }) => `${name} went: was ${role} of ${account}`,
    } satisfies Record<AccessType, (about: AccessWords) => string>,
  },
};

/** What fills a line of the history; empty where it is not known. */
export interface AccessWords {
  readonly name: string;
  readonly app: string;
  readonly account: string;
  readonly role: string;
  readonly before: string;
  readonly left: number;
  readonly device: string;
  readonly way: string;
}
